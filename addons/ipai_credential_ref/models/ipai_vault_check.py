# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import os
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import config

from odoo.addons.ipai_base.batches import in_batches
from odoo.addons.ipai_base.compat import cron_progress

from ..vaults import asking, own_secret
from ..vaults.bitwarden_client import BitwardenClient
from ..vaults.errors import Forbidden, NotFound, TooManyRequests, VaultError
from ..vaults.kv_client import KvClient
from ..vaults.metadata import MetadataError, moment

_logger = logging.getLogger(__name__)

BUDGET = 45
"""Seconds that one run of the scheduled action may take; what is left goes on in the next.

Less than half of `limit_time_real_cron` as installed: who has it higher asks more in a run, not faster.
"""
STEP = 5000
"""References whose privileges are asked at once."""
BACK_OFF = (60, 300, 900, 3600)
"""Seconds until a vault that gave no answer is asked again, by the failures in a row."""
LISTED = 20
TRUSTED = ("ok",)


class IpaiVault(models.Model):
    """The checks: what is asked, in which order, and what is kept of the answers."""

    _inherit = "ipai.vault"

    @api.model
    def _cron_start_runs(self):
        """Begin a run of each vault that may be used; one that goes on is left alone."""
        known = [("kind", "!=", "uri"), ("state", "!=", "unchecked"), ("is_run_open", "=", False)]
        in_batches(self, known, lambda vaults: vaults._open_run(), mark="ipai.vault.start_runs")
        self._wake_checks()

    @api.model
    def _cron_check(self):
        """Ask the vaults what waits, each for its share of the time."""
        deadline = time.monotonic() + BUDGET
        now = fields.Datetime.now()
        waiting = self.search(
            [
                "&",
                *("|", ("retry_on", "=", False), ("retry_on", "<=", now)),
                "|",
                *("|", ("check_requested", "=", True), ("is_run_open", "=", True)),
                ("reference_ids.check_requested", "=", True),
            ],
            order="checked_on NULLS FIRST, id",
        )
        for position, vault in enumerate(waiting):
            vault._check(deadline)
            cron_progress(self.env, 1, position + 1, len(waiting) - position - 1)
        if self.search_count([("is_run_open", "=", True), ("retry_on", "=", False)], limit=1):
            self._wake_checks()

    def _open_run(self):
        for vault in self:
            vault.write(
                {
                    "run": vault.run + 1,
                    "is_run_open": True,
                    "run_started_on": fields.Datetime.now(),
                    "run_ended_on": False,
                }
            )

    def _check(self, deadline):
        """Check one vault: our token first, then the references that wait, until they or the time are at an end."""
        self.ensure_one()
        if self.check_requested:
            self.write({"check_requested": False})
            self._open_run()
        elif self.state == "unchecked" and self.kind != "uri":
            self._waiting()._refuse_check(
                self.env._(
                    "The vault was not checked since it was changed: a manager checks it first."
                )
            )
            return
        if self.kind == "uri":
            self._finish_uri()
            return
        try:
            client = self._client()
        except VaultError as error:
            self._give_up(error, self._waiting())
            return
        try:
            self._check_with(client, deadline)
        finally:
            client.close()

    def _check_with(self, client, deadline):
        while True:
            waiting = self._waiting()[:STEP]
            try:
                if not self._prove(client, waiting):
                    return
                if self.discovery_requested:
                    self._discover(client)
                left = self._ask(client, waiting, deadline)
            except VaultError as error:
                self._give_up(error, self._waiting())
                return
            if left or len(waiting) < STEP:
                break
        if not left:
            self._end_run()

    def _prove(self, client, references):
        """Ask what our token can do with these references; return whether it may be used for them."""
        if self.kind == "bitwarden":
            client.sign_in()
            # What it can do is told with each item.
            if self.state != "too_powerful":
                self._answered({"state": "ok", "privileges_asked_on": fields.Datetime.now()})
            return True
        expires, is_known = self._credential_expiry(client)
        judged = asking.ask_privileges(client, self._places(references), is_known)
        self._answered(
            {
                "state": judged.state,
                "privileges_found": "\n".join(judged.found[:LISTED]) or False,
                "privileges_asked_on": fields.Datetime.now(),
                "credential_expires_on": expires,
            }
        )
        if judged.state in TRUSTED or self.is_overridden:
            return True
        references._refuse_check(self._red())
        self.write({"is_run_open": False})
        return False

    def _red(self):
        return self.env._("The vault is red: nothing is asked of it until that is mended.")

    def _credential_expiry(self, client):
        """Return when our token ends, False when it does not or is not told; and whether the vault told of it at all."""
        try:
            told = client.lookup()["expire_time"]
            return (moment(told) if told else False), True
        except (Forbidden, NotFound):
            return False, False
        except MetadataError:
            return False, True

    def _ask(self, client, references, deadline):
        """Ask for the references and keep each portion of answers at once; return how many are left."""
        self.env.invalidate_all()
        now, done, total = fields.Datetime.now(), 0, len(references)
        by_id = {reference.id: reference for reference in references}
        for portion in self._portions(client, references, now):
            by_key = {by_id[key]: seen for key, seen in portion}
            references.browse([one.id for one in by_key])._take(by_key, now, self.run)
            self.env.flush_all()
            done += len(portion)
            cron_progress(self.env, len(portion), done, total - done)
            if time.monotonic() > deadline:
                break
        return total - done

    def _portions(self, client, references, now):
        """Yield lists of (id, Seen)."""
        if self.kind == "hashicorp":
            yield from asking.seen_of_kv(client, self._places(references), now)
            return
        locators = [(reference.id, reference.locator) for reference in references]
        for portion in asking.seen_of_bitwarden(client, locators):
            found = sorted({word for _key, _seen, too_much in portion for word in too_much})
            yield [(key, seen) for key, seen, _too_much in portion]
            if found and not self.is_overridden:
                self.write(
                    {
                        "state": "too_powerful",
                        "privileges_found": "\n".join(found),
                        "is_run_open": False,
                    }
                )
                self._waiting()._refuse_check(self._red())
                return

    def _places(self, references):
        locators = [(reference.id, reference.locator) for reference in references]
        return asking.places(locators, self._mounts())

    def _waiting(self):
        """The references that wait, in the order in which they are asked for."""
        domain = [("vault_id", "=", self.id), ("locator", "!=", False)]
        if self.is_run_open:
            domain += ["|", ("check_requested", "=", True), ("checked_run", "!=", self.run)]
        else:
            domain += [("check_requested", "=", True)]
        references = self.env["ipai.credential.ref"].sudo().search(domain)
        if self.kind != "hashicorp":
            return references
        return references.browse([place.key for place in self._places(references)])

    def _client(self):
        """:raises CannotAsk: when our own credential cannot be had."""
        credential = own_secret.read(
            self.credential_source,
            self.credential_name,
            folder=config.get("ipai_secret_dir") or os.environ.get(own_secret.FOLDER_VARIABLE),
            config_file=config.get("config") or getattr(config, "rcfile", None),
        )
        if self.kind == "bitwarden":
            return BitwardenClient(self.address, credential)
        return KvClient(self.address, credential, self.namespace)

    def _discover(self, client):
        """Keep what the vault has and no reference leads to, whoever may see that reference."""
        found = set(asking.tree(client, self._used_mounts()))
        References = self.env["ipai.credential.ref"].sudo().with_context(active_test=False)
        known = References.search([("vault_id", "=", self.id), ("locator", "in", list(found))])
        undocumented = found - set(known.mapped("locator"))
        kept = self.finding_ids.filtered(lambda finding: finding.locator in undocumented)
        (self.finding_ids - kept).unlink()
        self.env["ipai.vault.finding"].create(
            [
                {"vault_id": self.id, "locator": locator, "name": locator.rpartition("/")[2]}
                for locator in sorted(undocumented - set(kept.mapped("locator")))
            ]
        )
        self.write({"discovery_requested": False, "discovered_on": fields.Datetime.now()})

    # -- what comes of it --------------------------------------------------------------------

    def _answered(self, vals):
        self.write(
            {
                "problem": False,
                "checked_on": fields.Datetime.now(),
                "retry_on": False,
                "failures": 0,
                **vals,
            }
        )
        self._tell()

    def _give_up(self, error, references):
        """Keep why there was no answer, and when it is tried again; what was known before stays."""
        wait = error.retry_after or BACK_OFF[min(self.failures, len(BACK_OFF) - 1)]
        _logger.info("vault %s: %s", self.id, error)
        self.write(
            {
                "state": error.state,
                "problem": str(error),
                "checked_on": fields.Datetime.now(),
                "failures": self.failures + 1,
                "retry_on": fields.Datetime.now() + timedelta(seconds=wait),
            }
        )
        if not isinstance(error, TooManyRequests) or self.failures > 1:
            references._unanswered(error.reference_state, str(error))
        self._tell()

    def _finish_uri(self):
        self.write({"state": "cannot_check", "checked_on": fields.Datetime.now()})
        self._waiting()._unasked()
        self._end_run()
        self._tell()

    def _end_run(self):
        if self.is_run_open:
            self.write({"is_run_open": False, "run_ended_on": fields.Datetime.now()})

    def _tell(self):
        """Let the open forms of it look again."""
        self.env["bus.bus"]._sendone("ipai_credential_ref", "ipai_credential_ref/checked", {})
