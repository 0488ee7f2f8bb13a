# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
from contextvars import ContextVar

from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import Command, api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

FAILED = ContextVar("seat_failed")
"""Ids of the contracts that failed in the job that is running."""


class ContractContract(models.Model):
    _inherit = "contract.contract"

    @api.constrains("company_id")
    def _check_seat_plans(self):
        """The constraint of the lines asks for their company, which follows from that of the contract."""
        self.contract_line_ids._check_seat_plan_company()

    def _recurring_create_invoice(self, date_ref=False):
        """One contract alone reads nothing of others: prices are computed for all that were read together.

        So a price list that breaks is the matter of its own contract.
        """
        alone = self.with_prefetch() if len(self) == 1 else self
        moves = super(ContractContract, alone)._recurring_create_invoice(date_ref)
        self._seat_settle_late(moves)
        return moves

    @api.model
    def _seat_settle_late(self, moves):
        """What was paid in advance by an older count, of a period that was counted by then, is corrected."""
        lines = moves._seat_periods().filtered(
            lambda line: line.seat_line_id.date_from != line.seat_date_from
        )
        moves._seat_settle(lines._seat_counts())

    def _prepare_recurring_invoices_values(self, date_ref=False):
        """Invoices without the lines that are held, with what was counted since and what is corrected.

        The dates of a held line go on with those of its contract: what is left out is kept as a
        postponed period, and invoiced for that period once it is counted.
        """
        prepared = []
        for contract in self:
            held = contract._seat_held(date_ref)
            values = super(ContractContract, contract)._prepare_recurring_invoices_values(date_ref)
            if not values:
                continue
            contract._seat_postpone(held)
            for invoice in values[:1]:
                invoice["invoice_line_ids"] += contract._seat_lines_besides()
            if held:
                values = [invoice for invoice in values if _bills(invoice)]
            prepared += values
        return prepared

    def _seat_held(self, date_ref):
        """(line, dates, reason) of the lines that would be invoiced now, and are not counted."""
        self.ensure_one()
        date_ref = date_ref or self.recurring_next_date
        counted = self.contract_line_ids.filtered(lambda line: line._is_counted())
        if not date_ref or not counted:
            return []
        held = []
        for line in counted & self._get_lines_to_invoice(date_ref):
            dates = line._get_period_to_invoice(line.last_date_invoiced, line.recurring_next_date)
            if not line._seat_count(*dates):
                held.append((line, dates, line._seat_hold_reason(*dates[:2])))
        return held

    def _seat_postpone(self, held):
        Postponed = self.env["ipai.seat.postponed"].sudo()
        for line, dates, reason in held:
            Postponed._postpone(line, dates, reason)
        if held:
            self._message_log(
                body=Markup("<p>%s</p><ul>%s</ul>")
                % (
                    self.env._("Left out of the invoice until they are counted:"),
                    Markup().join(
                        Markup("<li>%s, %s – %s: %s</li>")
                        % (line.product_id.display_name or line.name, dates[0], dates[1], reason)
                        for line, dates, reason in held
                    ),
                )
            )

    def _seat_lines_besides(self):
        """Commands for what the next invoice has besides its own period: counted late, and corrections."""
        self.ensure_one()
        domain = [("contract_id", "=", self.id), ("state", "=", "waiting")]
        commands = []
        for postponed in self.env["ipai.seat.postponed"].sudo().search(domain):
            line = postponed.contract_line_id
            dates = (postponed.date_from, postponed.date_to, postponed.invoice_date)
            if not line._seat_count(*dates):
                continue
            with line._for_period(*dates):
                commands.append(Command.create(line._invoice_line_besides()))
            postponed.state = "invoiced"
        corrections = self.env["ipai.seat.correction"].sudo().search(domain)
        commands += [Command.create(vals) for one in corrections for vals in one._invoice_lines()]
        corrections.write({"state": "invoiced"})
        return commands

    def _seat_invoice_counted(self):
        """Invoice the postponed periods that are counted by now, one invoice for a contract."""
        moves = self.env["account.move"]
        for contract in self:
            contract = contract.with_company(contract.company_id).with_prefetch()
            try:
                with self.env.cr.savepoint():
                    commands = contract._seat_lines_besides()
                    if not commands:
                        continue
                    vals = contract._prepare_invoice(fields.Date.context_today(contract))
                    made = moves.with_company(contract.company_id).create(
                        {**vals, "invoice_line_ids": commands}
                    )
                    contract._add_contract_origin(made)
                    contract._invoice_followers(made)
                    contract._seat_settle_late(made)
                    moves |= made
            except OperationalError:
                raise
            except Exception as error:
                contract._seat_broken(error)
        return moves

    @api.model
    def cron_recurring_create_invoice(self, date_ref=None):
        result = super().cron_recurring_create_invoice(date_ref)
        waiting = self.env["ipai.seat.postponed"].sudo().search([("state", "=", "waiting")])
        counted = waiting.filtered(
            lambda one: one.contract_line_id._seat_count(
                one.date_from, one.date_to, one.invoice_date
            )
        )
        self.browse(counted.contract_id.ids)._seat_invoice_counted()
        return result

    def _seat_log(self, bodies):
        """Log a text for each contract: one as Odoo makes it, the others as copies of its row.

        Notes notify nobody, so that nothing else follows from them.

        :param bodies: id of the contract → Markup, of nothing but paragraphs, lists and escaped words.
        """
        first, others = self[:1], self[1:]
        message = first._message_log(body=bodies[first.id])
        if not others:
            return message
        message.flush_recordset()
        own = {"id", "res_id", "body"}
        names = [
            name
            for name, field in message._fields.items()
            if field.store and field.column_type and name not in own
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO mail_message (%(names)s, res_id, body)"
                " SELECT %(names)s, told.id, told.body FROM mail_message,"
                " unnest(%(ids)s::int[], %(bodies)s::text[]) AS told(id, body) WHERE mail_message.id = %(first)s",
                names=SQL(", ").join(map(SQL.identifier, names)),
                ids=others.ids,
                bodies=[str(bodies[one]) for one in others.ids],
                first=message.id,
            )
        )
        others.invalidate_recordset(["message_ids"], flush=False)
        return message

    # -- one broken contract does not stop the others, nor make them slow ----------------------------

    @api.model
    def _cron_recurring_create(self, date_ref=False, create_type="invoice"):
        token = FAILED.set(set())
        try:
            return super()._cron_recurring_create(date_ref, create_type=create_type)
        finally:
            FAILED.reset(token)

    @api.model
    def _get_recurring_create_func(self, create_type="invoice"):
        """All at once; when that fails half by half, until who fails stands alone and is told.

        18.0 would invoice none of the company's contracts then, 19.0 one after the other.
        """
        create = super()._get_recurring_create_func(create_type=create_type)

        def create_apart(contracts, date_ref=False):
            # Prices are computed for all records that were read together.
            contracts = contracts.with_prefetch()
            try:
                with contracts.env.cr.savepoint():
                    return create(contracts, date_ref)
            except OperationalError:
                raise
            except Exception as error:
                failed = error
            if len(contracts) > 1:
                _logger.warning("%s contracts failed together; half by half", len(contracts))
                middle = len(contracts) // 2
                first = create_apart(contracts[:middle], date_ref)
                return first | create_apart(contracts[middle:], date_ref)
            contracts._seat_report(failed, create_type)
            return contracts.env["account.move"]

        return create and create_apart

    def _seat_report(self, error, create_type):
        """Tell of a contract that failed as its series does."""
        FAILED.get(set()).update(self.ids)
        if "invoice_generation_error" in self._fields:
            self._record_invoice_generation_error(error, create_type)
        else:
            self._seat_broken(error)

    def _clear_invoice_generation_error(self):
        """Of 19.0: the job takes for invoiced what it asked for together."""
        failed = FAILED.get(())
        fine = self.filtered(lambda contract: contract.id not in failed)
        return super(ContractContract, fine)._clear_invoice_generation_error()

    def _seat_broken(self, error):
        """Tell who answers for the contract that its invoice failed, once while it is not looked at."""
        self.ensure_one()
        _logger.warning("Contract %s (%s) is not invoiced: %s", self.name, self.id, error)
        summary = self.env._("Recurring invoice failed")
        if summary in self.activity_ids.mapped("summary"):
            return
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=summary,
            note=Markup("<pre>%s</pre>") % error,
            user_id=(self.user_id or self.env.user).id,
        )


def _bills(invoice):
    """Whether the values of an invoice have a line that is neither a section nor a note."""
    return any(
        command[2].get("display_type") not in ("line_section", "line_note")
        for command in invoice["invoice_line_ids"]
    )
