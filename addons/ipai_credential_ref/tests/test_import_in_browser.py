# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import json

from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import CredentialCase
from .test_import import FILLED, SECRET


class TestOdoosOwnImport(CredentialCase):
    """References imported by Odoo's own import: a filled column of values is refused, and the file not kept."""

    def importer(self, content, model="ipai.credential.ref", kind="text/csv"):
        return (
            self.env["base_import.import"]
            .with_user(self.technician)
            .create({"res_model": model, "file": content, "file_type": kind, "file_name": "a.csv"})
        )

    def test_a_filled_column_of_values_is_refused(self):
        for head in ("Password", "pass_word", "TOTP Secret", "Private Key", "pin"):
            with self.subTest(head), self.assertRefused(UserError, "nothing of it was kept"):
                self.importer(f"name,{head}\npfsense,{SECRET}\n".encode())

    def test_one_that_is_uploaded_afterwards_is_refused_as_well(self):
        record = self.importer(b"name\npfsense\n")
        with self.assertRefused(UserError, "password"):
            record.write({"file": f"name,Password\npfsense,{SECRET}\n".encode()})

    def test_names_alone_and_other_models_are_imported_as_ever(self):
        self.importer(b"name,Password\npfsense,\n")
        self.importer(b"name,username_hint\npfsense,admin\n")
        self.importer(f"name,Password\nx,{SECRET}\n".encode(), model="res.partner")


@tagged("post_install", "-at_install")
class TestInTheBrowser(HttpCase):
    def test_no_value_leaves_the_browser_and_the_server_takes_the_rest(self):
        """All files of the tests that hold values, through the code that the form's field runs."""
        new_test_user(self.env, "importer", groups="ipai_base.group_technician")
        vault = self.env["ipai.vault"].create({"name": "Envelope", "kind": "uri"})
        files = {kind: base64.b64encode(content).decode() for kind, content in FILLED.items()}
        code = """
            (async () => {
                const { stripped } = odoo.loader.modules.get("@ipai_credential_ref/importing/strip");
                const { rpc } = odoo.loader.modules.get("@web/core/network/rpc");
                for (const [kind, given] of Object.entries(%s)) {
                    const bytes = Uint8Array.from(atob(given), (sign) => sign.charCodeAt(0));
                    const text = stripped(new TextDecoder().decode(bytes));
                    if (text.includes(%s)) {
                        throw new Error(`${kind} still holds its secret`);
                    }
                    await rpc("/web/dataset/call_kw/ipai.credential.import/create", {
                        model: "ipai.credential.import",
                        method: "create",
                        args: [[{ vault_id: %d, file: btoa(text) }]],
                        kwargs: {},
                    });
                }
                console.log("test successful");
            })().catch((error) => console.error(error.data?.message || error.message));
        """ % (json.dumps(files), json.dumps(SECRET), vault.id)
        ready = """odoo.loader.modules.has("@ipai_credential_ref/importing/without_values")"""
        self.browser_js("/odoo", code, ready, login="importer")
        lines = self.env["ipai.credential.import.line"].search(
            [("import_id.vault_id", "=", vault.id)]
        )
        self.assertEqual(len(lines), len(FILLED))
        self.assertEqual(set(lines.mapped("username_hint")), {"admin"})
