# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import ast
import re
from pathlib import Path

from odoo.modules.module import get_module_path
from odoo.tests import BaseCase, TransactionCase, tagged

HOST = re.compile(r"https?://([a-z0-9.-]+\.[a-z]{2,})", re.IGNORECASE)

NAMED_ONLY = """
bugs.python.org cdn.jsdelivr.net cloud.google.com datatracker.ietf.org developer.mozilla.org doc.qt.io
docs.python.org en.wikipedia.org example.com github.com hg.reportlab.com httpwg.org notifications.spec.whatwg.org
odoo.com www.odoo.com ogp.me rtlcss.com stackoverflow.com unicode.org updates.push.services.mozilla.com
www.apache.org www.postfix.org www.postgresql.org www.rfc-editor.org www.unix.com www.w3.org www.willmcgugan.com
accounts.odoo.com insightpulseai.net purl.org schemas.openxmlformats.org schemas.microsoft.com
n8n.example.com wiki.example.com
grafana.example vault.example iana.org apps.odoo.com anskaffelser.dev docs.peppol.eu www.peppolguide.sg www.softwarepakketten.nl
pulseway.example my.pulseway.com app.rocketcyber.com
"""
"""In a comment's stead, as a namespace, or as a link that a person may follow: nothing is sent there."""

BY_A_PERSON = """
api.unsplash.com images.unsplash.com plus.unsplash.com img.youtube.com www.youtube.com player.vimeo.com vimeo.com
www.dailymotion.com www.facebook.com www.instagram.com media-api.odoo.com olg.api.odoo.com
tenor.googleapis.com translation.googleapis.com maps.googleapis.com developers.google.com
www.googleapis.com accounts.google.com oauth2.googleapis.com api.twilio.com
gmail.api.odoo.com mail.google.com outlook.office.com login.microsoftonline.com outlook.api.odoo.com
iap.odoo.com partner-autocomplete.odoo.com iap-snailmail.odoo.com sms.api.odoo.com
"""
"""Only when a person clicks for it, in a form or in the settings, and mostly with an account of theirs."""

CHOSEN = """
iap-services.odoo.com
api.pulseway.com api-us.rocketcyber.com
"""
"""By itself: enrichment of leads, from which what Loom writes is left out (ipai_loom_enrich).
Pulseway's and RocketCyber's API, once an account names a token (ipai_psa_pulseway)."""


@tagged("post_install", "-at_install")
class TestOutbound(TransactionCase):
    def test_every_address_that_the_suite_could_call_was_looked_at(self):
        known = set(f"{NAMED_ONLY} {BY_A_PERSON} {CHOSEN}".split())
        found = {}
        for name in (
            self.env["ir.module.module"].search([("state", "=", "installed")]).mapped("name")
        ):
            for file, host in _hosts(Path(get_module_path(name))):
                found.setdefault(host, set()).add(f"{name}/{file}")
        unknown = {host: sorted(files)[:3] for host, files in found.items() if host not in known}
        self.assertFalse(unknown, "decide what is sent there, and by whose wish")


class TestHosts(BaseCase):
    def test_comments_and_docstrings_are_no_addresses(self):
        text = '"""See https://doc.example.com"""\n# https://comment.example.com\nA = "https://a.example.org/x"\n'
        self.assertEqual(_hosts_in(text), {"a.example.org"})


def _hosts(folder):
    for file in folder.rglob("*.py"):
        parts = file.relative_to(folder).parts
        if not {"tests", "test", "populate", "upgrades", "migrations"} & set(parts):
            for host in _hosts_in(file.read_text(errors="replace")):
                yield "/".join(parts), host


def _hosts_in(text):
    """The hosts in the string constants of a source, docstrings left out."""
    tree = ast.parse(text)
    documented = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return {
        host.lower()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documented
        for host in HOST.findall(node.value)
    }
