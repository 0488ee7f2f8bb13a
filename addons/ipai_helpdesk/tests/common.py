# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TicketCase(HttpCase):
    """Two customers with a portal user each, a colleague of one of them, a plain user and a technician."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        quiet = {"tracking_disable": True, "no_reset_password": True}
        cls.env = cls.env(context={**cls.env.context, **quiet})
        # No mail is sent from here; and a stage that is folded away cannot be clicked.
        cls.env["helpdesk.ticket.stage"].search([]).write(
            {"mail_template_id": False, "fold": False}
        )
        cls.acme, cls.bolt = cls.env["res.partner"].create(
            [{"name": "Acme", "is_company": True}, {"name": "Bolt", "is_company": True}]
        )
        cls.ada = cls.portal_user("ada", cls.acme)
        cls.colleague = cls.portal_user("colleague", cls.acme)
        cls.bob = cls.portal_user("bob", cls.bolt)
        cls.plain = cls.user("plain", "base.group_user")
        cls.technician = cls.user("tech", "ipai_base.group_technician")
        cls.reader = cls.user("it_reader", "ipai_base.group_user")
        cls.users = {
            "owner": cls.ada,
            "colleague": cls.colleague,
            "other customer": cls.bob,
            "plain user": cls.plain,
            "technician": cls.technician,
        }
        cls.closing = cls.env["helpdesk.ticket.stage"].search(
            [("closed", "=", True), ("close_from_portal", "=", True)], limit=1
        ) or cls.env["helpdesk.ticket.stage"].create(
            {
                "name": "Closed by Customer",
                "closed": True,
                "close_from_portal": True,
                "sequence": 90,
            }
        )
        cls.closing.company_id = False
        cls.ticket = cls.new_ticket(partner_id=cls.ada.partner_id.id)

    @classmethod
    def user(cls, login, groups, **values):
        login = f"ticket_{login}"
        return new_test_user(cls.env, login, groups, password=f"{login}-1", **values)

    @classmethod
    def portal_user(cls, name, company):
        partner = cls.env["res.partner"].create(
            {"name": name.title(), "parent_id": company.id, "email": f"{name}@example.com"}
        )
        return cls.user(name, "base.group_portal", partner_id=partner.id)

    @classmethod
    def new_ticket(cls, **values):
        vals = {"name": "Printer on fire", "description": "<p>crown jewels</p>", **values}
        return cls.env["helpdesk.ticket"].create(vals)

    @classmethod
    def new_asset(cls, name, **values):
        kind = cls.env.ref("ipai_asset.type_compute")
        return cls.env["ipai.asset"].create(
            {"name": name, "type_id": kind.id, "status": "active", **values}
        )

    def log_in(self, user):
        if user:
            self.authenticate(user.login, f"{user.login}-1")
        else:
            self.authenticate(None, None)
