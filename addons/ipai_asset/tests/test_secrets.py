# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import json
import logging

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, new_test_user, tagged

from odoo.addons.ipai_base.tests.secrecy import Secrecy

from .common import AssetCase

_logger = logging.getLogger("odoo.tests.secrets")

SECRET = "Winter-2024!x"
NOTES = f"The root password is {SECRET}"
HARMLESS = "The password is in the vault: vaultwarden://lab/srv01"


@tagged("post_install", "-at_install")
class TestSecrets(AssetCase):
    """Each way in that ends in the ORM: nothing of the secret is left anywhere."""

    def setUp(self):
        super().setUp()
        self.policies = self.env["ipai.secret.policy"]

    def policy(self, name):
        """The company's line for a class of fields; without one, what is written is blocked."""
        self.policies |= self.policies.search([("field_class", "=", name)]) or self.policies.create(
            {"field_class": name, "mode": "block"}
        )
        return self.policies.filtered(lambda policy: policy.field_class == name)

    def assertBlocked(self, act, field="notes", kind="password"):
        self.env.flush_all()
        with self.assertLogs("odoo", "DEBUG") as logs, self.assertRaises(ValidationError) as caught:
            _logger.info("assertLogs wants one line at least")
            with self.env.cr.savepoint():
                act()
        message = str(caught.exception)
        self.assertIn(field, message)
        self.assertIn(kind, message)
        self.assertIn("vault", message)
        self.assertNotIn(SECRET, message)
        self.assertNotIn(SECRET, "\n".join(logs.output))
        self.assertNowhere()

    def assertNowhere(self):
        self.env.flush_all()
        for table, column in (
            ("mail_message", "body"),
            ("mail_tracking_value", "new_value_text"),
            ("mail_tracking_value", "new_value_char"),
            ("ir_logging", "message"),
            ("ipai_audit", "target"),
            ("ipai_audit", "field_names"),
            ("ipai_secret_allowance", "field_name"),
            ("ipai_secret_finding", "kinds"),
            ("ipai_secret_pardon", "digest"),
        ):
            self.env.cr.execute(
                f"SELECT count(*) FROM {table} WHERE {column} LIKE %s", [f"%{SECRET}%"]
            )
            self.assertEqual(self.env.cr.fetchone()[0], 0, (table, column))

    def findings(self, record):
        return self.env["ipai.secret.finding"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )

    def test_create_and_write_are_blocked(self):
        self.assertBlocked(lambda: self.new_asset("srv01", notes=NOTES))
        asset = self.new_asset("srv01", notes=HARMLESS)
        self.assertBlocked(lambda: asset.write({"notes": f"<p>{NOTES}</p>"}))
        self.assertBlocked(lambda: asset.write({"name": f"pw: {SECRET}"}), "name")
        self.assertBlocked(lambda: asset.sudo().write({"notes": NOTES}))
        self.assertIn("vaultwarden", asset.notes)

    def test_a_form_is_blocked(self):
        def save():
            with Form(self.env["ipai.asset"].with_user(self.technician)) as form:
                form.name = "srv02"
                form.type_id = self.compute
                form.notes = NOTES

        self.assertBlocked(save)

    def test_a_property_is_blocked_by_its_name(self):
        self.compute.properties_definition = [
            {"name": "root_pw", "string": "Root PW", "type": "char"}
        ]
        asset = self.new_asset("srv03")
        self.assertBlocked(lambda: asset.write({"properties": {"root_pw": SECRET}}), "properties")

    def test_load_names_the_field_and_not_the_secret(self):
        result = (
            self.env["ipai.asset"]
            .with_user(self.technician)
            .load(["name", "type_id/.id", "notes"], [["srv04", str(self.compute.id), NOTES]])
        )
        self.assertFalse(result["ids"])
        self.assertIn("notes", str(result["messages"]))
        self.assertNotIn(SECRET, str(result))
        self.assertNowhere()

    def test_an_imported_file_names_the_field_and_not_the_secret(self):
        if "base_import.import" not in self.env:
            self.skipTest("Files are imported with base_import.")
        file = f"name,type_id/.id,notes\nsrv14,{self.compute.id},{NOTES}\n"
        with self.assertLogs("odoo", "DEBUG") as logs:
            _logger.info("assertLogs wants one line at least")
            importing = (
                self.env["base_import.import"]
                .with_user(self.technician)
                .create({"res_model": "ipai.asset", "file": file.encode(), "file_type": "text/csv"})
            )
            options = {"quoting": '"', "separator": ",", "has_headers": True}
            result = importing.execute_import(
                ["name", "type_id/.id", "notes"], ["name", "type_id/.id", "notes"], options
            )
        self.assertFalse(result["ids"])
        self.assertIn("notes", str(result["messages"]))
        self.assertNotIn(SECRET, str(result["messages"]))
        self.assertNotIn(SECRET, "\n".join(logs.output))
        self.assertNowhere()

    def test_a_comment_is_blocked_and_a_mail_is_listed(self):
        asset = self.new_asset("srv05")
        self.assertBlocked(
            lambda: asset.message_post(body=NOTES, message_type="comment"), field="body"
        )
        message = asset.message_post(body=NOTES, message_type="email")
        self.assertEqual(self.findings(message).mapped("kinds"), ["password"])

    def test_the_policy_of_the_company_decides(self):
        self.policy("html").mode = "warn"
        asset = self.new_asset("srv06", notes=NOTES)
        finding = self.findings(asset)
        self.assertEqual(
            (finding.field_name, finding.kinds, finding.author_id, finding.state),
            ("notes", "password", self.technician, "open"),
        )
        self.assertBlocked(lambda: asset.write({"name": f"pw: {SECRET}"}), "name")

    def test_a_token_is_blocked_behind_much_text(self):
        asset = self.new_asset("srv11", notes=HARMLESS)
        for padding in ("", "x " * 40_000):
            self.assertBlocked(
                lambda padding=padding: asset.write(
                    {"notes": padding + "glpat-" + "aB3dE5gH7jK9mN1pQ3sT"}
                ),
                kind="gitlab-token",
            )

    def test_a_false_alarm_on_a_blocked_create_is_allowed_for_one_record(self):
        self.assertBlocked(lambda: self.new_asset("srv12", notes=NOTES))
        allow = {"res_model": "ipai.asset", "field_name": "notes", "text": NOTES}
        allowance = self.env["ipai.secret.allowance"]
        with self.assertRaises(AccessError):
            allowance.with_user(self.technician).create(allow)
        with self.assertRaises(ValidationError):
            allowance.with_user(self.manager).create({**allow, "text": HARMLESS})
        made = allowance.with_user(self.manager).create(allow)
        made.invalidate_recordset()
        self.assertFalse(made.text)
        asset = self.new_asset("srv12", notes=NOTES)
        asset.write({"notes": f"<p>{NOTES}</p>"})
        self.assertFalse(self.findings(asset))
        self.assertBlocked(lambda: self.new_asset("srv13", notes=NOTES))

    def test_a_false_alarm_is_marked_once_and_counts_for_its_field_only(self):
        self.policy("html").mode = "report"
        asset, other = self.new_asset("srv07", notes=NOTES), self.new_asset("srv08")
        finding = self.findings(asset)
        with self.assertRaises(AccessError):
            finding.with_user(self.technician).action_false_alarm()
        finding.with_user(self.manager).action_false_alarm()
        self.policy("html").mode = "block"
        asset.write({"notes": f"<p>{NOTES}</p><p>and more</p>"})
        self.assertEqual(finding.state, "false_alarm")
        self.assertBlocked(lambda: other.write({"notes": NOTES}))
        self.assertBlocked(lambda: asset.write({"notes": NOTES + "; pw: Sommer_77#q"}))
        self.assertNowhere()

    def test_the_sweep_lists_what_was_there_and_closes_what_is_gone(self):
        asset = self.new_asset("srv09", notes="fine")
        asset.flush_recordset()
        self.env.cr.execute("UPDATE ipai_asset SET notes = %s WHERE id = %s", [NOTES, asset.id])
        self.env.invalidate_all()
        self.env["ipai.secret.finding"]._cron_sweep()
        finding = self.findings(asset)
        self.assertEqual((finding.kinds, finding.author_id), ("password", self.technician))
        asset.write({"notes": HARMLESS})
        self.env["ipai.secret.finding"]._cron_sweep()
        self.assertEqual(finding.state, "gone")

    def test_a_text_file_is_listed(self):
        asset = self.new_asset("srv10")
        files = self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "datas": base64.b64encode(NOTES.encode()),
                    "mimetype": mimetype,
                    "res_model": "ipai.asset",
                    "res_id": asset.id,
                }
                for name, mimetype in (("a.txt", "text/plain"), ("b.bin", "application/x-thing"))
            ]
        )
        self.env["ipai.secret.finding"]._cron_attachments()
        self.assertEqual(self.findings(files[0]).kinds, "password")
        self.assertFalse(self.findings(files[1]))

    def test_kinds_in_for_checks_from_outside(self):
        scan = self.env["ipai.secret.scan"].with_user(self.technician)
        self.assertEqual(scan.kinds_in([NOTES, HARMLESS]), [["password"], []])
        for texts in (["x"] * 101, ["x" * 65_537], [7], "text"):
            with self.assertRaises(UserError):
                scan.kinds_in(texts)
        with self.assertRaises(AccessError):
            scan.with_user(self.reader).kinds_in([NOTES])


