# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import os
import tempfile
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..vaults import own_secret
from ..vaults.errors import CannotAsk


@tagged("post_install", "-at_install")
class TestOwnSecret(BaseCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.outside = Path(folder.name) / "outside"
        self.outside.write_text("outside")
        self.folder = Path(folder.name) / "secrets"
        self.folder.mkdir()

    def refused(self, why, *args, **kwargs):
        with self.assertRaisesRegex(CannotAsk, why) as caught:
            own_secret.read(*args, **kwargs)
        self.assertNotIn("outside\n", str(caught.exception))

    def test_a_file_below_the_folder_is_read(self):
        (self.folder / "bao").write_text("token\n")
        self.assertEqual(own_secret.read("file", "bao", folder=self.folder), "token")

    def test_no_way_leads_out_of_the_folder(self):
        (self.folder / "link").symlink_to(self.outside)
        (self.folder / "inner").mkdir()
        os.mkfifo(self.folder / "pipe")
        self.refused("link", "file", "link", folder=self.folder)
        self.refused("no file", "file", "inner", folder=self.folder)
        self.refused("no file", "file", "pipe", folder=self.folder)
        for name in ("../outside", "..", ".", "", str(self.outside), "inner/../../outside"):
            self.refused("without a folder", "file", name, folder=self.folder)
        self.refused("No folder", "file", "bao", folder=None)

    def test_what_is_no_credential_is_refused(self):
        (self.folder / "empty").write_text(" \n")
        (self.folder / "long").write_text("x" * 9000)
        (self.folder / "words").write_text("two words")
        (self.folder / "binary").write_bytes(b"\xff\xfe\x00")
        for name in ("empty", "long", "words", "binary"):
            self.refused(name, "file", name, folder=self.folder)

    def test_only_our_variables_are_read(self):
        environ = {"IPAI_SECRET_BAO": "token", "PGPASSWORD": "x", "IPAI_SECRET_DIR": "/x"}
        self.assertEqual(own_secret.read("env", "IPAI_SECRET_BAO", environ=environ), "token")
        self.refused("begin with", "env", "PGPASSWORD", environ=environ)
        self.refused("no credential", "env", "IPAI_SECRET_DIR", environ=environ)
        self.refused("without the variable", "env", "IPAI_SECRET_X", environ=environ)

    def test_only_our_section_is_read(self):
        file = self.folder / "odoo.conf"
        file.write_text("[options]\nadmin_passwd = outside\n[ipai_secrets]\nbao = token\n")
        self.assertEqual(own_secret.read("conf", "bao", config_file=file), "token")
        self.refused("no entry", "conf", "admin_passwd", config_file=file)
        self.refused("no entry", "conf", "bao", config_file=None)
