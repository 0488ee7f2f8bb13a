# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.ipai_base.compat import UniqueIndex

from .ipai_expiry import KINDS

STEPS = (60, 30, 7)
"""The ladder: days before the date at which the owner is reminded."""


class IpaiExpiryNotice(models.Model):
    """That a step of the ladder was told to somebody, so that it is told once."""

    _name = "ipai.expiry.notice"
    _description = "Expiration Notice"
    _order = "id desc"

    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    date = fields.Date("Ends On", required=True, readonly=True)
    step = fields.Integer(required=True, readonly=True, help="Days before the date.")
    user_id = fields.Many2one("res.users", "Told", readonly=True, ondelete="set null")
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, ondelete="set null", index="btree_not_null"
    )
    company_id = fields.Many2one("res.company", readonly=True, index=True)

    _step_uniq = UniqueIndex(
        "(res_model, res_id, kind, date, step)", "This step of the ladder was told already."
    )

    @api.model
    def _cron_remind(self):
        """Remind each owner of what ends: each step of the ladder once, the nearest one only.

        A step that was slept through, the server being off, is passed over; a date that was
        changed starts its ladder anew.
        """
        today = fields.Date.context_today(self)
        expiries = self.env["ipai.expiry"].search(
            [("date", ">=", today), ("date", "<=", today + timedelta(days=max(STEPS)))]
        )
        told = self._told(expiries)
        due = []
        for expiry in expiries:
            subject = expiry._subject()
            step = min(step for step in STEPS if expiry.days_left <= step)
            user = self._responsible(expiry)
            key = (subject._name, subject.id, expiry.kind, expiry.date, step)
            if user and key not in told:
                due.append((key, user, expiry))
        self._remind(due)

    @api.model
    def _told(self, expiries):
        notices = self.search_fetch(
            [("date", "in", list(set(expiries.mapped("date"))))],
            ["res_model", "res_id", "kind", "date", "step"],
        )
        return {(n.res_model, n.res_id, n.kind, n.date, n.step) for n in notices}

    @api.model
    def _responsible(self, expiry):
        """Who is reminded: the owner, else who made the record; nobody when that one has left."""
        user = expiry.owner_id or expiry._subject().create_uid
        return user if user.active and not user.share and user._is_internal() else user.browse()

    @api.model
    def _remind(self, due):
        """Replace the activity of the step before by one for this step."""
        labels = dict(self.env["ipai.expiry"]._fields["kind"]._description_selection(self.env))
        previous = self.search(
            [("date", "in", [key[3] for key, _user, _expiry in due]), ("activity_id", "!=", False)]
        )
        keys = {key[:4] for key, _user, _expiry in due}
        previous.filtered(
            lambda n: (n.res_model, n.res_id, n.kind, n.date) in keys
        ).activity_id.unlink()
        kind_id = self.env.ref("ipai_asset.mail_activity_type_expiry").id
        # Read in one go what each activity will ask for: the name of its record.
        for model in {key[0] for key, _user, _expiry in due}:
            records = self.env[model].browse([key[1] for key, _u, _e in due if key[0] == model])
            records.mapped("display_name")
        # quick_update: the activity itself reminds; no mail for each of perhaps a hundred assets.
        activities = (
            self.env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create(
                [
                    {
                        "res_model_id": self.env["ir.model"]._get_id(res_model),
                        "res_id": res_id,
                        "activity_type_id": kind_id,
                        "automated": True,
                        "user_id": user.id,
                        "date_deadline": date,
                        "summary": self.env._(
                            "%(what)s in %(days)s days", what=labels[kind], days=expiry.days_left
                        ),
                    }
                    for (res_model, res_id, kind, date, _step), user, expiry in due
                ]
            )
        )
        self.create(
            [
                {
                    "res_model": res_model,
                    "res_id": res_id,
                    "kind": kind,
                    "date": date,
                    "step": step,
                    "user_id": user.id,
                    "activity_id": activity.id,
                    "company_id": expiry.company_id.id,
                }
                for ((res_model, res_id, kind, date, step), user, expiry), activity in zip(
                    due, activities, strict=True
                )
            ]
        )
