# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import Command
from odoo.tests import HttpCase, tagged

from ..paths import HEADS

VIEW = ".o_view_controller"


@tagged("post_install", "-at_install")
class TestWebClient(HttpCase):
    """The web client keeps its addresses: each opens from a bookmark, and again with F5.

    An error on the console, or on the screen, fails.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        admin = cls.env.ref("base.user_admin")
        if "tour_enabled" in admin._fields:
            admin.tour_enabled = False
        admin.write({"lang": "en_US"})
        cls.partner = cls.env["res.partner"].create({"name": "Example Corp"})
        cls.lead = cls.env["crm.lead"].create(
            {"name": "Lead of Example", "type": "opportunity", "user_id": admin.id}
        )
        cls.project = cls.env["project.project"].create({"name": "Project of Example"})
        cls.task = cls.env["project.task"].create(
            {
                "name": "Task of Example",
                "project_id": cls.project.id,
                "user_ids": [Command.link(admin.id)],
            }
        )
        cls.event = cls.env["calendar.event"].create(
            {"name": "Event of Example", "start": "2026-02-01 10:00", "stop": "2026-02-01 11:00"}
        )

    def test_deep_links_open_and_open_again_with_f5(self):
        partner, lead = self.partner.id, self.lead.id
        task = f"/odoo/project/{self.project.id}/tasks/{self.task.id}"
        crm = self.env.ref("crm.crm_lead_action_pipeline")
        pipeline = crm.path or f"action-{crm.id}"
        self.walk(
            ("/odoo/contacts?view_type=kanban", ".o_kanban_view", ""),
            ("/odoo/contacts?view_type=list", ".o_list_view", ""),
            ("/odoo/contacts/new", ".o_form_view", "New"),
            (f"/odoo/contacts/{partner}", ".o_form_view", "Example Corp"),
            (f"/odoo/action-contacts.action_contacts/{partner}", ".o_form_view", "Example Corp"),
            (f"/odoo/res.partner/{partner}", ".o_form_view", "Example Corp"),
            ("/odoo/crm", ".o_kanban_view", "Lead of Example"),
            (f"/odoo/{pipeline}/{lead}", ".o_form_view", "Lead of Example"),
            (f"/odoo/contacts/{partner}/crm.lead/{lead}", ".o_form_view", "Lead of Example"),
            ("/odoo/project", ".o_kanban_view", "Project of Example"),
            (f"/odoo/project/{self.project.id}/tasks", ".o_kanban_view", ""),
            (task, ".o_form_view", "Task of Example"),
            ("/odoo/calendar", ".o_calendar_view", ""),
            (f"/odoo/calendar/{self.event.id}", ".o_form_view", "Event of Example"),
            ("/odoo/discuss", ".o-mail-Discuss", ""),
            ("/odoo/settings", ".o_setting_container", ""),
            ("/odoo/loom-cases", VIEW, ""),
            ("/odoo/change-proposals", VIEW, ""),
        )

    def test_every_application_opens_and_opens_again_with_f5(self):
        menus = self.menus()
        paths = [_path(menus[number]) for number in menus["root"]["children"]]
        self.assertGreater(len(paths), 6)
        self.walk(*((path, "> *", "") for path in paths))

    def test_every_menu_opens_by_its_address(self):
        """Those that have a page, that is: a dialog has no address."""
        windows = self.env["ir.actions.act_window"].search([("target", "!=", "new")])
        paths = {
            _path(menu)
            for menu in self.menus().values()
            if menu["actionPath"] or menu["actionID"] in windows.ids
        }
        self.assertGreater(len(paths), 40)
        # What answers is ours to break; what the page then does is walked with the applications.
        self.authenticate("admin", "admin")
        for path in sorted(paths):
            with self.subTest(path=path):
                answer = self.url_open(path)
                self.assertEqual(answer.status_code, 200)
                self.assertIn("odoo.__session_info__", answer.text)

    def menus(self):
        """What the web client knows of the menus: number → a dictionary."""
        admin = self.env.ref("base.user_admin")
        return self.env["ir.ui.menu"].with_user(admin).load_web_menus(False)

    def test_our_own_addresses_lead_a_person_to_the_page_behind_them(self):
        self.walk(
            ("/odoo/proposals", VIEW, ""),
            (f"/odoo/partners/{self.partner.id}", ".o_form_view", ""),
            ("/odoo/status", "> *", ""),
        )

    def test_no_action_of_any_addon_is_at_our_addresses(self):
        self.assertFalse(self.env["ir.actions.actions"].search([("path", "in", HEADS)]))

    def walk(self, *stops):
        """Open each (path, selector of the view, text in it), and again with F5."""
        names = ("path", "view", "text")
        given = [{**dict(zip(names, stop, strict=True)), "again": True} for stop in stops]
        self.browser_js(
            "/odoo",
            "odoo.loader.modules.get('@ipai_loom_gateway/../tests/walk')"
            f".start({json.dumps(given)});",
            "odoo.isReady === true",
            login="admin",
            timeout=60 + 15 * len(stops),
            success_signal="walk succeeded",
        )


def _path(menu):
    return f"/odoo/{menu['actionPath'] or 'action-%s' % menu['actionID']}"
