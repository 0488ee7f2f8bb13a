# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError

from odoo.addons.ipai_secret_scan.secret_scan import kinds_in

from .. import audit
from ..batches import Clock, in_batches
from ..compat import UniqueIndex
from .ipai_secret_scan import CLASSES, MESSAGE

MOST_FILE = 1 << 20
LOOK_BACK = timedelta(minutes=10)
"""What a transaction wrote that began before a sweep and ended after it is seen by the next."""
TEXT_TYPES = (
    "text/",
    "application/json",
    "application/xml",
    "application/x-yaml",
    "application/yaml",
)
SINCE = "ipai_base.secret_sweep."


class IpaiSecretPardon(models.Model):
    """False alarms, as a keyed hash of what matched with its place: nothing can be read from it."""

    _name = "ipai.secret.pardon"
    _description = "Secret False Alarm"

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    field_name = fields.Char(required=True)
    digest = fields.Char(required=True)

    _place_uniq = UniqueIndex(
        "(res_model, res_id, field_name, digest)", "This false alarm is already known."
    )

    @api.model
    @tools.ormcache("model")
    def _waits(self, model):
        """Whether a text was allowed for a record of the model that is not there yet."""
        # Narrow: yes or no.
        return bool(
            self.sudo().search_count([("res_model", "=", model), ("res_id", "=", 0)], limit=1)
        )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)


