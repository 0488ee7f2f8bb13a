# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo.exceptions import UserError

from ..importing import exports
from .common import CredentialCase

SECRET = "never-seen-7Gh2"
ITEM = "0b5f2b5e-3f0c-4b4e-9f5e-1d2c3b4a5f60"


def bitwarden(**item):
    told = {
        "id": ITEM,
        "name": "pfsense_admin",
        "folderId": "f1",
        "login": {"username": "admin", "uris": [{"uri": "https://fw.example"}]},
        **item,
    }
    return json.dumps(
        {"encrypted": False, "folders": [{"id": "f1", "name": "Lab"}], "items": [told]}
    ).encode()


def keepass(password="", extra=""):
    return f"""<KeePassFile><Root><Group><Name>Lab</Name><Entry><UUID>u1</UUID>
<String><Key>Title</Key><Value>pfsense_admin</Value></String>
<String><Key>UserName</Key><Value>admin</Value></String>
<String><Key>Password</Key><Value ProtectInMemory="True">{password}</Value></String>{extra}
</Entry></Group></Root></KeePassFile>""".encode()


FILLED = {
    "bitwarden": bitwarden(login={"username": "admin", "password": SECRET}),
    "bitwarden totp": bitwarden(login={"username": "admin", "totp": SECRET}),
    "bitwarden notes": bitwarden(notes=SECRET),
    "bitwarden field": bitwarden(fields=[{"name": "pin", "value": SECRET}]),
    "bitwarden history": bitwarden(passwordHistory=[{"password": SECRET}]),
    "bitwarden ssh": bitwarden(sshKey={"privateKey": SECRET}),
    "keepass": keepass(SECRET),
    "keepass custom": keepass(extra=f"<String><Key>PIN</Key><Value>{SECRET}</Value></String>"),
    "keepass notes": keepass(extra=f"<String><Key>Notes</Key><Value>{SECRET}</Value></String>"),
    "keepass csv": f"Group,Title,Username,Password,URL,Notes\nLab,pfsense_admin,admin,{SECRET},,\n".encode(),
    "keepass csv totp": f"Group,Title,Username,Password,TOTP\nLab,a,admin,,{SECRET}\n".encode(),
    "it glue": f"organization,name,username,password,otp_secret\nLab,a,admin,,{SECRET}\n".encode(),
    "hudu": f"Name,Username,Password,OTP Secret\na,admin,{SECRET},\n".encode(),
    "beyond the head": f"Name,Username,Password\na,admin,,{SECRET}\n".encode(),
}


class TestImport(CredentialCase):
    def wizard(self, content, vault=None):
        return (
            self.env["ipai.credential.import"]
            .with_user(self.technician)
            .create({"vault_id": (vault or self.uri_vault).id, "file": base64.b64encode(content)})
        )

    def test_a_file_with_a_value_is_refused_and_not_repeated(self):
        for kind, content in FILLED.items():
            with self.subTest(kind), self.assertRaisesRegex(UserError, "Refused") as caught:
                self.wizard(content)
            self.assertNotIn(SECRET, str(caught.exception))

    def test_nothing_of_a_file_is_kept(self):
        wizard = self.wizard(exports.stripped(FILLED["bitwarden notes"]))
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(wizard.file)
        self.assertFalse(
            self.env["ir.attachment"].sudo().search([("res_model", "=", wizard._name)])
        )

    def test_what_the_command_writes_is_taken(self):
        for kind, content in FILLED.items():
            with self.subTest(kind):
                clean = exports.stripped(content)
                self.assertNotIn(SECRET.encode(), clean)
                wizard = self.wizard(clean)
                self.assertEqual(len(wizard.line_ids), 1)
                self.assertEqual(wizard.line_ids.username_hint, "admin")

    def test_the_command_needs_nothing_but_python(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "export.json"
            file.write_bytes(FILLED["bitwarden"])
            done = subprocess.run(
                [sys.executable, "-I", exports.__file__, str(file)], capture_output=True, check=True
            )
        self.assertNotIn(SECRET.encode(), done.stdout)
        self.assertEqual(exports.entries(done.stdout)[0].name, "pfsense_admin")

    def test_the_preview_says_what_is_there_already_and_the_rest_is_imported(self):
        table = b"Group,Title,Username,Password\nLab,pfsense_admin,admin,\nLab,switch,root,\n"
        self.new_ref("x", vault_id=self.uri_vault.id, locator="envelope://Lab/switch")
        wizard = self.wizard(table)
        first, second = wizard.line_ids
        self.assertEqual((first.locator, first.is_chosen), ("envelope://Lab/pfsense_admin", True))
        self.assertEqual((second.is_chosen, second.problem), (False, "It is there already."))
        action = wizard.action_import()
        [reference] = self.env["ipai.credential.ref"].search(action["domain"])
        self.assertEqual((reference.name, reference.owner_id), ("pfsense_admin", self.technician))

    def test_items_of_bitwarden_keep_their_number(self):
        vault = self.env["ipai.vault"].create(
            {
                "name": "Vaultwarden of the test",
                "kind": "bitwarden",
                "address": "https://vw.example",
                "credential_name": "vw",
            }
        )
        self.assertEqual(self.wizard(bitwarden(), vault).line_ids.locator, ITEM)

    def test_other_files_are_refused(self):
        for content in (
            b"a,b\n1,2\n",
            b"<a/>",
            b'{"encrypted": true, "items": []}',
            b"\xff\xfe",
        ):
            with self.subTest(content), self.assertRaisesRegex(UserError, "cannot be read"):
                self.wizard(content)
        bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><KeePassFile>&b;</KeePassFile>'
        with self.assertRaisesRegex(UserError, "cannot be read"):
            self.wizard(bomb)
