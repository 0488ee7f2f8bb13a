# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_base.compat import Index

from ..alerting.conditions import moment

OLD = 7
"""Days after which a silence is asked about."""


class IpaiAlertSilence(models.Model):
    """A silence that stands in a source, whoever made it: what is muted for long is forgotten."""

    _name = "ipai.alert.silence"
    _description = "Silence"
    _order = "starts_at, id"
    _rec_name = "matchers"

    source_id = fields.Many2one(
        "ipai.inbox.source", required=True, readonly=True, index=True, ondelete="cascade"
    )
    silence_key = fields.Char("ID in the Source", required=True, readonly=True)
    matchers = fields.Char("Mutes", readonly=True)
    created_by = fields.Char("Made By", readonly=True)
    comment = fields.Char("Why", readonly=True)
    starts_at = fields.Datetime("Since", readonly=True)
    ends_at = fields.Datetime("Until", readonly=True)
    alert_id = fields.Many2one(
        "ipai.alert", "Our Alert", readonly=True, ondelete="set null", index="btree_not_null"
    )
    days = fields.Integer(compute="_compute_days", search="_search_days")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _source_idx = Index("(source_id, silence_key)")

    @api.depends("starts_at")
    def _compute_days(self):
        now = fields.Datetime.now()
        for silence in self:
            silence.days = (now - silence.starts_at).days if silence.starts_at else 0

    @api.model
    def _search_days(self, operator, value):
        """As in: days > 7."""
        if operator not in ("<", "<=", ">", ">=") or not isinstance(value, (int, float)):
            raise NotImplementedError(f"operator {operator!r} is not supported here")
        turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}[operator]
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=value)
        return [("starts_at", turned, limit)]

    @api.model
    def _refresh(self, source, told):
        """Make the list the same as what the source has; what did not change is not written."""
        living = {}
        for one in told:
            if (one.get("status") or {}).get("state") in ("active", "pending") and one.get("id"):
                living[str(one["id"])] = self._vals(source, one)
        known = self.search([("source_id", "=", source.id)])
        known.filtered(lambda silence: silence.silence_key not in living).unlink()
        ours = dict(
            self.env["ipai.alert"]._read_group(
                [("source_id", "=", source.id), ("silence_key", "in", list(living))],
                ["silence_key"],
                ["id:max"],
            )
        )
        for silence in known.exists():
            vals = living.pop(silence.silence_key)
            changed = {
                name: value
                for name, value in vals.items()
                if name not in ("source_id", "company_id") and silence[name] != value
            }
            if changed:
                silence.write(changed)
        for key, vals in living.items():
            vals["alert_id"] = ours.get(key, False)
        self.create(list(living.values()))

    @api.model
    def _vals(self, source, told):
        matchers = (
            f"{one.get('name')}{'' if one.get('isEqual', True) else '!'}"
            f"{'~' if one.get('isRegex') else '='}{one.get('value')}"
            for one in told.get("matchers") or ()
            if isinstance(one, dict)
        )
        return {
            "source_id": source.id,
            "company_id": source.company_id.id,
            "silence_key": str(told["id"]),
            "matchers": ", ".join(matchers)[:500] or False,
            "created_by": str(told.get("createdBy") or "")[:100] or False,
            "comment": str(told.get("comment") or "")[:500] or False,
            "starts_at": moment(told.get("startsAt")) or False,
            "ends_at": moment(told.get("endsAt")) or False,
        }
