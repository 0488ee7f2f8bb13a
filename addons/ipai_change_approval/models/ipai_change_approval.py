# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import is_html_empty

from odoo.addons.ipai_approval.refusal import ChangeRefused

from .ipai_change import BOUND, BY_METHODS, PLANS

NEEDED = {
    "standard": ("planned_start", "planned_end", "responsible_id"),
    "normal": ("reason", *PLANS, "planned_start", "planned_end", "responsible_id"),
    "emergency": (
        "reason",
        "plan",
        "backout_plan",
        "planned_start",
        "planned_end",
        "responsible_id",
    ),
}
"""What has to be filled in before anybody is asked, by type."""

ASKED_FROM = {"normal": "assess", "emergency": "draft"}
"""Type → the state in which one asks for a decision; a standard change was decided with its template."""


class IpaiChange(models.Model):
    """What is decided about a change, and what the decision leads to."""

    _inherit = "ipai.change"

    def action_submit(self):
        """Ask those whom the policy names: from Assess, or at once for an emergency.

        :raises ChangeRefused: wrong-state, incomplete, change-freeze, change-conflict, and what
            the approval itself refuses.
        """
        for change in self:
            change._approval_check_requester("submit")
            if change.state != ASKED_FROM.get(change.type):
                change._deny_state("submit")
            change._check_complete()
            change._check_window_ahead()
            change._check_conflicts()
            change._go("approve", "assessed" if change.state == "assess" else "urgent")
        return super().action_submit()

    def _check_window_ahead(self):
        """:raises ChangeRefused: outside-window, when it could be approved and never begun."""
        if self._window_is_over():
            raise ChangeRefused(
                "outside-window",
                self.env._("The window of %s is over.", self.display_name),
                self.env._("Choose a new one."),
            )

    def _check_complete(self):
        """:raises ChangeRefused: while something is missing that one has to know to decide."""
        self.ensure_one()
        missing = [
            self._label(name)
            for name in NEEDED[self.type]
            if (is_html_empty(self[name]) if self._fields[name].type == "html" else not self[name])
        ]
        missing = list(dict.fromkeys(missing))
        if missing:
            raise ChangeRefused(
                "incomplete",
                self.env._("%(change)s is not complete.", change=self.display_name),
                self.env._("Fill in: %(fields)s.", fields=", ".join(missing)),
            )
        if not self.asset_ids and not self.service_ids:
            raise ChangeRefused(
                "incomplete",
                self.env._("%(change)s does not say what it changes.", change=self.display_name),
                self.env._("Name at least one asset or service."),
            )
        self._check_risk_known()

    def _label(self, name):
        """How the form calls a field: start and end of the window are one there."""
        if name in ("planned_start", "planned_end"):
            return self.env._("Window (start and end)")
        return self._fields[name]._description_string(self.env)

    # -- seams of the approval ----------------------------------------------------------------

    def _approval_facts(self):
        return {
            "kind": self._kind(),
            "models": [self._name],
            "risk": self.risk,
            "amount": 0,
            "source": "Odoo",
            "company": self.company_id,
        }

    def _kind(self):
        """What policies and freezes know it by, as in: change-normal."""
        return f"change-{self.type}"

    def _approval_payload(self):
        return {
            "name": self.name,
            "type": self.type,
            "template": self.template_id.id or None,
            "reason": self.reason or "",
            **{name: self[name] or "" for name in PLANS},
            "from": fields.Datetime.to_string(self.planned_start) or None,
            "until": fields.Datetime.to_string(self.planned_end) or None,
            **{
                name: sorted(self[name].ids)
                for name in (
                    "asset_ids",
                    "service_ids",
                    "affected_asset_ids",
                    "affected_service_ids",
                )
            },
            "risk": self.risk or None,
            "answers": self._risk_payload(),
            "proposals": [
                {"id": proposal.id, "hash": proposal._approval_digest()}
                for proposal in self.proposal_ids.sorted("id")
            ],
            "company": self.company_id.id,
        }

    def _approval_papers_now(self):
        return self._attached_papers() + self._article_papers(self.kb_link_ids)

    def _approval_bound_fields(self):
        return super()._approval_bound_fields() | BOUND

    def _approval_guarded_fields(self):
        return super()._approval_guarded_fields() | BY_METHODS

    def _approval_check_requester(self, verb):
        """Who carries it out may submit it as well."""
        self._approval_check_readable(verb)
        if self.env.user == self.responsible_id:
            return None
        return super()._approval_check_requester(verb)

    def _approval_askers(self):
        """Who carries it out as well, and who asked for the proposals that it carries."""
        users = super()._approval_askers() | self.responsible_id
        for proposal in self.sudo().proposal_ids:
            users |= proposal._approval_askers()
        return users

    def _approval_owners(self):
        """Who answers for what is changed or affected."""
        assets = self.asset_ids | self.affected_asset_ids
        services = self.service_ids | self.affected_service_ids
        return (assets.owner_id | services.owner_id).filtered("active")

    @api.depends("planned_end")
    def _compute_approval_obstacle(self):
        return super()._compute_approval_obstacle()

    def _approval_obstacle(self):
        """What could never be begun is not approved; it can be rejected, or asked back."""
        if self.state == "approve" and self._window_is_over():
            return {
                "code": "outside-window",
                "message": self.env._("The window of %s is over.", self.display_name),
                "next_step": self.env._("Ask for a new one, or reject it."),
            }
        return super()._approval_obstacle()

    def _approval_answerers(self):
        return super()._approval_answerers() | self.responsible_id

    def _approval_check_answer(self):
        """It may have been edited since: it has to be as complete as it was to be submitted."""
        if self.type not in ASKED_FROM:
            self._deny_state("answer")
        self._check_complete()
        self._check_window_ahead()
        self._check_conflicts()
        return super()._approval_check_answer()

    def _approval_asked_back(self):
        self._go("asked_back", "asked_back")
        return super()._approval_asked_back()

    def _approval_answered(self):
        self._go("approve", "answered")
        return super()._approval_answered()

    def _approval_about(self):
        """What fails with it, and what else happens at its time."""
        return self.env["ir.qweb"]._render(
            "ipai_change_approval.change_about",
            {"change": self, "services": self._shown("service"), "assets": self._shown("asset")},
        )

    def _shown(self, kind, most=10):
        """Names of what is affected, and how many more there are, as far as the reader may see it."""
        records = self[f"affected_{kind}_ids"]._filtered_access("read")
        return records[:most].mapped("display_name"), len(records[most:])

    def _window_is_over(self):
        return bool(self.planned_end) and self.planned_end <= fields.Datetime.now()

    def _approval_is_over(self):
        return self.state not in (
            "draft",
            "assess",
            "approve",
            "asked_back",
            "scheduled",
            "rejected",
        )

    def _approval_granted(self):
        """The approval holds until the window ends: that is when it may be carried out."""
        result = super()._approval_granted()
        for change in self:
            change.sudo().approval_expires_at = change.planned_end
            change._go("scheduled", "scheduled")
        return result

    def _approval_refused(self):
        result = super()._approval_refused()
        for change in self:
            change._go("rejected", "rejected")
        return result

    def _approval_voided(self):
        result = super()._approval_voided()
        for change in self.filtered(lambda change: change.state in ("approve", "scheduled")):
            change._go("draft", "revised")
        return result

    def _approval_withdrawn(self):
        result = super()._approval_withdrawn()
        for change in self:
            change._go("cancelled", "cancelled")
        return result

    def _approval_reopen(self):
        """Once its window is over nobody can approve it for that window: it waits for a new one."""
        if self._approval_timed_out():
            return self._approval_void()
        return super()._approval_reopen()

    def _approval_reopened(self):
        result = super()._approval_reopened()
        for change in self.filtered(lambda change: change.state == "scheduled"):
            change._go("approve", "reopened")
        return result

    def _approval_touch(self):
        """A standard change has no decision that could be void: edited, it is scheduled anew."""
        result = super()._approval_touch()
        for change in self:
            if change.type == "standard" and change.state == "scheduled":
                change.sudo().revision += 1
                change._go("draft", "revised")
        return result
