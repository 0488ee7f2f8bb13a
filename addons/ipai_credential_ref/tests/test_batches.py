# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from odoo.addons.ipai_base.tests.killing import BatchCase

from ..models import ipai_vault_check
from .common import CredentialCase
from .test_stand_in import StandInCase


class TestBatches(CredentialCase, BatchCase):
    crons = (
        "ipai_credential_ref.cron_start_runs",
        "ipai_credential_ref.cron_remind",
        "ipai_credential_ref.cron_access",
    )

    def test_each_vault_begins_a_run_once(self):
        vaults = self.env["ipai.vault"].create(
            [
                {
                    "name": f"Vault {n}",
                    "kind": "hashicorp",
                    "address": "https://v.example",
                    "credential_name": "own",
                }
                for n in range(7)
            ]
        )
        self.env.flush_all()
        self.env.cr.execute("UPDATE ipai_vault SET state = 'ok' WHERE id = ANY(%s)", [vaults.ids])
        self.env.invalidate_all()
        self.assertBatches(
            "ipai_credential_ref.cron_start_runs",
            lambda: [(one.run, one.is_run_open) for one in vaults],
        )
        self.assertEqual({(one.run, one.is_run_open) for one in vaults}, {(1, True)})

    def test_each_owner_is_told_of_a_rotation_once(self):
        policy = self.env["ipai.rotation.policy"].create(
            {"name": "Each quarter", "interval": 90, "warning_ladder": "30, 7", "grace": 5}
        )
        references = [
            self.new_ref(f"r{n}", policy_id=policy.id, owner_id=self.manager.id) for n in range(7)
        ]
        references = self.env["ipai.credential.ref"].union(*references)
        references.declared_on = fields.Date.context_today(references) - timedelta(days=85)

        def outcome():
            notices = self.env["ipai.rotation.notice"].search(
                [("credential_ref_id", "in", references.ids)]
            )
            told = sorted((one.credential_ref_id.id, one.step) for one in notices)
            return told, [len(one.sudo().activity_ids) for one in references]

        self.assertBatches("ipai_credential_ref.cron_remind", outcome)
        self.assertEqual(outcome()[1], [1] * 7)

    def test_each_access_begins_and_ends(self):
        reference = self.new_ref("vpn", approver_id=self.manager.id)
        requests = (
            self.env["ipai.access.request"]
            .with_user(self.reader)
            .create(
                [
                    {"credential_ref_id": reference.id, "reason": f"Ticket {n}", "hours": 2}
                    for n in range(8)
                ]
            )
            .sudo()
        )
        now = fields.Datetime.now()
        over, begun = requests[:4], requests[4:]
        over.write({"state": "active", "granted_until": now - timedelta(minutes=1)})
        begun.write(
            {
                "state": "approved",
                "granted_from": now - timedelta(minutes=1),
                "granted_until": now + timedelta(hours=1),
            }
        )
        self.assertBatches(
            "ipai_credential_ref.cron_access", lambda: requests.mapped("state"), least=4
        )
        self.assertEqual(set(over.mapped("state")), {"ended"})
        self.assertEqual(set(begun.mapped("state")), {"active"})


class TestChecksInBatches(StandInCase, BatchCase):
    crons = ("ipai_credential_ref.cron_check",)

    def test_each_reference_is_checked(self):
        places = {f"lab/{n}": None for n in range(5)}
        self.server.like_hashicorp(places)
        references = self.env["ipai.credential.ref"].union(
            *self.new_refs(*[f"secret/{place}" for place in places])
        )
        self.vault.action_check()
        # Portions are asked for as they come; the clock ends a run after each.
        with patch.object(ipai_vault_check.asking, "PORTION", 2):
            self.assertBatches("ipai_credential_ref.cron_check", lambda: references.mapped("state"))
        self.assertEqual(set(references.mapped("state")), {"ok"})
