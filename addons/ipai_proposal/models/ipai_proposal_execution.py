# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timezone

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.ipai_approval.gone import stored_name
from odoo.addons.ipai_approval.refusal import ChangeRefused
from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.batches import in_batches
from odoo.addons.ipai_base.locks import hold

from .. import sandbox
from ..differences import three_way
from .ipai_proposal_simulation import REFUSALS, identities_of, reason_of


class IpaiProposalExecution(models.Model):
    """How a proposal is carried out: once, as it was decided, on what it was decided for."""

    _inherit = "ipai.proposal"  # pylint: disable=consider-merging-classes-inherited

    def _execute(self, confirmed=False):
        """Carry it out; the class says what it takes, returns and raises."""
        self.ensure_one()
        self._approval_lock()
        if self.state == "executed":
            return self._outcome()
        self._check_executable(confirmed)
        self._check_blockers()
        self._check_target()
        self._check_duplicates()
        self._check_risk()
        self._claim()
        return self._run()

    def _outcome(self):
        """What came of it, as it is given to whoever asks."""
        proposal = self.sudo()
        moment = proposal.executed_at
        return {
            "proposal_id": proposal.code,
            "case_id": proposal.case_id or None,
            "state": proposal.state,
            "executed_at": moment and moment.replace(tzinfo=timezone.utc).isoformat(),
            "error": proposal.error or None,
            "results": proposal.result or [],
        }

    # -- whether ------------------------------------------------------------------------------

    def _check_executable(self, confirmed):
        if not confirmed:
            self._approval_deny(
                "execute",
                "confirmation-required",
                self.env._("Nothing is written without a confirmation."),
                self.env._("Send “confirmed”: true."),
            )
        if self.expires_at <= fields.Datetime.now() and self.state not in ("failed", *_CLOSED):
            self._approval_deny(
                "execute",
                "proposal-expired",
                self.env._("It was good until %s UTC.", fields.Datetime.to_string(self.expires_at)),
                self.env._("Propose it anew."),
            )
        if self.state == "failed":
            self._approval_deny(
                "execute",
                "proposal-closed",
                self.env._("It has failed: %s", self.error),
                self.env._("Propose it again: that makes a new revision to decide."),
                state=self.state,
            )
        if self.state in _CLOSED:
            self._deny_closed("execute")
        if self.state == "pending" and self.policy_mode == "confirm":
            self._confirm()
        if reason := self._approval_lapse():
            self._deny_unapproved(reason)

    def _confirm(self):
        """The policy takes the caller's word: that word is the decision, and the audit says so."""
        if self._approval_digest() != self.payload_hash:
            self._deny_unapproved(self.env._("It is not any more what was submitted."))
        self._approval_record(
            "confirm",
            self.sudo().policy_id.reason or self.policy_name,
            own=self.env.user in self.sudo().approval_excluded_ids,
        )
        self.sudo().execute_on_approval = False
        self._approval_grant()

    def _deny_unapproved(self, reason):
        names = self.waiting_user_ids.sudo()[:5].mapped("name")
        self._approval_deny(
            "execute",
            "payload-changed"
            if self._approval_digest() != self.payload_hash
            else "approval-required",
            reason,
            self.env._("Waiting for: %s.", ", ".join(names) or self.env._("a new submission")),
            waiting_for=names,
            url=f"{self.get_base_url()}/odoo/change-proposals/{self.id}",
        )

    def _check_blockers(self):
        for blocker in self._execution_blockers(fields.Datetime.now()):
            self._approval_deny("execute", **blocker)

    def _execution_blockers(self, moment):
        """What forbids it at this moment: dicts of code, message, next_step and details."""
        freezes = self._freezes(moment)
        blockers = [freezes._blocker()] if freezes else []
        return blockers + self._execution_blockers_for_good()

    def _execution_blockers_for_good(self):
        """Those that no time takes away: nothing is approved that could not be carried out."""
        blockers = []
        if gone := self._authority_gone():
            blockers.append(gone)
        if gone := self.sudo().operation_ids.filtered(lambda one: one._is_gone()):
            name = stored_name(self.env, gone[0].res_model, gone[0].res_id or "")
            blockers.append(
                {
                    "code": "target-changed",
                    "message": name,
                    "next_step": self.env._("Install it again, or withdraw the proposal."),
                }
            )
        return blockers

    def _authority_gone(self):
        """The blocker where who it would be carried out as has left, or left the company; else None."""
        bot = self.sudo().bot_user_id
        if bot.active and self.sudo().company_id in bot.company_ids:
            return None
        return {
            "code": "not-allowed",
            "message": self.env._("%s, as whom it would be carried out, has left.", bot.name),
            "next_step": self.env._("Withdraw it, and let it be proposed by another."),
        }

    def _freezes(self, moment=None):
        """The freezes that stop it at a moment, by default now."""
        return self.env["ipai.change.freeze"]._blocking(
            self.company_id, self.kind, moment or fields.Datetime.now(), target=self
        )

    def _freeze_overridden(self):
        """What was to be carried out as soon as it may be is carried out now."""
        self.invalidate_recordset(["review", "can_override_freeze"])
        if self.state == "approved" and self.execute_on_approval:
            self._execute_if_possible()

    def _check_target(self):
        """Refuse when a target is not any more what the reviewer saw."""
        moved = self._moved_since()
        if moved:
            first = moved[0]
            self._approval_deny(
                "execute",
                "target-changed",
                self.env._(
                    "%(record)s was changed since: %(field)s.",
                    record=first["record"],
                    field=first["field"],
                ),
                self.env._("Propose it again: the reviewer sees the new values."),
                differences=moved,
            )

    def _check_duplicates(self):
        """Refuse to make what exists by now, where those who decided did not see that one.

        Of two that would make the same at one moment the second waits, and finds what the first has made.
        """
        creating = self.sudo().operation_ids.filtered(lambda one: one.method == "create")
        hold(
            self.env.cr,
            {
                f"{one.res_model},{name},{value}"
                for one in creating
                for name, value in identities_of(one)
            },
        )
        for operation in creating:
            known = [(one["model"], one["id"]) for one in operation.kept_duplicates or ()]
            new = [
                one
                for one in self._find_duplicates(operation)
                if (one["model"], one["id"]) not in known
            ]
            if new:
                self._approval_deny(
                    "execute",
                    "duplicate-found",
                    self.env._(
                        "%(name)s may be the same (%(why)s), and was not there when it was decided.",
                        name=self._name_of_duplicate(new[0]),
                        why=new[0]["why"],
                    ),
                    self.env._("Propose it again: who decides then sees it."),
                    duplicates=[{key: one[key] for key in ("model", "id", "why")} for one in new],
                )

    def _name_of_duplicate(self, duplicate):
        """Its name, as far as the current user may know."""
        record = self.env[duplicate["model"]].browse(duplicate["id"])
        return record.display_name if record.has_access("read") else f"#{record.id}"

    def _moved_since(self):
        """The differences of all targets; without the values that the current user may not read."""
        moved = []
        for operation in self.operation_ids.filtered(lambda one: one.method == "write"):
            if found := self._differences_since(operation.sudo()):
                moved += self._as_seen(operation, found)
        return moved

    def _as_seen(self, operation, differences):
        """Differences of an operation's target as the current user may read them."""
        name, unseen = operation._target_name(), operation.unseen or ()
        hidden = dict.fromkeys(("before", "now", "proposed"))
        return [
            {**one, "record": name or one["record"], **(hidden if one["field"] in unseen else {})}
            for one in differences
        ]

    def _differences_since(self, operation):
        """What others did to the target since the simulation: plain three-way differences."""
        target = operation._target()
        about = {"model": operation.res_model, "id": operation.res_id}
        if not target:
            return [{**about, "record": operation.res_model, "field": "id", "state": "deleted"}]
        about["record"] = target.display_name
        found = [
            {
                **about,
                "field": one.field,
                "before": one.before,
                "now": one.now,
                "proposed": one.proposed,
                "state": one.state,
            }
            for one in three_way(
                operation.kept_before or {}, operation._values_now(), operation.kept_values
            )
            if one.moved
        ]
        written = operation._written_now()
        if not found and written != (operation.before_write_date or ""):
            found = [
                {
                    **about,
                    "field": "write_date",
                    "before": operation.before_write_date,
                    "now": written,
                    "proposed": None,
                    "state": "theirs",
                }
            ]
        return found

    # -- doing it -----------------------------------------------------------------------------

    def _claim(self):
        """Take it, if nobody else has: the one place where it becomes one's own to carry out."""
        self.flush_recordset()
        self.env.cr.execute(
            """
            UPDATE ipai_proposal SET state = 'executing'
             WHERE id = %s AND state = 'approved'
               AND expires_at > clock_timestamp() AT TIME ZONE 'UTC'
               AND approval_expires_at > clock_timestamp() AT TIME ZONE 'UTC'
         RETURNING id
            """,
            [self.id],
        )
        if not self.env.cr.fetchone():
            self._approval_deny(
                "execute",
                "proposal-closed",
                self.env._("It cannot be carried out any more."),
                self.env._("Reload it: its time ended, or somebody else took it."),
                state=self.state,
            )
        self.invalidate_recordset(["state"])

    def _run(self):
        results = []
        try:
            with self.env.cr.savepoint(), sandbox.carrying_out():
                for operation in self.sudo().operation_ids:
                    record = self._carry_out(operation)
                    record.env.cr.flush()
                    operation.res_id = record.id
                    results.append(self._result_of(operation, record))
                    self._note_on(record)
        except REFUSALS as error:
            return self._fail(reason_of(self.env, error))
        self.sudo().write(
            {
                "state": "executed",
                "executed_at": fields.Datetime.now(),
                "executed_by_id": self.env.uid,
                "result": results,
                "error": False,
            }
        )
        self._approval_audit(
            "execute",
            field_names=", ".join(f"{one['model']},{one['record_id']}" for one in results),
        )
        return self._outcome()

    def _fail(self, reason):
        """Keep why: the next try is a new revision that is decided anew."""
        # Narrow: two fields of this very proposal, of callers in our own code.
        self.sudo().write({"state": "failed", "error": reason})
        self._approval_audit("execute", "failed")
        return self._outcome()

    def _result_of(self, operation, record):
        return {
            "op": operation._called(),
            "model": operation.res_model,
            "method": operation.method,
            "success": True,
            "record_id": record.id,
        }

    def _note_on(self, record):
        """Say on the record who wanted it and who decided it."""
        if not hasattr(record, "message_post"):
            return
        deciders = (
            self._approval_decisions()
            .filtered(lambda one: one.verdict in ("approve", "confirm"))
            .user_id
        )
        parts = [
            self.source,
            self.case_id and self.env._("case %s", self.case_id),
            self.env._("approved by %s", ", ".join(deciders.mapped("name"))),
        ]
        record.sudo().message_post(
            body=Markup('<p><a href="/odoo/change-proposals/%s">%s</a>: %s</p>')
            % (self.id, self.code, ", ".join(part for part in parts if part)),
            author_id=self.sudo().bot_user_id.partner_id.id,
            subtype_xmlid="mail.mt_note",
        )

    def _execute_if_possible(self):
        """Carry it out at once after the approval; what forbids it now is told and tried again later."""
        try:
            with self.env.cr.savepoint():
                blockers = self._execution_blockers(fields.Datetime.now())
                if not blockers:
                    self._execute(confirmed=True)
                    return
                reason = blockers[0]["message"]
        except ChangeRefused as refusal:
            reason = refusal
        self.sudo().message_post(body=self.env._("Not carried out yet: %s", reason))

    # -- by the clock -------------------------------------------------------------------------

    @api.model
    def _cron_carry_out(self):
        """Ask again where an approval does not stand any more, and do what waited for a freeze."""
        # Some stay approved: each run goes on behind those of the last, so that none waits for ever.
        return in_batches(
            self,
            [("state", "=", "approved")],
            lambda batch: batch._carry_out_or_reopen(),
            mark="ipai.proposal.carry_out",
        )

    def _carry_out_or_reopen(self):
        for proposal in self:
            if proposal._approval_lapse():
                proposal._approval_reopen()
            elif proposal.execute_on_approval and not proposal._execution_blockers(
                fields.Datetime.now()
            ):
                proposal._execute_if_possible()

    @api.model
    def _cron_expire(self):
        """Let what nobody decided or used in time end: the claim looks at the clock by itself."""
        self.env.cr.execute("SELECT clock_timestamp() AT TIME ZONE 'UTC'")
        (now,) = self.env.cr.fetchone()
        open_ = [("state", "in", ("draft", "pending", "approved")), ("expires_at", "<=", now)]
        return in_batches(self, open_, lambda over: over._expire())

    def _expire(self):
        for proposal in self:
            proposal._approval_close("expired")
            proposal.sudo().state = "expired"
            audit.done(proposal, "ipai.proposal.expired")


_CLOSED = ("rejected", "withdrawn", "expired", "superseded", "draft")
