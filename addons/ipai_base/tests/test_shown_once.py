# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .. import log_masking

SECRET = "0123456789abcdef0123456789abcdef01234567"

LEFT = """
(async () => {
    const there = async (selector) => {
        for (let tries = 0; tries < 200; tries++) {
            const found = document.querySelector(selector);
            if (found) return found;
            await new Promise((done) => setTimeout(done, 50));
        }
        throw new Error(`${selector} is not there`);
    };
    (await there("button[name=%s]")).click();
    await there(".modal .modal-body > *");
    await new Promise((done) => setTimeout(done, 300));
    %s;
    await new Promise((done) => setTimeout(done, 700));
    console.log("test successful");
})();
"""
"""A dialog is opened by a button, and left."""
LEAVING = (
    'window.dispatchEvent(new Event("beforeunload", {cancelable: true}))',
    "window.history.back()",
    '(await there(".modal .btn-close")).click()',
)


class Kept(logging.Handler):
    """All that a log or a terminal would show."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@tagged("post_install", "-at_install")
class TestShownOnce(HttpCase):
    """What is shown once stands in no log, however its dialog is left."""

    def setUp(self):
        super().setUp()
        self.kept = Kept()
        root = logging.getLogger()
        root.addHandler(self.kept)
        self.addCleanup(root.removeHandler, self.kept)
        for name in ("", "odoo", "odoo.addons", "odoo.http", "odoo.sql_db", "werkzeug"):
            logger = logging.getLogger(name)
            self.addCleanup(logger.setLevel, logger.level)
            logger.setLevel(logging.INFO)

    def test_the_dialog_of_a_key_is_left_in_each_way(self):
        bot = new_test_user(self.env, "bot", groups="base.group_user")
        key = self.env["ipai.api.key"].create({"name": "Left", "user_id": bot.id})
        issued = []
        issue = type(key)._issue

        def issue_and_tell(key):
            issued.append(issue(key))
            return issued[-1]

        # Not by the mask: by itself nothing may be there.
        for leave in LEAVING:
            with (
                self.subTest(leave),
                patch.object(self.env.registry["ipai.api.key"], "_issue", issue_and_tell),
                patch.object(log_masking, "masked", lambda text: text),
            ):
                key._revoke(key.secret_ids)
                self.browser_js(
                    f"/odoo/action-ipai_base.ipai_api_key_action/{key.id}",
                    LEFT % ("action_issue", leave),
                    login="admin",
                )
                secret = issued.pop()
                self.assertTrue([line for line in self.kept.lines if "action_issue" in line])
                self.assertFalse([line for line in self.kept.lines if secret in line])

    def test_the_dialogs_of_odoo_are_not_saved_either(self):
        if "res.users.apikeys.show" not in self.env:
            self.skipTest("Odoo has none")
        with self.assertRaisesRegex(UserError, "nothing to save"):
            self.env["res.users.apikeys.show"].web_save({"key": SECRET}, {"key": {}})

    def test_no_logger_shows_a_key(self):
        for name in ("werkzeug", "odoo.sql_db", "odoo.addons.any"):
            logging.getLogger(name).warning("It came with %s", SECRET)
        self.assertEqual(sum("It came with 01234567***" in line for line in self.kept.lines), 3)
        self.assertFalse([line for line in self.kept.lines if SECRET in line])

    @mute_logger("odoo.sql_db")
    def test_no_error_of_the_database_does(self):
        try:
            with self.cr.savepoint(flush=False):
                self.cr.execute("INSERT INTO nowhere VALUES (%s)", [SECRET])
        except Exception:
            logging.getLogger("odoo.http").warning("It went wrong", exc_info=True)
        self.assertTrue([line for line in self.kept.lines if "nowhere" in line])
        self.assertFalse([line for line in self.kept.lines if SECRET in line])

    def test_the_access_log_has_neither_feed_nor_query(self):
        token = "aB3_xYz-0123456789aB3_xYz-0123456789aB3_xYz"
        self.url_open(f"/ipai/calendar/{token}.ics")
        self.url_open(f"/ipai/status?key={token}")
        lines = [line for line in self.kept.lines if "/ipai/" in line]
        self.assertEqual(len(lines), 2)
        self.assertFalse([line for line in lines if token in line])
