# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import format_date, format_datetime, html2plaintext


class IpaiProposalReview(models.Model):
    """What a reviewer has to see: what changes, what breaks, who is told, what stands against it."""

    _inherit = "ipai.proposal"  # pylint: disable=consider-merging-classes-inherited

    review = fields.Html(compute="_compute_review", sanitize=False)
    target_count = fields.Integer(compute="_compute_target_count")
    is_mine = fields.Boolean(
        "May Take Back", compute="_compute_is_mine", help="By who asked for it, or a manager."
    )
    may_execute = fields.Boolean(
        "May Carry Out",
        compute="_compute_is_mine",
        help="By who asked for it, as whom it is carried out, or a technician.",
    )
    has_undo = fields.Boolean(
        compute="_compute_has_undo", help="By who may write what it has written."
    )

    @api.depends("operation_ids.kept_values", "operation_ids.kept_before", "state")
    @api.depends_context("lang", "uid")
    def _compute_review(self):
        for proposal in self:
            proposal.review = self.env["ir.qweb"]._render(
                "ipai_proposal.proposal_review", proposal._review_values()
            )

    @api.depends("operation_ids")
    def _compute_target_count(self):
        for proposal in self:
            proposal.target_count = len(proposal._targets())

    @api.depends_context("uid")
    @api.depends("requester_id", "bot_user_id")
    def _compute_is_mine(self):
        user = self.env.user
        manager = user.has_group("ipai_base.group_manager")
        technician = user.has_group("ipai_base.group_technician")
        for proposal in self:
            asked = user in proposal.requester_id | proposal.create_uid
            proposal.is_mine = manager or asked
            proposal.may_execute = technician or asked or user == proposal.bot_user_id

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_has_undo(self):
        for proposal in self:
            back = proposal.state == "executed" and proposal._undo_operations()
            proposal.has_undo = bool(back) and all(
                self.env[operation["model"]].has_access("write") for operation in back
            )

    def action_view_targets(self):
        """Open the records that it changes or has made, of the first model."""
        self.ensure_one()
        targets = self._targets()
        first = targets[:1] and targets[0]
        if not first:
            return False
        ids = [target.id for target in targets if target._name == first._name]
        return {
            "type": "ir.actions.act_window",
            "res_model": first._name,
            "name": self.env["ir.model"]._get(first._name).name,
            "views": [(False, "form")] if len(ids) == 1 else [(False, "list"), (False, "form")],
            "res_id": ids[0] if len(ids) == 1 else False,
            "domain": [("id", "in", ids)],
        }

    def _targets(self):
        targets = [operation._target() for operation in self.sudo().operation_ids]
        return [target.sudo(False) for target in targets if target]

    # -- what the page is made of -------------------------------------------------------------

    def _review_values(self):
        """The values of the template of the review."""
        open_ = self.state in ("draft", "pending", "approved")
        # As the reader may see them: what is kept is asked only for what has moved.
        operations = self.operation_ids
        moved = self._moved_since() if open_ else []
        simulation = self.simulation or {}
        return {
            "proposal": self,
            "operations": [self._review_operation(one, moved) for one in operations],
            "moved": moved,
            "blockers": self._execution_blockers(fields.Datetime.now()) if open_ else [],
            "risks": self._review_risks(),
            "errors": simulation.get("errors", []),
            "mails": simulation.get("mails", []),
            "impact": self._review_impact() if open_ else None,
            "provenance": [one for one in self.provenance or [] if isinstance(one, dict)],
        }

    def _review_operation(self, operation, moved):
        model = operation._model()
        target = operation._target()
        written, after = operation.values or {}, operation.after or {}
        names = list(written)
        if operation.method == "create":
            defaults = [name for name in after if name not in written]
            names += [name for name in defaults if after[name] not in (None, [], False, 0)]
        now = {
            one["field"]: one.get("now")
            for one in moved
            if (one["model"], one["id"]) == (operation.res_model, operation.res_id)
        }
        return {
            "title": self.env["ir.model"]._get(operation.res_model).name or operation.res_model,
            "method": operation.method,
            "name": operation._target_name(),
            "url": f"/odoo/{operation.res_model}/{target.id}" if target else None,
            "duplicates": self._review_duplicates(operation),
            "rows": [
                self._review_row(operation, model._fields[name], now)
                for name in names
                if name in model._fields
            ],
            "unseen": ", ".join(operation._unseen_labels()),
        }

    def _review_duplicates(self, operation):
        """What looks the same now, as far as the reader may know of it; once it is over, what was shown."""
        if self.state not in ("draft", "pending", "approved"):
            return operation.duplicates or []
        found = self._find_duplicates(operation) + self._find_rivals(operation)
        return [one for one in found if self.env[one["model"]].browse(one["id"]).has_access("read")]

    def _review_row(self, operation, field, now):
        name = field.name
        before, written = operation.before or {}, operation.values or {}
        after = (operation.after or {}).get(name, written.get(name))
        return {
            "label": field._description_string(self.env),
            "before": self._in_words(before[name], field) if name in before else "",
            "after": self._in_words(after, field),
            "default": name not in written,
            "moved": name in now,
            "now": self._in_words(now.get(name), field),
        }

    def _in_words(self, value, field):
        """A plain value as a person reads it."""
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if value is None or value is False or value in ("", []):
            return ""
        if field.type in ("many2one", "many2many"):
            ids = value if isinstance(value, list) else [value]
            # Narrow: names of what the proposal writes, as Odoo shows them with a many2one.
            records = self.env[field.comodel_name].sudo().browse(ids).exists()
            gone = [f"#{number}" for number in ids if number not in records.ids]
            return ", ".join([*records.mapped("display_name"), *gone])
        if field.type == "html":
            return html2plaintext(value)
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "datetime":
            return format_datetime(self.env, value)
        return str(value)

    def _review_impact(self):
        """What fails if the targets fail: a dict of names, and how many more; None where nothing can be said.

        An addon that knows how things hang together says it.
        """
        return None