class IpaiSecretFinding(models.Model):
    """A place that holds what looks like a secret: which kinds, and who wrote it; never what it is."""

    _name = "ipai.secret.finding"
    _description = "Secret Finding"
    _order = "state, found_on desc, id desc"
    _rec_name = "place"

    place = fields.Char(compute="_compute_place")
    res_model = fields.Char("Model", required=True, readonly=True, index=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    field_name = fields.Char("Field", required=True, readonly=True)
    kinds = fields.Char(required=True, readonly=True, help="What the secret looks like.")
    author_id = fields.Many2one(
        "res.users",
        "Written By",
        readonly=True,
        help="Who wrote the record last.",
        ondelete="set null",
    )
    company_id = fields.Many2one("res.company", readonly=True, index=True, ondelete="cascade")
    found_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    state = fields.Selection(
        [("open", "To Do"), ("gone", "Taken Out"), ("false_alarm", "False Alarm")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )

    _place_uniq = UniqueIndex("(res_model, res_id, field_name)", "This place is already listed.")

    @api.depends("res_model", "res_id", "field_name")
    def _compute_place(self):
        for finding in self:
            finding.place = f"{finding.res_model},{finding.res_id}: {finding.field_name}"

    def action_open_record(self):
        """The record, to take the secret out of it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_false_alarm(self):
        """What is there now is no secret: it is not reported again in this field of this record.

        :raises AccessError: for who is no manager.
        """
        self._check_group("ipai_base.group_manager")
        scan = self.env["ipai.secret.scan"]
        for finding in self:
            if not finding._record():
                continue
            value = finding._record()[finding.field_name]
            if finding.res_model != "ir.attachment":
                digests = scan._digests(
                    finding.res_model, finding.res_id, finding.field_name, value
                )
                finding._pardon(set().union(*digests.values()))
            audit.done(finding, "secret.false_alarm", field_names=finding.field_name)
        self.sudo().state = "false_alarm"
        return True

    def action_look_again(self):
        """Whether the secret is still there."""
        self._check_group("ipai_base.group_technician")
        self.sudo()._look_again()
        return True

    def _check_group(self, group):
        self.check_access("read")
        if not self.env.user.has_group(group):
            raise AccessError(self.env._("Ask a manager of the IT operations to do that."))

    def _pardon(self, digests):
        pardons = self.env["ipai.secret.pardon"].sudo()
        place = {name: self[name] for name in ("res_model", "res_id", "field_name")}
        known = pardons.search([(name, "=", value) for name, value in place.items()])
        pardons.create([{**place, "digest": one} for one in digests - set(known.mapped("digest"))])

    def _record(self):
        """The record below rules, or an empty one when it is gone."""
        self.ensure_one()
        if self.res_model not in self.env:
            return self.env["res.users"].browse()
        return self.env[self.res_model].sudo().browse(self.res_id).exists()

    def _look_again(self):
        for finding in self.filtered(lambda one: one.state == "open"):
            record = finding._record()
            if not record:
                finding.state = "gone"
            elif record._name != "ir.attachment" and not self._of(record, [finding.field_name]):
                finding.state = "gone"

    # -- making -------------------------------------------------------------------------------

    @api.model
    def _report(self, record, found):
        """List the places.

        :param found: ``[(name of the field, kinds)]`` of the record.
        """
        record = record.sudo()
        # Narrow: findings of this very record, which the caller writes.
        known = self.sudo().search([("res_model", "=", record._name), ("res_id", "=", record.id)])
        company = record.company_id if "company_id" in record._fields else self.env.company
        for name, kinds in found:
            values = {
                "kinds": ", ".join(kinds),
                "state": "open",
                "author_id": self._author_of(record),
                "company_id": company[:1].id or self.env.company.id,
            }
            if finding := known.filtered(lambda one, name=name: one.field_name == name):
                finding.write(values)
            else:
                place = {"res_model": record._name, "res_id": record.id, "field_name": name}
                self.sudo().create({**values, **place})

    @api.model
    def _author_of(self, record):
        if "write_uid" not in record._fields:
            return self.env.uid
        return (record.write_uid or record.create_uid).id or self.env.uid

    @api.model
    def _of(self, record, names):
        """``[(name, kinds)]`` of the record's fields that hold a secret, false alarms left out."""
        if (kept := getattr(record, "_kept_as_it_came", None)) is not None:
            texts = kept()
            return [(n, kinds) for n in names if (kinds := kinds_in(texts.get(n, ""), whole=True))]
        vals = {name: record[name] for name in names}
        found = self.env["ipai.secret.scan"]._found(record._name, vals, record.id, whole=True)
        return [(name, kinds) for name, _class, kinds in found]

    # -- sweeps -------------------------------------------------------------------------------

    @api.model
    def _cron_sweep(self):
        """List the secrets in what was written since the last sweep, and close what is taken out."""
        clock = Clock()
        if not in_batches(
            self,
            [("state", "=", "open")],
            lambda findings: findings._look_again(),
            mark=f"{SINCE}open",
            clock=clock,
        ):
            return
        scan = self.env["ipai.secret.scan"]
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not scan._is_watched(name) or model._abstract or model._transient or not model._auto:
                continue
            fields_ = [
                n for n, field in model._fields.items() if field.type in CLASSES and field.store
            ]
            if fields_ and "write_date" in model._fields:
                if not self._sweep(name, fields_, [], clock):
                    return
        if "mail.message" in self.env:
            documents = [*filter(scan._is_watched, self.env.registry)]
            self._sweep("mail.message", [*MESSAGE], [("model", "in", documents)], clock)

    @api.model
    def _sweep(self, name, names, domain, clock):
        def look(record):
            if found := self._of(record, names):
                self._report(record, found)

        return self._each_since(name, domain, look, clock)

    @api.model
    def _cron_attachments(self):
        """List text files of at most 1 MiB that hold a secret."""
        domain = [
            ("type", "=", "binary"),
            ("res_model", "!=", False),
            ("file_size", "<=", MOST_FILE),
        ]

        def look(record):
            if (record.mimetype or "").startswith(TEXT_TYPES) and record.datas:
                text = base64.b64decode(record.datas)[:MOST_FILE].decode("utf-8", "replace")
                if kinds := kinds_in(text, whole=True):
                    self._report(record, [("datas", kinds)])

        self._each_since("ir.attachment", domain, look, Clock())

    @api.model
    def _each_since(self, name, domain, look, clock):
        """Call a function with each record that was written since the last sweep began, in batches that commit.

        :return: whether all were looked at; else the next run goes on behind them.
        """
        parameters = self.env["ir.config_parameter"].sudo()
        since = fields.Datetime.to_datetime(parameters.get_param(SINCE + name))
        mark = SINCE + name
        # Narrow: a mark of the job's own.
        started = self.env["ipai.batch.mark"].sudo()._begun(mark)
        if since:
            domain = [*domain, ("write_date", ">=", since - LOOK_BACK)]
        model = self.env[name].sudo().with_context(active_test=False, skip_res_field_check=True)

        def look_at(records):
            for record in records:
                look(record)

        if not in_batches(model, domain, look_at, mark=mark, light=True, clock=clock):
            return False
        parameters.set_param(SINCE + name, fields.Datetime.to_string(started))
        return True