@tagged("post_install", "-at_install")
class TestSecretsByRpc(Secrecy, HttpCase):
    """What the web client and programs of others send: the answer with its traceback, and the log."""

    def setUp(self):
        super().setUp()
        self.user_login = new_test_user(self.env, "secrecy", "ipai_base.group_technician").login
        self.type = self.env["ipai.asset.type"].search([], limit=1)

    def call_kw(self, model, method, *args):
        self.authenticate(self.user_login, self.user_login)
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(
                {"params": {"model": model, "method": method, "args": args, "kwargs": {}}}
            ),
            headers={"Content-Type": "application/json"},
        )
        return answer.text

    def test_an_answer_and_its_traceback_tell_nothing(self):
        with self.assertSecret():
            vals = {"name": "srv", "type_id": self.type.id, "notes": self.NOTES}
            for args in (("create", [vals]), ("web_save", [], vals, {})):
                answer = self.call_kw("ipai.asset", *args)
                self.assertIn("vault", answer)
                self.assertUntold(answer)

    def test_contacts_are_looked_at_where_the_company_says_so(self):
        partner = self.env["res.partner"].create({"name": "Customer"})
        user = self.env["res.users"].search([("login", "=", self.user_login)])
        policies = self.env["ipai.secret.policy"]
        policies.create(
            {"field_class": "contact", "mode": "block", "company_id": user.company_id.id}
        )
        for act in (
            lambda: partner.with_user(user).message_post(body=self.NOTES),
            lambda: partner.with_user(user).sudo().write({"comment": self.NOTES}),
            lambda: (
                self.env["res.partner"]
                .with_user(user)
                .sudo()
                .create({"name": "x", "comment": self.NOTES})
            ),
        ):
            with self.assertSecret(), self.assertRaises(ValidationError) as caught:
                with self.env.cr.savepoint():
                    act()
            self.assertUntold(caught.exception)
        policies.search([("field_class", "=", "contact")]).unlink()
        partner.with_user(user).sudo().write({"comment": self.NOTES})
