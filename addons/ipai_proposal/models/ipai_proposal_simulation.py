# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import psycopg2

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_base.compat import constraint_message

from .. import sandbox
from .ipai_proposal_operation import plain_values

REFUSALS = (UserError, ValueError, KeyError, TypeError, psycopg2.IntegrityError, psycopg2.DataError)
"""What a wrong write raises. A conflict with another transaction is not among them: Odoo tries again."""
SHOWN = 20
RIVALS = 500
IDENTITIES = ("vat", "email", "email_from", "phone", "website", "name", "hostname", "serial_number")
"""By these two proposals would make the same record."""


class IpaiProposalSimulation(models.Model):
    """The real create or write, with all that Odoo does about it, taken back."""

    _inherit = "ipai.proposal"  # pylint: disable=consider-merging-classes-inherited

    def _simulate(self):
        """Run the operations as the bot user in a savepoint, and keep what came of it.

        Nothing is sent, and nothing stays but numbers that a sequence gave away.
        """
        self.ensure_one()
        operations = self.sudo().operation_ids
        kept = {
            operation: {
                "kept_before": operation._values_now(),
                "before_write_date": operation._written_now(),
                "kept_duplicates": self._find_duplicates(operation),
            }
            for operation in operations
        }
        report = {"errors": [], "warnings": [], "mails": []}
        with sandbox.dry_run(self.env.cr):
            marks = self._mail_marks()
            for number, operation in enumerate(operations):
                try:
                    record = self._carry_out(operation)
                    record.env.cr.flush()
                except REFUSALS as error:
                    where = f"/operations/{number}"
                    report["errors"].append(
                        {"pointer": where, "detail": reason_of(self.env, error)}
                    )
                    break
                names = (
                    operation.kept_values if operation.method == "write" else self._shown(record)
                )
                kept[operation]["kept_after"] = plain_values(record.sudo(), names)
            else:
                report["mails"] = self._mails_since(marks)
        for operation, vals in kept.items():
            operation.write(vals)
        self.sudo().write({"simulation": report, "simulated_at": fields.Datetime.now()})
        return not report["errors"]

    def _carry_out(self, operation):
        """Do one operation with the rights of the bot user, never as superuser; return its record."""
        bot = self.sudo().bot_user_id
        context = {
            "lang": bot.lang,
            "tz": bot.tz,
            "allowed_company_ids": self.company_id.ids,
            **self._writing_context(),
        }
        env = self.env(user=bot.id, su=False, context=context)
        model = env[operation.res_model].with_company(self.company_id)
        if operation.method == "create":
            return model.create(operation._orm_values())
        record = model.browse(operation.res_id)
        record.write(operation._orm_values())
        return record

    def _shown(self, record):
        """The fields of a new record that a reviewer sees: given ones, and defaults that were filled."""
        allowed = self._allowed_operations()[record._name].create
        return [name for name in sorted(allowed) if name in record._fields]

    def _find_duplicates(self, operation):
        """Records that look like the new one: what its model says in ``_proposal_duplicates``."""
        if operation.method != "create" or operation._is_gone():
            return []
        # Narrow: each reader is shown only those that they may read.
        model = operation._model().sudo().with_company(self.company_id)
        found = model._proposal_duplicates(operation.sudo().kept_values)
        return [
            {"model": model._name, "id": record.id, "name": record.display_name, "why": why}
            for record, why in found[:SHOWN]
        ]

    def _find_rivals(self, operation):
        """Other open proposals that would make the same: dicts as of ``_find_duplicates``."""
        mine = identities_of(operation.sudo()) if operation.method == "create" else set()
        if not mine:
            return []
        waiting = [
            ("method", "=", "create"),
            ("res_model", "=", operation.res_model),
            ("company_id", "=", self.company_id.id),
            ("proposal_id.state", "in", ("draft", "pending", "approved")),
            ("proposal_id", "!=", self.id),
        ]
        rivals, behind = self.browse(), []
        # The newest first, until enough are found or none is left: an older one counts as much.
        # Narrow: of the proposal's own company; who reads them is asked by `_review_duplicates`.
        while len(rivals) < SHOWN and (
            others := operation.sudo().search(waiting + behind, order="id desc", limit=RIVALS)
        ):
            rivals |= others.filtered(lambda other: mine & identities_of(other)).proposal_id
            behind = [("id", "<", others[-1].id)]
        return [
            {
                "model": self._name,
                "id": rival.id,
                "name": rival.display_name,
                "why": self.env._("proposes the same"),
            }
            for rival in rivals[:SHOWN]
        ]

    def _mail_marks(self):
        """The highest numbers of what tells people something, before the simulation."""
        marks = {}
        for model in ("mail.mail", "mail.notification"):
            last = self.env[model].sudo().search([], order="id desc", limit=1)
            marks[model] = last.id or 0
        return marks

    def _mails_since(self, marks):
        """Whom it would tell: dicts of to and subject."""
        # Narrow: what this very simulation would have sent.
        newer = {
            model: self.env[model].sudo().search([("id", ">", mark)], limit=SHOWN)
            for model, mark in marks.items()
        }
        told = [
            {
                "to": mail.email_to or ", ".join(mail.recipient_ids.mapped("name")),
                "subject": mail.subject,
            }
            for mail in newer["mail.mail"]
        ]
        told += [
            {
                "to": notification.res_partner_id.name,
                "subject": message.subject or message.record_name,
            }
            for notification in newer["mail.notification"]
            if (message := notification.mail_message_id)
            and notification.notification_type == "inbox"
        ]
        return [{key: value or "" for key, value in one.items()} for one in told]


def identities_of(operation):
    """What a new record would be known by: pairs of field and value in one spelling."""
    values = operation.kept_values or {}
    return {
        (name, values[name].strip().casefold())
        for name in IDENTITIES
        if isinstance(values.get(name), str) and values[name].strip()
    }


def reason_of(env, error):
    """What a refused write is told to a person, and nothing of the inside."""
    if isinstance(error, psycopg2.IntegrityError):
        return constraint_message(env, error)
    return str(error.args[0]) if error.args else type(error).__name__
