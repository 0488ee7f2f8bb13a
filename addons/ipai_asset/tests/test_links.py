# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import ValidationError

from .common import AssetCase


class TestLinks(AssetCase):
    def test_only_links_that_a_browser_may_open_are_kept(self):
        asset = self.new_asset("pc")
        for url in (
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example",
            "file:///etc/passwd", "https://", "https://a b", 'https://a"onclick="x',
            " vbscript:x", "https://h:99999/", "https://\u202emoc.elpmaxe/", "https://wiki.example@evil@host/",
        ):  # fmt: skip
            with self.subTest(url=url), self.assertRefused(ValidationError, "start it with http"):
                self.env["ipai.link"].create({"name": "l", "url": url, "asset_id": asset.id})
        for url in (
            "ssh://-oProxyCommand=calc",
            "ssh://-oProxyCommand=calc@host",
            "ssh://%2doProxyCommand=calc@host/",
        ):
            with self.subTest(url=url), self.assertRefused(ValidationError, "begins with -"):
                self.env["ipai.link"].create({"name": "l", "url": url, "asset_id": asset.id})
        for url in ("https://ada:pw@wiki.example/", "ssh://ada%3Apw@wiki.example"):
            with self.subTest(url=url), self.assertRefused(ValidationError, "holds no password"):
                self.env["ipai.link"].create({"name": "l", "url": url, "asset_id": asset.id})
        for url in (
            "ssh://root@pve01.lab.example:22",
            "rdp://pc.lab.example",
            "https://[2001:db8::1]/",
        ):
            self.env["ipai.link"].create({"name": "l", "url": url, "asset_id": asset.id})
        self.assertIn('href="ssh://root@pve01.lab.example:22"', asset.link_buttons)

    def template(self, url, **vals):
        return (
            self.env["ipai.link.template"]
            .with_user(self.manager)
            .create({"name": "Grafana", "url_template": url, **vals})
        )

    def test_a_template_is_filled_and_its_values_cannot_leave_their_place(self):
        self.template("https://grafana.example/d/abc?var-host={{ hostname }}&tag={{ asset_tag }}")
        asset = self.new_asset("pc", hostname="pc1", asset_tag="a b&c")
        self.assertIn(
            "https://grafana.example/d/abc?var-host=pc1&amp;tag=a%20b%26c",
            asset.link_buttons,
        )
        self.template("https://wiki.example/?n={{ name }}")
        asset = self.new_asset("a&b=<script>")
        self.assertIn("https://wiki.example/?n=a%26b%3D%3Cscript%3E", asset.link_buttons)

    def test_a_template_is_hidden_when_a_variable_is_empty(self):
        self.template("https://grafana.example/?var-host={{ hostname }}")
        self.assertNotIn("grafana", self.new_asset("pc").link_buttons or "")

    def test_a_template_shows_on_its_types_and_those_below(self):
        self.template("https://pve.example/{{ name }}", type_ids=[(6, 0, self.compute.ids)])
        hypervisor = self.env.ref("ipai_asset.type_hypervisor")
        self.assertIn("pve.example", self.new_asset("a").link_buttons)
        self.assertIn("pve.example", self.new_asset("b", type_id=hypervisor.id).link_buttons)
        vm = self.new_asset("c", type_id=self.virtual_machine.id)
        self.assertNotIn("pve.example", vm.link_buttons or "")

    def test_a_template_that_cannot_work_is_refused_with_the_reason(self):
        for url, reason in (
            ("https://x/{{ hostnam }}", "no variable 'hostnam'"),
            ("javascript:{{ hostname }}", "start it with http"),
            ("{{ hostname }}", "start it with http"),
            ("https://x/{{ hostname.__class__ }}", "only {{ variable }}"),
            ("https://x/{% for i in name %}x{% endfor %}", "only {{ variable }}"),
            ("https://x/{{ hostname * 99999999 }}", "only {{ variable }}"),
            ("https://x/{{ hostname|pprint }}", "cannot be read|no filter"),
            ("https://x/{{ hostname", "cannot be read"),
        ):
            with self.subTest(url=url), self.assertRefused(ValidationError, reason):
                self.template(url)

    def test_no_template_multiplies_what_a_reader_pays_for(self):
        twice = "|replace('', 'xxxxxxxxxx')" * 7
        with self.assertRefused(ValidationError, "a short one instead"):
            self.template("https://x/{{ name%s }}" % twice)
        # Not by a text that is long only on one asset, nor by a long word for a short one.
        longer = "|replace('a', 'aaaaaaaaaa')" * 7
        self.template("https://x.example/{{ name%s }}" % longer)
        self.assertNotIn("x.example", self.new_asset("banana").link_buttons or "")
        self.assertIn("x.example/pc", self.new_asset("pc").link_buttons)
        self.template("https://y.example/{{ name|replace('.', '-') }}")
        self.assertIn("y.example/a-b", self.new_asset("a.b").link_buttons)
