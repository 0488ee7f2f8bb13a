# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

_NUMBER = re.compile(r"(.*?)(\d+)(\D*)")
"""A name with a number: web09.lab counts on as web10.lab."""
MOST = 50


class IpaiAssetClone(models.TransientModel):
    """Makes more assets like one: each with the next name and the next free address of its prefix."""

    _name = "ipai.asset.clone"
    _description = "Clone Assets"

    asset_id = fields.Many2one("ipai.asset", required=True, readonly=True)
    count = fields.Integer("How Many", required=True, default=1)
    pattern = fields.Char(
        "Name Pattern",
        required=True,
        help="{n} stands for a number, {nn} and {nnn} for one with leading zeros, as in web{nn}.",
    )
    start = fields.Integer("First Number", required=True, default=1)
    prefix_id = fields.Many2one(
        "ipai.prefix",
        domain="[('status', '!=', 'container')]",
        help="From which each gets the next free address. Empty: none gets one.",
    )
    names = fields.Text("They Are Called", compute="_compute_names")

    @api.depends("pattern", "start", "count")
    def _compute_names(self):
        for clone in self:
            clone.names = "\n".join(clone._names_to_give()[:MOST])

    @api.model
    def default_get(self, names):
        values = super().default_get(names)
        asset = self.env["ipai.asset"].browse(self.env.context.get("active_id"))
        if asset:
            pattern, start = pattern_of(asset.hostname or asset.name)
            prefix = asset.primary_ip4_id.prefix_id or asset.primary_ip6_id.prefix_id
            values |= {
                "asset_id": asset.id,
                "pattern": pattern,
                "start": start,
                "prefix_id": prefix.id,
            }
        return values

    def action_clone(self):
        """Make them, in the state planned, and show them."""
        self.ensure_one()
        asset = self.asset_id
        asset.check_access("read")
        if not 1 <= self.count <= MOST:
            raise UserError(self.env._("Between 1 and %s are made at once.", MOST))
        if self.count > 1 and self.pattern == self._named(1):
            raise UserError(self.env._("Write {n} where the number stands, as in web{nn}."))
        made = asset.browse()
        for name in self._names_to_give():
            made |= self._made(name)
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_asset.ipai_asset_action")
        action["domain"] = [("id", "in", made.ids)]
        action["context"] = {}
        return action

    def _made(self, name):
        """Return one more asset: what is of one machine only, such as serial number and MAC, is left out."""
        asset = self.asset_id
        hostname = name if asset.hostname else False
        if hostname and "." not in asset.name:
            name = name.partition(".")[0]
        made = asset.copy({"name": name, "hostname": hostname})
        cards = asset.interface_ids.sorted("sort_key")
        made.write(
            {
                "interface_ids": [
                    Command.create(
                        {
                            "name": card.name,
                            "kind": card.kind,
                            "vlan_id": card.vlan_id.id,
                            "tagged_vlan_ids": [Command.set(card.tagged_vlan_ids.ids)],
                        }
                    )
                    for card in cards
                ]
            }
        )
        if self.prefix_id:
            held = (asset.primary_ip4_id or asset.primary_ip6_id).interface_id
            place = made.interface_ids.filtered(lambda i: i.sort_key == held.sort_key)
            place = place or made._first_interfaces()[made]
            self.prefix_id._reserve_address({"interface_id": place[:1].id})
        return made

    def _names_to_give(self):
        return [self._named(self.start + number) for number in range(max(self.count, 0))][
            : MOST + 1
        ]

    def _named(self, number):
        return named(self.pattern or "", number)


def pattern_of(name):
    """Return (the pattern of a name, the number that comes next).

    >>> pattern_of("web09.lab"), pattern_of("pve1"), pattern_of("nas")
    (('web{nn}.lab', 10), ('pve{n}', 2), ('nas-{n}', 2))
    """
    head, dot, domain = name.partition(".")
    found = _NUMBER.fullmatch(head)
    if not found:
        return f"{head}-{{n}}{dot}{domain}", 2
    stem, number, rest = found.groups()
    return f"{stem}{{{'n' * len(number)}}}{rest}{dot}{domain}", int(number) + 1


def named(pattern, number):
    """Return the name that a pattern gives.

    >>> named("web{nn}.lab", 7), named("pve{n}", 12), named("x", 1)
    ('web07.lab', 'pve12', 'x')
    """
    return re.sub(r"\{(n+)\}", lambda found: str(number).zfill(len(found[1])), pattern)
