# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import io
import logging

from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.compat import Index, UniqueIndex

from ..applying import Application
from ..counting import read_rows, sealed

_logger = logging.getLogger(__name__)

STATES = [
    ("ready", "To Apply"),
    ("held", "Held"),
    ("uncovered", "Covered by No Line"),
    ("applied", "Applied"),
    ("replaced", "Replaced"),
]
ROLES = [("base", "Seats"), ("overage", "Overage")]
HOLDS = [
    ("stale", "Source Not Heard"),
    ("no_contract", "No Contract"),
    ("two_contracts", "Several Contracts"),
    ("two_lines", "Several Lines"),
    ("no_line", "No Line"),
    ("canceled", "Line Canceled"),
    ("ended", "Not in Force"),
    ("price", "No Price"),
    ("by_hand", "By Hand"),
    ("failed", "Could Not Be Written"),
]
BILLING = "ipai_seat_billing.group_billing"
INTERNAL = "base.group_user"  # what is between us: customers read the rest on their portal
PROTECT = "ipai_seat_line_protect"
SHOWN = 200


class IpaiSeatLine(models.Model):
    """What a customer's contract line is billed for a period, and the devices behind it."""

    _name = "ipai.seat.line"
    _description = "Seat Line"
    _inherit = ["portal.mixin"]
    _order = "date_from desc, customer_id, plan_id, role, id"
    _check_company_auto = True

    run_id = fields.Many2one(
        "ipai.seat.run", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    plan_id = fields.Many2one(
        "ipai.seat.plan", readonly=True, index=True, check_company=True, ondelete="restrict"
    )
    role = fields.Selection(ROLES, "For", required=True, readonly=True, default="base")
    customer_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="restrict"
    )
    contract_id = fields.Many2one(
        "contract.contract", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    contract_line_id = fields.Many2one(
        "contract.line", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    date_from = fields.Date("First Day", required=True, readonly=True)
    date_to = fields.Date("Last Day", required=True, readonly=True)
    counted_on = fields.Date(
        readonly=True, help="The cut-off; the last day of what is counted by the day."
    )
    counted = fields.Float(
        readonly=True,
        digits=(16, 6),
        help="What was counted, before allowance, cap, minimum and what is included.",
    )
    vendor_quantity = fields.Float(
        "Vendor Says",
        readonly=True,
        digits=(16, 6),
        help="For comparison; it is never billed.",
        groups=INTERNAL,
    )
    has_vendor_quantity = fields.Boolean("Vendor Counted", readonly=True, groups=INTERNAL)
    drift = fields.Float(
        compute="_compute_drift",
        store=True,
        digits=(16, 6),
        help="What the vendor says, less what was counted.",
        groups=INTERNAL,
    )
    old_quantity = fields.Float("Before", readonly=True, digits=(16, 6))
    quantity = fields.Float(readonly=True, digits=(16, 6))
    currency_id = fields.Many2one("res.currency", readonly=True, groups=BILLING)
    price_unit = fields.Float(
        readonly=True, digits="Product Price", aggregator=None, groups=BILLING
    )
    old_amount = fields.Monetary("Amount Before", readonly=True, groups=BILLING)
    amount = fields.Monetary(readonly=True, groups=BILLING)
    difference = fields.Text(readonly=True, help="The devices that came and went since last time.")
    warning = fields.Text(readonly=True, groups=INTERNAL)
    price_warning = fields.Text("Prices", readonly=True, groups=BILLING)
    state = fields.Selection(STATES, required=True, readonly=True, index=True)
    hold_code = fields.Selection(HOLDS, "Why Held", readonly=True, groups=INTERNAL)
    hold_reason = fields.Char("Reason", readonly=True, groups=INTERNAL)
    release_reason = fields.Char("Released Because", readonly=True, groups=INTERNAL)
    evidence = fields.Text(readonly=True, help="The rows behind the count, as the hash binds them.")
    evidence_hash = fields.Char("SHA-256", readonly=True)
    device_count = fields.Integer("Devices", readonly=True)
    evidence_table = fields.Html("Evidence List", compute="_compute_evidence_table", sanitize=False)
    applied_on = fields.Datetime(readonly=True)
    replaced_by_id = fields.Many2one(
        "ipai.seat.line", readonly=True, ondelete="set null", index="btree_not_null"
    )
    dispute_ids = fields.One2many("ipai.seat.dispute", "line_id", "Disputes", readonly=True)
    invoice_line_ids = fields.One2many(
        "account.move.line", "seat_line_id", "Invoice Lines", readonly=True, groups=BILLING
    )

    _once_uniq = UniqueIndex(
        "(contract_line_id, date_from, date_to) WHERE state = 'applied'",
        "The seats of this contract line are applied for this period already.",
    )
    _month_idx = Index("(company_id, date_from, customer_id)")

    @api.depends("vendor_quantity", "has_vendor_quantity", "counted")
    def _compute_drift(self):
        for line in self:
            line.drift = line.vendor_quantity - line.counted if line.has_vendor_quantity else 0.0

    @api.depends("plan_id", "customer_id", "date_from", "date_to")
    def _compute_display_name(self):
        for line in self:
            if not line.date_from or not line.date_to:
                line.display_name = self.env._("Seats")
                continue
            line.display_name = (
                f"{line.customer_id.name or ''}: {line.plan_id.sudo().name or ''} "
                f"{format_date(self.env, line.date_from)} – {format_date(self.env, line.date_to)}"
            )

    def _compute_access_url(self):
        for line in self:
            line.access_url = f"/my/seats/{line.id}"

    @api.depends("evidence")
    def _compute_evidence_table(self):
        heads = [
            self.env._("Device"),
            self.env._("Serial Number"),
            self.env._("Type"),
            self.env._("First Day"),
            self.env._("Last Day"),
            self.env._("Days"),
            self.env._("Adds"),
            self.env._("Why"),
        ]
        names = ("device", "serial", "type", "first_day", "last_day", "days", "adds", "why")
        head = Markup().join(Markup("<th>%s</th>") % text for text in heads)
        for line in self:
            rows = line._evidence_rows()
            body = Markup().join(
                Markup("<tr>%s</tr>")
                % Markup().join(Markup("<td>%s</td>") % row[name] for name in names)
                for row in rows[:SHOWN]
            )
            table = Markup("<table class='table table-sm'><tr>%s</tr>%s</table>") % (head, body)
            if len(rows) > SHOWN:
                table += Markup("<p>%s</p>") % self.env._(
                    "%s more: download the list.", len(rows) - SHOWN
                )
            line.evidence_table = table

    def _evidence_rows(self):
        return read_rows(self.evidence)

    # -- what a person presses ------------------------------------------------------------------

    def action_hold(self):
        """Keep lines of a preview or an approved run from being applied."""
        self._check_may("hold")
        for line in self.filtered(lambda line: line.state == "ready"):
            line.sudo().write(
                {
                    "state": "held",
                    "hold_code": "by_hand",
                    "hold_reason": self.env._("Held by %s.", self.env.user.name),
                }
            )
        return True

    def action_release(self):
        """Let held lines be billed as they were counted: somebody looked, and it is right.

        In a run that is applied they are applied at once, and invoiced for their own period.
        """
        self._check_may("release")
        for line in self.filtered(lambda line: line.state == "held"):
            line._check_not_counted_again()
            if not line._is_releasable():
                raise UserError(
                    self.env._(
                        "%(line)s cannot be released: %(reason)s Mend that, then compute the preview "
                        "again, or count the period in another run.",
                        line=line.display_name,
                        reason=line.hold_reason,
                    )
                )
            line.sudo().write(
                {
                    "state": "ready",
                    "release_reason": self.env._(
                        "Released by %(user)s; was held: %(reason)s",
                        user=self.env.user.name,
                        reason=line.hold_reason,
                    ),
                    "hold_code": False,
                    "hold_reason": False,
                }
            )
            audit.done(line, "ipai.seat.line.release")
            if line.run_id.state == "applied":
                line.sudo()._apply()
        return True

    def _check_not_counted_again(self):
        """An older count does not take the place of a newer one because somebody releases it."""
        again = self.sudo().search(
            [
                ("contract_line_id", "in", self.contract_line_id.ids),
                ("date_from", "=", self.date_from),
                ("date_to", "=", self.date_to),
                ("state", "=", "applied"),
                ("id", ">", self.id),
            ],
            limit=1,
        )
        if again:
            raise UserError(
                self.env._(
                    "%(line)s was counted again in %(run)s, and that count is applied: there is "
                    "nothing to release.",
                    line=self.display_name,
                    run=again.run_id.name,
                )
            )

    def _is_releasable(self):
        """Whether the quantity can be written once somebody says that it is right.

        It is not where a contract line is missing, gone or one of several, or has no price. A line
        that is proposed is made when it is applied.
        """
        self.ensure_one()
        if self.hold_code in ("stale", "by_hand", "failed"):
            return bool(self.contract_line_id or self.contract_id)
        return False

    def action_download(self):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/ipai/seats/{self.id}.csv", "target": "self"}

    def action_view_invoices(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoices"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", self.invoice_line_ids.move_id.ids)],
        }

    def _check_may(self, verb):
        if not self.env.su and not self.env.user.has_group(BILLING):
            audit.denied(self.env, f"{self._name}.{verb}", records=self, field_names="group")
            raise AccessError(
                self.env._("Only who bills seats may do this. Ask a manager for the group Billing.")
            )
        self.check_access("read")

    # -- the file -------------------------------------------------------------------------------

    def _csv(self):
        """The evidence as a file: remarks in lines that begin with #, then the rows that are hashed.

        ``grep -v '^#' file.csv | sha256sum`` gives the hash again.
        """
        self.ensure_one()
        told = [
            self.display_name,
            f"quantity {self.quantity:g}, counted {self.counted:g}",
            f"rows {self.device_count}, SHA-256 {self.evidence_hash}",
            "check: grep -v '^#' FILE | sha256sum",
        ]
        remarks = "".join(f"# {' '.join(text.split())}\n" for text in told)
        return (remarks + (self.evidence or "")).encode()

    def _is_intact(self):
        """Whether the rows are still those that were hashed."""
        return sealed(self.evidence or "") == self.evidence_hash

    def init(self):
        """The database itself keeps what was decided: not even superuser changes it by mistake."""
        result = super().init()
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION %(protect)s() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'UPDATE' AND current_setting('ipai_seat.merging', true) = 'on'
                        AND to_jsonb(NEW) - 'customer_id' = to_jsonb(OLD) - 'customer_id' THEN
                        RETURN NEW;
                    END IF;
                    IF EXISTS (SELECT FROM ipai_seat_run
                                WHERE id = OLD.run_id AND state IN ('approved', 'applied')) THEN
                        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
                            MESSAGE = 'The lines of a run that was approved are evidence: what was '
                                'counted is neither changed nor deleted.';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                END $$;

                DROP TRIGGER IF EXISTS %(protect)s ON ipai_seat_line;
                CREATE TRIGGER %(protect)s BEFORE DELETE OR UPDATE OF evidence, evidence_hash, counted,
                    quantity, customer_id, plan_id, role, date_from, date_to, device_count
                    ON ipai_seat_line FOR EACH ROW EXECUTE FUNCTION %(protect)s();
                """,
                protect=SQL.identifier(PROTECT),
            )
        )
        return result

    # -- made by a run --------------------------------------------------------------------------

    @api.model
    def _insert(self, vals_list):
        """Keep the lines of a run, by one COPY: all comes from records of the run's company.

        Of what is stored and computed only the drift follows from these values; it is computed here.
        """
        names = sorted({name for vals in vals_list for name in vals} | {"role", "drift"})
        extra = [name for name, field in self._fields.items() if field.store and field.compute]
        if set(extra) - {"drift", "access_token"}:
            return self.create(vals_list)  # another addon computes more
        if not vals_list:
            return None
        self.env.flush_all()
        now = fields.Datetime.now()
        stamps = {"create_uid": self.env.uid, "write_uid": self.env.uid}
        stamps.update(create_date=now, write_date=now, role="base")
        columns = sorted({*names, *stamps})
        nothing = {name: _nothing(self._fields[name]) for name in columns}
        rows = []
        for vals in vals_list:
            values = {**stamps, **vals}
            if values.get("has_vendor_quantity"):
                values["drift"] = values["vendor_quantity"] - values["counted"]
            row = (values.get(name) or nothing[name] for name in columns)
            rows.append("\t".join([_cell(value) for value in row]))
        self.env.cr.copy_expert(
            f"COPY {self._table} ({', '.join(columns)}) FROM STDIN",
            io.StringIO("\n".join(rows) + "\n"),
        )
        self.env.invalidate_all()
        return None

    # -- applying -------------------------------------------------------------------------------

    def _apply_apart(self):
        """Apply together; when that fails half by half, until the one that fails stands alone and is held."""
        if not self:
            return None
        # Prices are computed for all records that were read together.
        lines = self.with_prefetch()
        try:
            with self.env.cr.savepoint():
                return lines._apply()
        except OperationalError:
            raise
        except Exception as error:
            failed = error
        if len(self) > 1:
            _logger.warning("%s lines of seats failed together; half by half", len(self))
            middle = len(self) // 2
            for half in (self[:middle], self[middle:]):
                half._apply_apart()
            return None
        _logger.warning("Seats of contract line %s: %s", self.contract_line_id.id, failed)
        reason = self.env._("Its contract line could not be written: %s", failed)
        self.write({"state": "held", "hold_code": "failed", "hold_reason": reason})
        return None

    def _apply(self):
        """Write the quantities to the contract lines; what does not fit any more is held."""
        return Application(self).apply()


def _nothing(field):
    """What stands in a field's column where it has no value: NULL, but in those of numbers."""
    if field.type == "boolean":
        return False
    return 0 if field.type in ("float", "monetary", "integer") else None


def _cell(value):
    """The value as COPY reads it: a tabulator ends a column, a newline the row."""
    if value is None:
        return "\\N"
    if value.__class__ is not str:
        return str(value)
    text = value.replace("\\", "\\\\")
    return text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
