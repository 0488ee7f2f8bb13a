# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..addressing import Address, Span

MOST = 1000
"""So many addresses are shown one by one; behind them the rows end."""
KINDS = [("prefix", "Prefix"), ("range", "Range"), ("address", "Address"), ("free", "Free")]


class IpaiPrefixSpace(models.TransientModel):
    """A row of what lies in a prefix, in the order of the numbers: prefixes, ranges, addresses, and what is free."""

    _name = "ipai.prefix.space"
    _description = "Space in a Prefix"
    _order = "id"
    _rec_name = "first"

    prefix_id = fields.Many2one("ipai.prefix", required=True, readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    first = fields.Char(readonly=True)
    last = fields.Char(readonly=True)
    size = fields.Char("Addresses", readonly=True)
    what = fields.Char(readonly=True)
    model = fields.Char(readonly=True)
    record_id = fields.Integer(readonly=True)

    @api.model
    def _fill(self, prefix):
        """Make the rows of a prefix; return them."""
        net = prefix._value()
        low, high = net.usable if prefix.status != "container" else (net.first, net.last)
        held = sorted(self._held(prefix), key=lambda row: (row[0].first, -row[0].last))
        shown = [span.last for span, kind, _record, _what in held if kind == "address"]
        if len(shown) >= MOST:
            high = shown[-1]  # what is behind it is not known to be free
        free = [
            (Span(start, end), "free", False, "")
            for start, end in net.gaps([span for span, _k, _r, _w in held], low, high)
        ]
        rows = sorted([*held, *free], key=lambda row: (row[0].first, -row[0].last))
        return self.create(
            [
                {
                    "prefix_id": prefix.id,
                    "kind": kind,
                    "first": Address(net.family, span.first, net.length).name,
                    "last": Address(net.family, span.last, net.length).name,
                    "size": f"{span.last - span.first + 1:,}",
                    "what": what,
                    "model": record and record._name,
                    "record_id": record and record.id,
                }
                for span, kind, record, what in rows
            ]
        )

    @api.model
    def _held(self, prefix):
        """Return (span, kind, record, what it is) of all that lies directly in a prefix."""
        found = []
        for child in prefix.child_ids:
            net = child._value()
            found.append((Span(net.first, net.last), "prefix", child, child._describe()))
        for kept in prefix.range_ids:
            one, other = (Address.parse(t).host for t in (kept.first_address, kept.last_address))
            kind = dict(kept._fields["kind"]._description_selection(self.env))[kept.kind]
            what = ", ".join(filter(None, [kind, kept.description]))
            found.append((Span(one, other), "range", kept, what))
        addresses = self.env["ipai.ip.address"].search(
            [("prefix_id", "=", prefix.id)], order="host_key", limit=MOST
        )
        for address in addresses:
            host = address._parsed().host
            found.append((Span(host, host), "address", address, address._describe()))
        if prefix.gateway:
            host = Address.parse(prefix.gateway).host
            if host not in {span.first for span, kind, _r, _w in found if kind == "address"}:
                found.append((Span(host, host), "address", False, self.env._("Gateway")))
        return found

    def action_open(self):
        """Open what stands here, or a form for the first address that is free."""
        self.ensure_one()
        if self.kind != "free":
            record = self.env[self.model or "ipai.prefix"].browse(
                self.record_id or self.prefix_id.id
            )
            return record._get_records_action(context={})
        prefix = self.prefix_id
        if prefix.status == "container":
            return prefix.action_next_free_prefix()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Address in %s", prefix.name),
            "res_model": "ipai.ip.address",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_name": f"{self.first}/{prefix.length}",
                "default_scope_id": prefix.scope_id.id,
                "default_company_id": prefix.company_id.id,
            },
        }


class IpaiPrefix(models.Model):
    _inherit = "ipai.prefix"

    def action_view_space(self):
        """List what lies in the prefix in the order of the numbers, with what is free between."""
        self.ensure_one()
        self.check_access("read")
        rows = self.env["ipai.prefix.space"]._fill(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_network.ipai_prefix_space_action"
        )
        action["name"] = self.env._("Space in %s", self.name)
        action["domain"] = [("id", "in", rows.ids)]
        return action
