# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from lxml import etree

from odoo.exceptions import AccessError
from odoo.tools.safe_eval import safe_eval

from .common import AlertCase, told


class TestRights(AlertCase):
    def test_nobody_writes_an_alert_past_its_methods(self):
        self.receive(told("a1"))
        alert = self.alert("a1").with_user(self.technician)
        self.assertEqual(alert.state, "open")
        for vals in ({"state": "closed"}, {"asset_id": self.host.id}, {"user_id": self.reader.id}):
            with self.subTest(vals), self.assertRaises(AccessError):
                alert.write(vals)
        with self.assertRaises(AccessError):
            alert.unlink()

    def test_another_companys_alerts_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Elsewhere Alerts"})
        self.env.user.company_ids |= other
        source = self.source.copy(
            {"name": "Theirs", "company_id": other.id, "user_id": self.env.uid}
        )
        self.receive(told("theirs", alertname="Secret"), source=source)
        self.receive(told("ours"))
        mine = self.env["ipai.alert"].with_user(self.technician)
        domain = [("fingerprint", "in", ["theirs", "ours"])]
        self.assertEqual(mine.search(domain).mapped("fingerprint"), ["ours"])
        self.assertFalse(mine.name_search("theirs is wrong"))
        groups = mine._read_group(domain, ["check_name"], ["__count"])
        self.assertEqual(groups, [("HostDown", 1)])
        with self.assertRaises(AccessError):
            self.alert("theirs").with_user(self.technician).action_acknowledge()
        history = self.env["ipai.alert.occurrence"].with_user(self.technician)
        self.assertFalse(history.search([("check_name", "=", "Secret")]))

    def test_asset_and_service_count_theirs(self):
        self.receive(
            told("a1", instance="al-vm1", severity="warning"),
            told("a2", instance="al-vm1", severity="critical"),
            told("a3", service="Al Mail", severity="info"),
        )
        self.receive(told("a1", firing=False, instance="al-vm1"), after=5)
        asset = self.vm1.with_user(self.reader)
        self.assertEqual((asset.alert_count, asset.alert_severity), (1, "critical"))
        service = self.service.with_user(self.reader)
        self.assertEqual((service.alert_count, service.alert_severity), (1, "info"))
        found = self.env["ipai.alert"].search(asset.action_view_alerts()["domain"])
        self.assertEqual(found, self.alert("a1") | self.alert("a2"))

    def test_the_map_shows_what_is_wrong(self):
        self.receive(told("a2", instance="al-vm1", severity="critical"))
        nodes = self.env["ipai.map.layout"]._describe_nodes({self.vm1.id: 0, self.vm2.id: 0})
        self.assertEqual([node["alert"] for node in nodes], ["critical", ""])

    def test_texts_do_not_become_html(self):
        self.receive(
            told("a1", annotations={"summary": "<img src=x>", "description": "<script>x</script>"})
        )
        body = self.alert("a1")._body()
        self.assertNotIn("<img", body)
        self.assertNotIn("<script", body)

    def test_the_list_begins_with_what_leads_and_is_not_held(self):
        """Filters of one group are alternatives: each that is on from the start stands in a group of its own."""
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_alert.ipai_alert_action")
        on = {name.removeprefix("search_default_") for name in safe_eval(action["context"])}
        arch = self.env["ipai.alert"].get_view(view_type="search")["arch"]
        groups, group = {}, 0
        for node in etree.fromstring(arch):
            group += node.tag == "separator"
            if node.tag == "filter" and node.get("name") in on:
                groups[node.get("name")] = group
        self.assertEqual(set(groups), on)
        self.assertEqual(len(set(groups.values())), len(on))
