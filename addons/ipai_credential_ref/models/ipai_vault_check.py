# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import os
import time
import traceback
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import config

from odoo.addons.ipai_base.batches import in_batches
from odoo.addons.ipai_base.compat import cron_progress

from ..vaults import asking, own_secret
from ..vaults.bitwarden_client import BitwardenClient
from ..vaults.errors import Forbidden, NotFound, TooManyRequests, Unreachable, VaultError
from ..vaults.kv_client import KvClient
from ..vaults.metadata import MetadataError, moment
from .ipai_vault import IDENTITY

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
NONSENSE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What comes of an answer that is not what its question asks for; errors of the database are none of them."""


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
            vault._check_guarded(deadline)
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

    def _check_guarded(self, deadline):
        """Check one vault; an answer that makes no sense costs that vault only."""
        self.env.flush_all()
        try:
            self._check(deadline)
        except NONSENSE as error:
            # Its words may hold what the vault sent: the kind and the place say enough.
            frame = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{os.path.basename(frame.filename)}:{frame.lineno}"
            _logger.error("vault %s: %s at %s", self.id, type(error).__name__, where)
            self.env.invalidate_all(flush=False)
            nonsense = Unreachable("The vault answered with something that makes no sense.")
            self._give_up(nonsense, self._waiting())

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
                if not self._prove(client, waiting, deadline):
                    return
                if self.discovery_requested:
                    self._discover(client, deadline)
                left = self._ask(client, waiting, deadline)
            except VaultError as error:
                self._give_up(error, self._waiting())
                return
            if left or len(waiting) < STEP:
                break
        if not left:
            self._end_run()

    def _prove(self, client, references, deadline):
        """Ask what our token can do with these references; return whether it may be used for them."""
        if self.kind == "bitwarden":
            client.sign_in()
            # What it can do is told with each item.
            if self.state != "too_powerful":
                self._answered({"state": "ok", "privileges_asked_on": fields.Datetime.now()})
            return True
        places = self._places(references)
        others = asking.other_mounts(client, places)
        expires, is_known, own = self._our_token(client)
        judged = asking.ask_privileges(client, places, is_known, own, others, deadline)
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

    def _our_token(self, client):
        """Return when our token ends, False when it does not or is not told; whether the vault told of it at all; and
        the names of its policies."""
        try:
            told = client.lookup()
        except (Forbidden, NotFound):
            return False, False, []
        own = told["policies"] if isinstance(told["policies"], list) else []
        try:
            return (moment(told["expire_time"]) if told["expire_time"] else False), True, own
        except MetadataError:
            return False, True, own

    def _ask(self, client, references, deadline):
        """Ask for the references and keep each portion of answers at once; return how many are left."""
        self.env.invalidate_all()
        now, done, total = fields.Datetime.now(), 0, len(references)
        asked_of = [self[name] for name in IDENTITY]
        locators = {reference.id: reference.locator for reference in references}
        for portion in self._portions(client, references, now):
            # Each portion is committed: others may have changed meanwhile what this one is about.
            self.env.invalidate_all()
            if self.state == "unchecked" or [self[name] for name in IDENTITY] != asked_of:
                break
            seen_of = dict(portion)
            still = (
                references.browse(list(seen_of))
                .exists()
                .filtered(lambda one: one.vault_id == self and one.locator == locators[one.id])
            )
            still._take({one: seen_of[one.id] for one in still}, now, self.run)
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
        for portion in asking.seen_of_bitwarden(client, locators, now):
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

    def _discover(self, client, deadline):
        """Keep what the vault has and no reference leads to, whoever may see that reference."""
        found, whole = asking.tree(client, self._used_mounts(), deadline=deadline)
        found = set(found)
        References = self.env["ipai.credential.ref"].sudo().with_context(active_test=False)
        known = References.search([("vault_id", "=", self.id), ("locator", "in", list(found))])
        undocumented = found - set(known.mapped("locator"))
        if not whole:
            # What was not reached may be there still; what a reference leads to by now is known.
            listed = set(self.finding_ids.mapped("locator"))
            undocumented |= listed - set(self.sudo().reference_ids.mapped("locator"))
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
