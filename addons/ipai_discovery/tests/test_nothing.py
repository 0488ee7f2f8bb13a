# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from odoo.addons.ipai_asset.property_values import extra_fields

from .snapshot_common import SnapshotCase


@tagged("post_install", "-at_install")
class TestNothing(SnapshotCase):
    """Nothing, cleared and a value are three things; 0 and No are values."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.compute.sudo().properties_definition = [
            *(cls.compute.properties_definition or []),
            {"name": "spare_gib", "string": "Spare (GiB)", "type": "integer"},
            {"name": "load_share", "string": "Load", "type": "float"},
            {"name": "managed", "string": "Managed", "type": "boolean"},
            {"name": "bay", "string": "Bay", "type": "char"},
        ]

    def told(self, **properties):
        return self.report(self.machine(properties=properties), complete=False)

    def held(self, answer):
        return self.values_of(self.asset_of(answer))

    def values_of(self, asset):
        """The extra fields as they are stored: a mapping of them says False for a 0."""
        ((_asset_id, definitions),) = extra_fields(asset)
        return {definition["name"]: definition.get("value") for definition in definitions}

    def test_zero_and_no_are_values(self):
        self.told(spare_gib=64, load_share=1.5, managed=True, bay="A")
        answer = self.told(spare_gib=0, load_share=0.0, managed=False, bay="0")
        self.assertEqual(self.results(answer), ["updated"])
        held = self.held(answer)
        self.assertEqual((held["spare_gib"], held["load_share"], held["bay"]), (0, 0.0, "0"))
        self.assertIs(held["managed"], False)
        self.assertIsNot(held["spare_gib"], False)
        again = self.told(spare_gib=0, load_share=0.0, managed=False, bay="0")
        self.assertEqual(self.results(again), ["unchanged"])
        text = self.run_of_answer(answer).line_ids.changes_text
        self.assertIn("64 → 0", text)
        self.assertIn("Yes → No", text)

    def test_null_clears_and_what_is_absent_stays(self):
        self.told(spare_gib=64, managed=True, bay="A")
        answer = self.told(spare_gib=None, managed=None, bay="")
        held = self.held(answer)
        self.assertFalse(held.get("spare_gib") or held.get("managed") or held.get("bay"))
        self.assertEqual(self.results(self.told(spare_gib=None, managed=None)), ["unchanged"])
        self.told(spare_gib=8)
        self.assertEqual(self.held(self.told(bay="B"))["spare_gib"], 8)

    def test_zero_over_nothing_is_a_change_and_nothing_over_zero(self):
        self.told(bay="A")
        self.assertEqual(self.results(self.told(spare_gib=0)), ["updated"])
        self.assertEqual(self.results(self.told(spare_gib=None)), ["updated"])
        self.assertEqual(self.results(self.told(spare_gib=None)), ["unchanged"])

    def test_undo_gives_zero_and_no_back(self):
        self.told(spare_gib=0, managed=False)
        answer = self.told(spare_gib=64, managed=True)
        self.undo(self.run_of_answer(answer))
        held = self.held(answer)
        self.assertIs(held["managed"], False)
        self.assertEqual((held["spare_gib"], held["spare_gib"] is False), (0, False))

    def test_zero_in_drift_is_accepted_as_zero(self):
        asset = self.asset_of(self.told(spare_gib=64))
        properties = {**dict(asset.properties.items()), "spare_gib": 32}
        self.by_hand(asset).properties = properties
        self.told(spare_gib=0)
        drift = self.open_drift()
        self.assertEqual((drift.documented, drift.observed), ("32", "0"))
        self.told(spare_gib=0)
        self.assertEqual(self.open_drift(), drift, "The same observation is the same line")
        drift.with_user(self.person).action_accept()
        held = self.values_of(asset)["spare_gib"]
        self.assertEqual((held, held is False), (0, False))

    def test_writing_the_same_value_locks_nothing(self):
        answer = self.told(spare_gib=64)
        asset = self.by_hand(self.asset_of(answer))
        asset.write({"hostname": asset.hostname, "os_version": "12", "location": False})
        asset.properties = dict(asset.properties.items())
        card = asset.interface_ids
        card.write({"name": card.name, "mac_address": card.mac_address.upper()})
        card.address_ids.write({"name": card.address_ids.name})
        self.assertFalse(asset.origin_ids.filtered("locked"))
        self.assertEqual(
            self.results(self.report(self.machine(os_version="13"), complete=False)), ["updated"]
        )
        asset.os_version = "14"
        self.assertEqual(asset.origin_ids.filtered("locked").mapped("field"), ["os_version"])
