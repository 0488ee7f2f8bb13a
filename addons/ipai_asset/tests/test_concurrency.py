# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import threading

import psycopg2.errors

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    """On cursors of its own that really commit: what the test makes, it removes."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM ipai_asset WHERE hostname_key = 'ipai-race'")

    @mute_logger("odoo.sql_db")
    def test_of_two_assets_with_one_hostname_at_one_moment_one_wins(self):
        both_checked = threading.Barrier(2, timeout=30)
        outcomes = []

        def create(number):
            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
                    company = env.ref("base.main_company")
                    kind = env.ref("ipai_asset.type_compute")
                    env["ipai.asset"].search([], limit=1)
                    both_checked.wait()
                    env["ipai.asset"].create(
                        {
                            "name": f"Race {number}",
                            "hostname": "ipai-race",
                            "type_id": kind.id,
                            "company_id": company.id,
                        }
                    )
                outcomes.append("created")
            except psycopg2.errors.UniqueViolation as error:
                outcomes.append(error.diag.constraint_name)

        threads = [threading.Thread(target=create, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(sorted(outcomes), ["created", "ipai_asset_hostname_own_uniq"])

    def test_the_loser_is_told_what_to_do(self):
        constraint = "ipai_asset_hostname_own_uniq"
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            model = env["ipai.asset"]
            objects = getattr(model, "_table_objects", None)
            message = (
                objects[constraint].get_error_message(model)
                if objects
                else {f"ipai_asset_{key}": text for key, _sql, text in model._sql_constraints}[constraint]
            )
        self.assertIn("choose another host name", message)
