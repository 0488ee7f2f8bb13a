# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.ipai_base.tests.api_common import ApiCase

SCOPES = ("read", "write", "execute")


class LoomCase(ApiCase):
    """Loom's bot with a key that may do all, a company with a contact, and what there is about them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bot = new_test_user(cls.env, "loom@ocg.lan", groups="ipai_loom_gateway.group_loom")
        scopes = [cls.env.ref(f"ipai_loom_gateway.scope_{name}").id for name in SCOPES]
        cls.key = cls.env["ipai.api.key"].create(
            {
                "name": "Loom",
                "user_id": cls.bot.id,
                "scope_ids": [Command.set(scopes)],
                "read_limit": 1000,
                "write_limit": 1000,
                "execute_limit": 1000,
            }
        )
        cls.secret = cls.key._issue()
        cls.corp, cls.other = cls.env["res.partner"].create(
            [
                {
                    "name": "Example Corp",
                    "is_company": True,
                    "email": "Contact@Corp.Example",
                    "phone": "+1 (415) 555-0100",
                    "website": "https://www.example.com/about",
                    "city": "San Francisco",
                    "country_id": cls.env.ref("base.us").id,
                },
                {"name": "Unrelated", "phone": "+1 415 555 0199", "website": "example.org"},
            ]
        )
        cls.john = cls.env["res.partner"].create(
            {"name": "Jöhn Doe", "email": "john@corp.example", "parent_id": cls.corp.id}
        )

    def search(self, kind, prefix="/odoo", **body):
        """The answer of a search that is done."""
        answer = self.call("POST", f"{prefix}/search/{kind}", body)
        self.assertEqual(answer[0], 200, answer[1])
        return answer[1]

    def found(self, kind, **body):
        """The ids of what is found, sorted."""
        answer = self.search(kind, **body)
        rows = answer["calendar_events" if kind == "calendar" else kind]
        self.assertEqual(answer["count"], len(rows))
        return sorted(row["id"] for row in rows)
