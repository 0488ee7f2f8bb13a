# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A run's lines, written to the contracts: once for a line and a period, and only where they still fit."""

import gc

from dateutil.relativedelta import relativedelta
from markupsafe import Markup, escape

from odoo import fields
from odoo.tools import SQL, float_compare, format_date

from odoo.addons.ipai_base.trees import take_turns

from .contracts import GONE_BY, gone


class Application:
    """A batch of seat lines that is written together, as superuser."""

    def __init__(self, lines):
        self.lines, self.env = lines, lines.env

    def apply(self):
        """Write the quantities to the contract lines, once for a line and a period."""
        # Of two runs at one moment the second fails on this, is tried again, and sees what the first did.
        take_turns(self.lines.plan_id)
        self._tie()
        lines = self._fitting()
        earlier = {
            (line.contract_line_id, line.date_from, line.date_to): line
            for line in lines.search(
                [("contract_line_id", "in", lines.contract_line_id.ids), ("state", "=", "applied")]
            )
        }
        changed, same, now = lines.browse(), lines.browse(), fields.Datetime.now()
        for line in lines:
            before = earlier.get((line.contract_line_id, line.date_from, line.date_to))
            if before and not float_compare(before.quantity, line.quantity, precision_digits=6):
                same |= line
                line.replaced_by_id = before
                continue
            if before:
                before.write({"state": "replaced", "replaced_by_id": line.id})
            changed |= line
        same.write({"state": "replaced", "applied_on": now})
        # The one that was applied makes room before the next takes its place.
        self.env.flush_all()
        self._mark_applied(changed, now)
        before = {line.id: line.contract_line_id.quantity for line in changed}
        self._write_quantities(changed)
        self.env["ipai.seat.correction"]._settle(changed)
        self._tell_contracts(changed, before)

    def _mark_applied(self, lines, now):
        """In one statement: all get the same."""
        if not lines:
            return
        self.env.cr.execute(
            SQL(
                "UPDATE ipai_seat_line SET state = 'applied', applied_on = %(now)s,"
                " write_date = %(now)s, write_uid = %(user)s WHERE id IN %(ids)s",
                now=now,
                user=self.env.uid,
                ids=lines._ids,
            )
        )
        names = ["state", "applied_on", "write_date", "write_uid"]
        lines.invalidate_recordset(names, flush=False)
        lines.modified(names)

    # -- contract lines -------------------------------------------------------------------------

    def _tie(self):
        """Make the contract lines that were proposed, unless somebody made them since."""
        lines = self.lines.filtered(lambda line: not line.contract_line_id)
        if not lines:
            return
        tied = {}
        for found in self.env["contract.line"].search(
            [
                ("contract_id", "in", lines.contract_id.ids),
                ("seat_plan_id", "in", lines.plan_id.ids),
                ("display_type", "=", False),
                ("is_canceled", "=", False),
            ]
        ):
            tied[found.contract_id, found.seat_plan_id, found.seat_role or "base"] = found
        for line in lines:
            line.contract_line_id = tied.get((line.contract_id, line.plan_id, line.role))
        lines = lines.filtered(lambda line: not line.contract_line_id)
        made = self.env["contract.line"].create([_contract_line_vals(line) for line in lines])
        for line, contract_line in zip(lines, made, strict=True):
            line.contract_line_id = contract_line
            # Its first period may begin later than the run's.
            line.old_quantity = 0

    def _fitting(self):
        """The lines whose contract line is still what was counted for; the others are held."""
        left = self.lines
        contract_lines = self.lines.contract_line_id
        told = {one["id"]: one for one in contract_lines.read(GONE_BY, load=None)}
        for line in self.lines:
            terms = (line.plan_id.id, line.role, line.date_from, line.date_to)
            if why := gone(self.env, told[line.contract_line_id.id], *terms):
                reason = self.env._("Its contract line changed after it was counted: %s", why[1])
                line.write({"state": "held", "hold_code": "failed", "hold_reason": reason})
                left -= line
        return left

    def _write_quantities(self, lines):
        """The newest period's quantity stands on the contract line, and its price follows."""
        newest = dict(
            lines._read_group(
                [("contract_line_id", "in", lines.contract_line_id.ids), ("state", "=", "applied")],
                ["contract_line_id"],
                ["date_to:max"],
            )
        )
        lines_of = {}
        for line in lines:
            if line.date_to >= newest[line.contract_line_id]:
                lines_of.setdefault(line.quantity, []).append(line.contract_line_id.id)
        for quantity, ids in lines_of.items():
            lines.contract_line_id.browse(ids).write({"quantity": quantity})
        self.env._recompute_all()
        # Each price was asked in an environment of its own, and Odoo goes through all there are for each
        # amount that it writes.
        gc.collect(0)

    # -- chatter --------------------------------------------------------------------------------

    def _tell_contracts(self, lines, before):
        """One summary in the chatter of each contract.

        :param before: id of the seat line → the quantity that its contract line had.
        """
        texts, spans = {}, {}
        text = self.env._("%(plan)s, %(first)s – %(last)s: %(old)g → %(new)g. %(why)s")
        for line in lines.filtered("contract_id"):
            days = (line.date_from, line.date_to)
            if days not in spans:
                spans[days] = [format_date(self.env, day) for day in days]
            first, last = spans[days]
            told = text % {
                "plan": line.contract_line_id.product_id.display_name or line.plan_id.name,
                "first": first,
                "last": last,
                "old": before[line.id],
                "new": line.quantity,
                "why": (line.difference or "").replace("\n", "; "),
            }
            texts.setdefault(line.contract_id.id, []).append(f"<li>{escape(told)}</li>")
        if texts:
            contracts = self.env["contract.contract"].browse(texts)
            told = escape(self.env._("Seats were counted."))
            contracts._seat_log(
                {
                    key: Markup(f"<p>{told}</p><ul>{''.join(items)}</ul>")
                    for key, items in texts.items()
                }
            )


def _contract_line_vals(seat_line):
    """A line of the contract whose next period is that of the lines beside it."""
    contract, plan = seat_line.contract_id, seat_line.plan_id
    beside = contract.contract_line_ids.filtered(
        lambda line: not line.display_type and not line.is_canceled
    )
    starts = [day for day in beside.mapped("next_period_date_start") if day]
    begins = min(starts) if starts else seat_line.date_from
    product = plan.overage_product_id if seat_line.role == "overage" else plan.product_id
    lang = contract.partner_id.lang
    vals = {
        "contract_id": contract.id,
        "product_id": product.id,
        "name": product.with_context(lang=lang).get_product_multiline_description_sale(),
        "quantity": seat_line.quantity,
        "automatic_price": True,
        "seat_plan_id": plan.id,
        "seat_role": seat_line.role,
        "date_start": begins,
    }
    like = beside[:1] or contract
    for name in ("recurring_rule_type", "recurring_interval", "recurring_invoicing_type"):
        vals[name] = like[name]
    if contract.line_recurrence:
        return vals
    # Dates flow from the header, so the line would be invoiced from the contract's first day on.
    vals["date_start"] = contract.date_start
    if contract.date_start and begins > contract.date_start:
        vals["last_date_invoiced"] = begins - relativedelta(days=1)
    return vals
