# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..pulseway import values
from ..pulseway.client import ApiError
from .ipai_pulseway_downstream import NOT_THERE

EACH = 20
"""So many values are brought to Pulseway in one turn."""
TRY_AGAIN = timedelta(minutes=15)
LONGEST = 250


class CannotTell(Exception):
    """The custom field is not as it has to be; the text says what a person does."""


class IpaiPulsewayAccount(models.Model):
    """What Pulseway is told in its custom fields: the open tickets of a device, and how a customer's contract stands.

    What is told is remembered and compared, so that nothing is lost by a rollback, and nothing is told twice.
    """

    _inherit = "ipai.pulseway.account"

    ticket_field = fields.Char(
        "Open Tickets Into",
        tracking=True,
        help="Name of a custom field of Pulseway, of type Text for devices. Empty: nothing is told.",
    )
    contract_field = fields.Char(
        "Contract Status Into",
        tracking=True,
        help="Name of a custom field of Pulseway, of type Text for organizations. Empty: nothing is told.",
    )
    fields_error = fields.Char("Custom Fields", readonly=True, copy=False)
    fields_tried_on = fields.Datetime(readonly=True, copy=False)

    @api.constrains("ticket_field", "contract_field")
    def _check_custom_fields(self):
        for account in self:
            if account.ticket_field and account.ticket_field == account.contract_field:
                raise ValidationError(
                    self.env._("Tickets and contracts go into two custom fields: name another one.")
                )

    def write(self, vals):
        """Another field: everything is told anew, at once."""
        result = super().write(vals)
        if "ticket_field" in vals:
            self._forget_told("ipai.pulseway.device", "told_tickets")
        if "contract_field" in vals:
            self._forget_told("ipai.pulseway.client", "told_contract")
        if not {"ticket_field", "contract_field"}.isdisjoint(vals):
            self.sudo().write({"fields_tried_on": False, "fields_error": False})
            self.env.ref("ipai_psa_pulseway.cron_work").sudo()._trigger()
        return result

    def _forget_told(self, model, field):
        told = [("account_id", "in", self.ids), (field, "!=", False)]
        # Narrow: one field, of this account's own.
        self.env[model].sudo().search(told).write({field: False})

    def _troubles(self):
        found = super()._troubles()
        if self.fields_error:
            found.append(("amber", self.env._("Custom fields: %s", self.fields_error)))
        return found

    # -- telling ---------------------------------------------------------------------------------

    def _tell_some(self):
        """Bring some values to Pulseway; a field that is not as it has to be costs a quarter of an hour.

        :raises ApiError: when the server does not answer.
        """
        now = fields.Datetime.now()
        if self.provider != "pulseway" or not self._has_token():
            return
        if self.fields_error and self.fields_tried_on and self.fields_tried_on > now - TRY_AGAIN:
            return
        ways = (
            (self.ticket_field, "Device", self._tickets_to_tell),
            (self.contract_field, "Organization", self._contracts_to_tell),
        )
        problems = []
        for name, context, find in ways:
            rows = find() if name else []
            if not rows:
                continue
            self.fields_tried_on = now
            try:
                self._tell(self._client(), name, context, rows)
            except CannotTell as error:
                problems.append(str(error))
        if self.fields_tried_on == now:
            self.fields_error = "; ".join(problems)[:300] or False

    def _tell(self, client, name, context, rows):
        """Bring values to one custom field.

        :param rows: (record, name of the field that remembers it, identifier there, value) each.
        :raises CannotTell: when none, or not all of them, could be told.
        """
        number = self._custom_field(client, name, context)
        refused = []
        for record, remembered, identifier, value in rows:
            body = {"ContextType": context, "ContextItemId": identifier}
            try:
                self._assign(client, number, body, value, first=not record[remembered])
            except ApiError as error:
                if error.status not in (400, 404):
                    raise
                refused.append(record.name or identifier)
            record[remembered] = value or False
        if refused:
            raise CannotTell(
                self.env._("“%(field)s” was refused for %(names)s.", field=name, names=", ".join(refused[:5]))
            )  # fmt: skip

    def _custom_field(self, client, name, context):
        """Its ID.

        :raises CannotTell: where there is none of this name, or one that cannot hold it.
        """
        try:
            rows = client.every("customFields")
        except ApiError as error:
            if error.status not in NOT_THERE:
                raise
            raise CannotTell(self.env._("this server has no custom fields.")) from error
        row = next((row for row in rows if values.text(row.get("Name")) == name.strip()), None)
        if not row:
            raise CannotTell(
                self.env._("there is none called “%s”: make it in Pulseway, of type Text.", name)
            )
        told = values.Folded(row)
        contexts = told.get("Contexts", "Context") or []
        if told.text("Type") != "Text" or told.get("IsReadOnly") is True or context not in contexts:
            raise CannotTell(
                self.env._("“%(field)s” has to be of type Text, for %(context)s, and not read only.", field=name, context=context)
            )  # fmt: skip
        return values.text(row.get("Id"))

    def _assign(self, client, number, body, value, first):
        """Give the field this value, whether it had one or not: either way is refused in the other case."""
        path = f"customFields/{number}"
        if not value:
            try:
                client.send("POST", f"{path}/unassign", body)
            except ApiError as error:
                if error.status != 400:
                    raise
            return
        body = {**body, "UseDefaultValue": False, "Value": value}
        ways = [("POST", f"{path}/assign"), ("PUT", f"{path}/updateAssigned")]
        before, after = ways if first else reversed(ways)
        try:
            client.send(*before, body)
        except ApiError as error:
            if error.status != 400:
                raise
            client.send(*after, body)

    # -- what there is to tell -------------------------------------------------------------------

    def _tickets_to_tell(self):
        """Devices of which other tickets are open than was told."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT d.id, left(coalesce(open.numbers, ''), %s)
              FROM ipai_pulseway_device d
              LEFT JOIN (SELECT t.asset_id, string_agg(t.number, ', ' ORDER BY t.id) AS numbers
                           FROM helpdesk_ticket t JOIN helpdesk_ticket_stage s ON s.id = t.stage_id
                          WHERE t.asset_id IS NOT NULL AND t.active AND NOT coalesce(s.closed, FALSE)
                          GROUP BY t.asset_id) AS open
                ON open.asset_id = d.asset_id
             WHERE d.account_id = %s AND d.state = 'linked'
               AND coalesce(d.told_tickets, '') <> left(coalesce(open.numbers, ''), %s)
             ORDER BY d.id LIMIT %s
            """,
            [LONGEST, self.id, LONGEST, EACH],
        )
        found = self.env.cr.fetchall()
        devices = self.env["ipai.pulseway.device"].sudo().browse([number for number, _v in found])
        return [
            (device, "told_tickets", device.identifier, value)
            for device, (_number, value) in zip(devices, found, strict=True)
        ]

    def _contracts_to_tell(self):
        """Organizations of whose customer something else is said than was told."""
        clients = self.env["ipai.pulseway.client"].sudo().search(
            [
                ("account_id", "=", self.id),
                ("level", "=", "organization"),
                ("external_id", "!=", False),
                ("partner_id", "!=", False),
                ("state", "=", "mapped"),
            ],
            order="id",
        )  # fmt: skip
        status = self._contract_status(clients.partner_id)
        found = []
        for client in clients:
            value = status.get(client.partner_id, "")[:LONGEST]
            if (client.told_contract or "") != value:
                found.append((client, "told_contract", client.external_id, value))
        return found[:EACH]

    @api.model
    def _contract_status(self, partners):
        """``{customer: how its contract stands}``; whoever keeps contracts says it."""
        return {}


class IpaiPulsewayDevice(models.Model):
    _inherit = "ipai.pulseway.device"

    told_tickets = fields.Char("Tickets Told", readonly=True)


class IpaiPulsewayClient(models.Model):
    _inherit = "ipai.pulseway.client"

    told_contract = fields.Char("Contract Told", readonly=True)
