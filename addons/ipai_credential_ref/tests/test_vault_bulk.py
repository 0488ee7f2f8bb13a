# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import contextlib
from math import ceil
from unittest.mock import patch

import requests

from odoo.tools import mute_logger

from ..models import ipai_vault_check
from .common import BaoCase

REFERENCES = 5000
FOLDERS = 5


class TestVaultBulk(BaoCase):
    """5,000 references in a real OpenBao."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        per_folder = REFERENCES // FOLDERS
        places = [f"bulk/f{n // per_folder}/s{n:05}" for n in range(REFERENCES)]

        session = requests.Session()
        session.headers["X-Vault-Token"] = cls.bao.root
        for place in places:
            session.post(
                f"{cls.bao.address}/v1/secret/metadata/{place}",
                json={"max_versions": 2},
                timeout=10,
            )
        cls.references = cls.env["ipai.credential.ref"].create(
            [
                {"name": place, "vault_id": cls.vault.id, "locator": f"secret/{place}"}
                for place in places
            ]
        )
        cls.env.flush_all()

    def requests_of(self, part):
        return len(self.asked(part))

    @mute_logger("odoo.addons.ipai_credential_ref.models.ipai_vault_check")
    def test_within_bounds_and_resumed_after_a_kill_nothing_lost_or_done_twice(self):
        taken = []
        original = type(self.references)._take

        def take(records, seen_of, now, run):
            taken.extend(one.id for one in seen_of)
            return original(records, seen_of, now, run)

        class Killed(BaseException):
            """What ends a process: nothing catches it."""

        def progress(env, step, done, remaining):
            if done >= REFERENCES // 2:
                raise Killed

        self.vault.with_user(self.manager).action_check()
        with patch.object(type(self.references), "_take", take):
            # Not assertRaises: that would take back what the run had committed by then.
            with patch.object(ipai_vault_check, "cron_progress", progress):
                with contextlib.suppress(Killed):
                    self.env["ipai.vault"]._cron_check()
                    self.fail("it was not killed")
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(len(taken), REFERENCES // 2)
            self.assertTrue(self.vault.is_run_open)
            self.run_checks()
        self.assertEqual(sorted(taken), sorted(self.references.ids))
        self.assertEqual(set(self.references.mapped("state")), {"empty"})
        self.assertFalse(self.vault.is_run_open)
        self.assertTrue(self.vault.run_ended_on)

        # A whole run once more, counted.
        self.urls.clear()
        self.check()
        pages = self.requests_of("metadata/bulk")
        self.assertLessEqual(pages, ceil(REFERENCES / 500) + FOLDERS)
        self.assertLessEqual(self.requests_of("capabilities-self"), ceil(6 * REFERENCES / 500))
        self.assertEqual(self.requests_of("sys/internal/ui/mounts"), 1)
