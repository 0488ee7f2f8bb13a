# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .snapshot_common import SnapshotCase


@tagged("post_install", "-at_install")
class TestDrift(SnapshotCase):
    def setUp(self):
        super().setUp()
        self.asset_known = self.asset_of(self.report(self.machine()))

    def edited(self, **values):
        """A person changes fields, and the source reports what it did before."""
        self.by_hand(self.asset_known).write(values)
        return self.report(self.machine())

    def test_what_a_person_changed_stays_and_becomes_a_line(self):
        answer = self.edited(os_version="11")
        self.assertEqual(self.asset_known.os_version, "11")
        self.assertEqual(answer["objects"][0]["drift"], ["os_version"])
        self.assertEqual((answer["new_drift"], self.results(answer)), (1, ["unchanged"]))
        drift = self.open_drift(asset_id=self.asset_known.id)
        self.assertEqual(
            (drift.label, drift.documented, drift.observed), ("OS Version", "11", "12")
        )
        self.assertEqual(self.asset_known.drift_count, 1)

    def test_the_same_observation_makes_no_second_line(self):
        self.edited(os_version="11")
        self.age("ipai_drift", last_seen="2020-01-01", first_seen="2020-01-01")
        self.assertEqual(self.report(self.machine())["new_drift"], 0)
        drift = self.open_drift(asset_id=self.asset_known.id)
        self.assertEqual(len(drift), 1)
        self.assertEqual((drift.first_seen.year, drift.last_seen > drift.first_seen), (2020, True))

    def test_what_a_person_confirmed_by_hand_before_is_locked_too(self):
        asset = self.asset("By Hand", hostname="hand", os_version="9")
        self.report({"hostname": "hand", "os_version": "9"})
        self.by_hand(asset).os_version = "10"
        self.report({"hostname": "hand", "os_version": "9"})
        self.assertEqual(asset.os_version, "10")
        self.assertTrue(self.open_drift(asset_id=asset.id))

    def test_a_file_that_a_program_wrote_overrules_no_person(self):
        text = "Name,Status,Device role,Serial number,Location\nsrv9,Active,Server,NB-9,Rack {}\n"
        self.apply(self.preview(text.format("A"), file_format="netbox"))
        asset = self.found("srv9")
        self.by_hand(asset).location = "Rack X"
        run = self.preview(text.format("B"), file_format="netbox")
        line = run.line_ids
        self.assertEqual((run.found_format, line.action), ("netbox", "unchanged"))
        self.assertIn("Room or Rack stays as it is, and becomes a line of drift", line.warnings)
        self.assertFalse(self.open_drift(asset_id=asset.id), "a preview writes nothing")
        self.apply(run)
        drift = self.open_drift(asset_id=asset.id)
        self.assertEqual((drift.documented, drift.observed), ("Rack X", "Rack B"))
        self.assertEqual((drift.source_id.name, run.opened_drift), ("netbox", 1))
        drift.with_user(self.person).action_accept()
        self.assertEqual(asset.location, "Rack B")

    def test_what_a_report_does_not_speak_of_stays_drift(self):
        self.edited(os_version="11")
        self.report({"hostname": "pve01", "location": "Here"})
        self.assertTrue(self.open_drift(asset_id=self.asset_known.id))

    def test_a_csv_that_a_person_imports_is_her_edit(self):
        self.apply(self.preview("hostname,os_version,location\npve01,11,Here\n"))
        self.report(self.machine())
        self.assertEqual(self.asset_known.os_version, "11")
        self.assertEqual(
            self.open_drift(asset_id=self.asset_known.id).mapped("field"), ["os_version"]
        )

    def test_what_nobody_reports_is_nobodys_drift(self):
        self.by_hand(self.asset_known).write({"purpose": "Files", "notes": "Mine"})
        self.report(self.machine())
        self.assertFalse(self.open_drift(asset_id=self.asset_known.id))

    def test_interfaces_and_extra_fields_are_locked_one_by_one(self):
        reported = self.machine(properties={"cpu": "N100", "memory_gib": 16})
        self.report(reported)
        asset = self.by_hand(self.asset_known)
        asset.interface_ids.address_ids.name = "10.9.0.99/16"
        asset.properties = {**dict(asset.properties.items()), "cpu": "N305"}
        self.report(reported)
        found = {d.field: (d.documented, d.observed) for d in self.open_drift(asset_id=asset.id)}
        self.assertEqual(set(found), {"interface:eth0", "property:cpu"})
        self.assertEqual(found["property:cpu"], ("N305", "N100"))
        self.assertIn("10.9.0.99/16", found["interface:eth0"][0])
        self.assertIn("10.9.0.2/16", found["interface:eth0"][1])
        self.open_drift(asset_id=asset.id).with_user(self.person).action_accept()
        self.assertEqual(asset.interface_ids.address_ids.name, "10.9.0.2/16")
        self.assertEqual(dict(asset.properties.items())["cpu"], "N100")

    def test_an_interface_that_a_person_deleted_is_drift(self):
        self.by_hand(self.asset_known).write({"primary_ip4_id": False})
        self.by_hand(self.asset_known).ip_addresses = False
        self.by_hand(self.asset_known.interface_ids).unlink()
        self.report(self.machine())
        self.assertFalse(self.asset_known.interface_ids)
        drift = self.open_drift(asset_id=self.asset_known.id)
        self.assertEqual((drift.label, drift.documented), ("Interface eth0", "-"))

    def test_accept_writes_and_unlocks(self):
        self.edited(os_version="11", location="Here")
        drift = self.open_drift(asset_id=self.asset_known.id).with_user(self.person)
        drift.action_accept()
        self.assertEqual((self.asset_known.os_version, drift.state), ("12", "accepted"))
        self.assertEqual(drift.decided_by_id, self.person)
        self.report(self.machine(os_version="13"))
        self.assertEqual(self.asset_known.os_version, "13")

    def test_accept_in_bulk_is_a_run_that_can_be_undone(self):
        assets = [self.asset_of(self.report(self.machine(n))) for n in (1, 2, 3)]
        for asset in assets:
            self.by_hand(asset).os_version = "11"
        self.report(*[self.machine(n, os="Brand New OS") for n in (1, 2, 3)])
        self.by_hand(assets[0]).operating_system_id = False
        self.open_drift().with_user(self.person).action_accept()
        run = self.env["ipai.import.run"].search([("kind", "=", "drift")])
        self.assertEqual((len(run), len(run.line_ids)), (1, 3))
        self.assertEqual([asset.os_version for asset in assets], ["12"] * 3)
        self.undo(run.with_user(self.person))
        self.assertEqual([asset.os_version for asset in assets], ["11"] * 3)

    def test_accept_creates_what_the_observation_names(self):
        self.by_hand(self.asset_known).operating_system_id = False
        self.report(self.machine(os="Plan 9"))
        self.open_drift(field="operating_system_id").with_user(self.person).action_accept()
        self.assertEqual(self.asset_known.operating_system_id.name, "Plan 9")

    def test_accept_is_refused_when_the_documented_value_moved_on(self):
        self.edited(os_version="11")
        self.by_hand(self.asset_known).os_version = "10"
        drift = self.open_drift(asset_id=self.asset_known.id).with_user(self.person)
        answer = drift.action_accept()
        self.assertIn("was changed since", answer["params"]["message"])
        self.assertEqual((drift.state, self.asset_known.os_version), ("open", "10"))
        self.report(self.machine())
        self.assertEqual(drift.documented, "10")
        drift.action_accept()
        self.assertEqual(self.asset_known.os_version, "12")

    def test_reject_keeps_until_something_else_is_observed(self):
        self.edited(os_version="11")
        drift = self.open_drift(asset_id=self.asset_known.id).with_user(self.person)
        drift.action_reject()
        self.report(self.machine())
        self.assertFalse(self.open_drift(asset_id=self.asset_known.id))
        self.assertEqual((self.asset_known.os_version, drift.state), ("11", "rejected"))
        self.report(self.machine(os_version="13"))
        again = self.open_drift(asset_id=self.asset_known.id)
        self.assertEqual((again.observed, drift.state), ("13", "superseded"))

    def test_a_line_is_over_when_both_say_the_same(self):
        self.edited(os_version="11")
        drift = self.open_drift(asset_id=self.asset_known.id)
        self.report(self.machine(os_version="11"))
        self.assertEqual(drift.state, "superseded")

    def test_a_decided_line_is_not_decided_again(self):
        self.edited(os_version="11")
        drift = self.open_drift(asset_id=self.asset_known.id).with_user(self.person)
        drift.action_accept()
        with self.assertRaisesRegex(UserError, "Accepted already"):
            drift.action_reject()

    def test_a_field_of_one_source_is_drift_for_another(self):
        self.report(self.machine(os_version="13"), source="other")
        self.assertEqual(self.asset_known.os_version, "12")
        drift = self.open_drift(asset_id=self.asset_known.id)
        self.assertEqual((drift.source_id.name, drift.observed), ("other", "13"))
        drift.with_user(self.person).action_accept()
        self.assertEqual(self.asset_known.os_version, "13")
        self.report(self.machine())
        self.assertEqual(self.asset_known.os_version, "13", "it is the other source's now")

    def test_unlock_lets_the_source_write_again(self):
        self.edited(os_version="11")
        origin = self.asset_known.origin_ids.filtered(lambda o: o.field == "os_version")
        self.assertEqual((origin.locked, origin.user_id), (True, self.person))
        origin.with_user(self.person).action_unlock()
        self.report(self.machine())
        self.assertEqual(self.asset_known.os_version, "12")

    def test_only_technicians_decide_and_only_in_their_company(self):
        self.edited(os_version="11")
        drift = self.open_drift(asset_id=self.asset_known.id)
        with self.assertRaises(AccessError):
            drift.with_user(self.user).action_accept()
        with self.assertRaises(AccessError):
            drift.with_user(self.user).write({"state": "accepted"})
        other = self.env(su=True)["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env(su=True),
            "stranger",
            "ipai_base.group_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        elsewhere = self.env(user=stranger, context={"allowed_company_ids": other.ids})
        for model in ("ipai.drift", "ipai.source", "ipai.sighting", "ipai.field.origin"):
            self.assertFalse(elsewhere[model].search([]), model)
        with self.assertRaises(AccessError):
            drift.with_env(elsewhere).read(["observed"])

    def test_pages_of_drift_go_on_where_the_last_one_ended(self):
        assets = [self.asset_of(self.report(self.machine(n))) for n in (1, 2, 3)]
        for asset in assets:
            self.by_hand(asset).os_version = "11"
        self.report(*[self.machine(n) for n in (1, 2, 3)])
        drifts = self.env["ipai.drift"]
        first = drifts._page(0, 2, "open")
        second = drifts._page(first["next_cursor"], 2, "open")
        self.assertEqual((len(first["drift"]), first["more"]), (2, True))
        self.assertEqual((len(second["drift"]), second["more"]), (1, False))
        self.assertEqual(drifts._page(second["next_cursor"], 2, "open")["drift"], [])
