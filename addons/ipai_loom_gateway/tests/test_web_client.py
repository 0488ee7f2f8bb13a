# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase, tagged

SHOWN = """
    const view = ".o_action_manager .o_view_controller";
    const look = () => {
        if (document.querySelector(view) && location.pathname.startsWith("PATH")) {
            observer.disconnect();
            console.log("test successful");
        }
    };
    const observer = new MutationObserver(look);
    observer.observe(document, {childList: true, subtree: true, attributes: true});
    look();
"""


@tagged("post_install", "-at_install")
class TestWebClient(HttpCase):
    """The web client keeps its addresses: each is loaded as with F5, from a bookmark or a mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "Example Corp"})
        lead = cls.env["crm.lead"].create({"name": "Lead", "type": "opportunity"})
        project = cls.env["project.project"].create({"name": "Project"})
        task = cls.env["project.task"].create({"name": "Task", "project_id": project.id})
        crm = (
            cls.env.ref("crm.crm_lead_action_pipeline").path
            or "action-crm.crm_lead_action_pipeline"
        )
        cls.paths = (
            f"/odoo/contacts/{cls.partner.id}",
            f"/odoo/{crm}/{lead.id}",
            f"/odoo/project/{project.id}/tasks/{task.id}",
            "/odoo/loom-cases",
            "/odoo/change-proposals",
        )

    def test_deep_links_open_as_with_f5(self):
        for path in self.paths:
            with self.subTest(path=path):
                self.opens(path, "/odoo")

    def test_our_own_addresses_lead_a_person_to_the_page_behind_them(self):
        self.opens("/odoo/proposals", "/odoo/change-proposals")
        self.opens(f"/odoo/partners/{self.partner.id}", f"/odoo/contacts/{self.partner.id}")

    def test_every_menu_of_contacts_opens(self):
        admin = self.env.ref("base.user_admin")
        if "tour_enabled" in admin._fields:
            admin.tour_enabled = False
        self.browser_js(
            "/odoo",
            "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
            ".startClickEverywhere('contacts.menu_contacts', true);",
            "odoo.isReady === true",
            login="admin",
            timeout=300,
            success_signal="clickbot test succeeded",
        )

    def opens(self, path, shown):
        self.browser_js(
            path, SHOWN.replace("PATH", shown), "odoo.isReady === true", login="admin", timeout=60
        )
