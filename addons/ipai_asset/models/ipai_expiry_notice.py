# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import namedtuple
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.ipai_base.batches import Clock, each_in_batches, in_batches
from odoo.addons.ipai_base.compat import UniqueIndex

from .ipai_expiry import KINDS

STEPS = (60, 30, 7)
"""The ladder: days before the date at which the owner is reminded."""
EACH = 10
"""So many that end for one person on one day get an activity each; more get one together."""

Due = namedtuple("Due", "user kind date step record count is_crowd company_id")
"""A reminder: of one record (count 1), or of many that it stands for."""


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
    is_crowd = fields.Boolean(
        "Many at Once", readonly=True, help="The record stands for all that end on that day."
    )
    company_id = fields.Many2one("res.company", readonly=True, index=True)

    _told_uniq = UniqueIndex(
        "(res_model, res_id, kind, date, step, COALESCE(user_id, 0))",
        "This step of the ladder was told already.",
    )

    def init(self):
        # Of a system many owners are told.
        self.env.cr.execute("DROP INDEX IF EXISTS ipai_expiry_notice_step_uniq")
        return super().init()

    @api.model
    def _cron_remind(self):
        """Remind each owner of what ends: each step of the ladder once, the nearest one only.

        One activity for each owner, operating system and date; one for each other record, unless
        very many end for one owner on one day. A step that was slept through, the server being off,
        is passed over; a date that was changed starts its ladder anew.
        """
        today, clock = fields.Date.context_today(self), Clock()
        past = [("date", "<", today)]
        if in_batches(self, past, lambda notices: notices.unlink(), light=True, clock=clock):
            each_in_batches(self.env, self._due(today), self._remind, light=True, clock=clock)

    @api.model
    def _to_remind(self, today):
        """The domain of the expirations within the ladder."""
        return [("date", ">=", today), ("date", "<=", today + timedelta(days=max(STEPS)))]

    @api.model
    def _due(self, today):
        """What is to be told, without what was: a list of Due."""
        groups = self.env["ipai.expiry"]._read_group(
            self._to_remind(today),
            ["owner_id", "maker_id", "kind", "date:day", "operating_system_id", "company_id"],
            ["id:array_agg"],
        )
        by_key = {}
        for owner, maker, kind, date, system, company, ids in groups:
            if user := self._reachable(owner or maker):
                key = (user, kind, date, self._step(date, today), system)
                by_key.setdefault(key, []).extend((company.id, id_) for id_ in ids)
        told = self._told({key[2] for key in by_key})
        # Read in one go: to find one of its rows, the list is read whole.
        read = [
            id_
            for key, found in by_key.items()
            if not key[-1]
            for _company, id_ in (found if len(found) <= EACH else [min(found)])
        ]
        expiries = {expiry.id: expiry for expiry in self.env["ipai.expiry"].browse(read)}
        due = []
        for (user, kind, date, step, system), found in sorted(
            by_key.items(), key=lambda one: (one[0][2], min(one[1]))
        ):
            shown = (user, kind, date, step)
            if system:
                due.append(Due(*shown, system, len(found), False, False))
            elif ("", user.id, kind, date, step) in told:
                continue
            elif len(found) > EACH:
                first = expiries[min(found)[1]]
                due.append(Due(*shown, first._subject(), len(found), True, False))
            else:
                due += [
                    Due(*shown, expiries[id_]._subject(), 1, False, company)
                    for company, id_ in found
                ]
        return [one for one in due if one.is_crowd or self._key(one) not in told]

    @api.model
    def _step(self, date, today):
        return min(step for step in STEPS if (date - today).days <= step)

    @api.model
    def _reachable(self, user):
        """Who is reminded: the owner, else who made the record; nobody when that one has left."""
        return user if user.active and not user.share and user._is_internal() else user.browse()

    @api.model
    def _told(self, dates):
        """The keys of what was told already, as of ``_key``."""
        told = set()
        for notice in self.search_fetch(
            [("date", "in", list(dates))],
            ["res_model", "res_id", "kind", "date", "step", "user_id", "is_crowd"],
        ):
            told.add(self._key(notice))
        return told

    @api.model
    def _key(self, one):
        """What tells of a notice, or of what is due, whether it was told."""
        if isinstance(one, Due):
            model, id_, user = one.record._name, one.record.id, one.user
        else:
            model, id_, user = one.res_model, one.res_id, one.user_id
        end = (one.kind, one.date, one.step)
        if one.is_crowd:
            return ("", user.id, *end)
        whose = user.id if model == "ipai.operating.system" else 0
        return (model, id_, whose, *end)

    @api.model
    def _remind(self, due):
        """Replace the activity of the step before by one for this step."""
        self._end_step_before(due)
        # Read in one go what each activity will ask for: the name of its record.
        for model in {one.record._name for one in due}:
            ids = [one.record.id for one in due if one.record._name == model]
            self.env[model].browse(ids).mapped("display_name")
        labels = dict(self.env["ipai.expiry"]._fields["kind"]._description_selection(self.env))
        kind_id = self.env.ref("ipai_asset.mail_activity_type_expiry").id
        today = fields.Date.context_today(self)
        # quick_update: the activity itself reminds; no mail for each of perhaps a hundred assets.
        activities = (
            self.env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create(
                [
                    {
                        "res_model_id": self.env["ir.model"]._get_id(one.record._name),
                        "res_id": one.record.id,
                        "activity_type_id": kind_id,
                        "automated": True,
                        "user_id": one.user.id,
                        "date_deadline": one.date,
                        "summary": self._summary(one, labels[one.kind], (one.date - today).days),
                    }
                    for one in due
                ]
            )
        )
        self.create(
            [
                {
                    "res_model": one.record._name,
                    "res_id": one.record.id,
                    "kind": one.kind,
                    "date": one.date,
                    "step": one.step,
                    "user_id": one.user.id,
                    "is_crowd": one.is_crowd,
                    "activity_id": activity.id,
                    "company_id": one.company_id,
                }
                for one, activity in zip(due, activities, strict=True)
            ]
        )

    @api.model
    def _end_step_before(self, due):
        """Take away the activities of the farther steps of the same ladders."""
        keys = {self._key(one)[:-1] for one in due}
        notices = self.search(
            [("date", "in", [one.date for one in due]), ("activity_id", "!=", False)]
        )
        notices.filtered(lambda notice: self._key(notice)[:-1] in keys).activity_id.unlink()

    @api.model
    def _summary(self, one, what, days):
        if one.count == 1:
            return self.env._("%(what)s in %(days)s days", what=what, days=days)
        return self.env._(
            "%(what)s in %(days)s days: %(count)s assets or articles, listed in Expirations",
            what=what,
            days=days,
            count=one.count,
        )
