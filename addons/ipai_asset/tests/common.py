# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from contextlib import contextmanager

from psycopg2 import IntegrityError

from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.ipai_base.compat import constraint_message


@tagged("post_install", "-at_install")
class AssetCase(TransactionCase):
    """A technician, a reader and a manager of one company, two customers with a contact each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Nobody is mailed an invitation: that took a tenth of the tests' time.
        quiet = {"tracking_disable": True, "no_reset_password": True}
        cls.env = cls.env(context={**cls.env.context, **quiet})
        cls.reader = new_test_user(cls.env, "reader", groups="ipai_base.group_user")
        cls.technician = new_test_user(cls.env, "technician", groups="ipai_base.group_technician")
        cls.manager = new_test_user(cls.env, "manager", groups="ipai_base.group_manager")
        cls.acme, cls.globex = cls.env["res.partner"].create(
            [{"name": "Acme", "is_company": True}, {"name": "Globex", "is_company": True}]
        )
        cls.ada, cls.bob = cls.env["res.partner"].create(
            [
                {"name": "Ada", "parent_id": cls.acme.id},
                {"name": "Bob", "parent_id": cls.globex.id},
            ]
        )
        cls.compute = cls.env.ref("ipai_asset.type_compute")
        cls.virtual_machine = cls.env.ref("ipai_asset.type_virtual_machine")

    @classmethod
    def new_asset(cls, name, user=None, **vals):
        model = cls.env["ipai.asset"].with_user(user or cls.technician)
        vals.setdefault("type_id", cls.compute.id)
        return model.create({"name": name, **vals})

    def history(self, asset):
        """The asset's intervals, oldest first, as (customer name, type, status)."""
        asset.env.flush_all()
        return [
            (interval.customer_id.name, interval.type_id, interval.status)
            for interval in asset.sudo().interval_ids.sorted("date_from")
        ]

    def age_history(self, asset, **ago):
        """Let the history so far have happened earlier, as if the test had taken days."""
        self.env.flush_all()
        for interval in asset.sudo().interval_ids.sorted("date_from"):
            self.env.cr.execute(
                "UPDATE ipai_asset_interval SET date_from = date_from - make_interval(secs => %s),"
                " date_to = date_to - make_interval(secs => %s) WHERE id = %s",
                [ago.get("days", 0) * 86400 + ago.get("seconds", 0)] * 2 + [interval.id],
            )
        self.env.invalidate_all()

    @contextmanager
    def assertRefused(self, exception, reason):
        """The block is refused with a message that matches ``reason``, and leaves nothing behind."""
        with self.assertRaises(exception) as caught:
            yield
        self.assertRegex(str(caught.exception), reason)

    @contextmanager
    def assertConstraint(self, told):
        """The block is refused by the database, and the user is told so."""
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError) as caught,
            self.cr.savepoint(),
        ):
            yield
            self.env.flush_all()
        self.assertIn(told, constraint_message(self.env, caught.exception))

    def count_queries(self, action, *args):
        """How many queries ``action(*args)`` takes, what it writes included."""
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        action(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
