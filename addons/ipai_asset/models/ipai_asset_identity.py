# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from .. import identity
from .ipai_asset import NAME_LENGTH


class IpaiAsset(models.Model):
    """What an asset is known by: one spelling of each identity, and nobody else's."""

    _inherit = "ipai.asset"

    @api.constrains("name", "hostname")
    def _check_lengths(self):
        for asset in self:
            if len(asset.name) > NAME_LENGTH:
                raise ValidationError(
                    self.env._(
                        "The name “%(name)s…” has %(length)s characters; shorten it to %(limit)s "
                        "and put the rest into the notes.",
                        name=asset.name[:40],
                        length=len(asset.name),
                        limit=NAME_LENGTH,
                    )
                )
            if not identity.is_hostname(asset.hostname or "x"):
                raise ValidationError(
                    self.env._(
                        "“%(hostname)s” cannot be a host name. Use letters, digits, dots, hyphens "
                        "and underscores, at most %(limit)s of them.",
                        hostname=asset.hostname[:80],
                        limit=identity.HOSTNAME_LENGTH,
                    )
                )

    @api.depends("hostname")
    def _compute_hostname_key(self):
        for asset in self:
            asset.hostname_key = identity.hostname_key(asset.hostname) or False

    @api.depends("serial_number")
    def _compute_serial_key(self):
        for asset in self:
            asset.serial_key = identity.usable_serial(asset.serial_number)

    @api.depends("serial_key", "company_id")
    def _compute_same_serial_ids(self):
        others = self.search(
            [("serial_key", "in", self.filtered("serial_key").mapped("serial_key"))]
        )
        for asset in self:
            asset.same_serial_ids = asset.serial_key and others.filtered(
                lambda other, asset=asset: (
                    other.serial_key == asset.serial_key
                    and other.company_id == asset.company_id
                    and other != asset._origin
                )
            )

    def action_view_same_serial(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_asset.ipai_asset_action")
        action["domain"] = [("id", "in", (self + self.same_serial_ids).ids)]
        return action

    def _normalize(self, vals):
        """A copy of ``vals`` with identities in their one spelling.

        :raises ValidationError: for a MAC or IP address that is none.
        """
        vals = dict(vals)
        for name in ("name", "hostname", "serial_number", "asset_tag"):
            if isinstance(vals.get(name), str):
                vals[name] = vals[name].strip() or False
        if vals.get("hostname"):
            vals["hostname"] = vals["hostname"].rstrip(".") or False
        for name, canonical in (
            ("mac_addresses", identity.canonical_mac),
            ("ip_addresses", identity.canonical_ip),
        ):
            if vals.get(name):
                try:
                    vals[name] = identity.canonical_list(vals[name], canonical)
                except ValueError as error:
                    raise ValidationError(str(error)) from error
        return vals

    @api.model
    def _fill_asset_tags(self, vals_list):
        """Give the next number to those without a tag, in as many queries for one as for many."""
        by_company = {}
        for vals in vals_list:
            if not vals.get("asset_tag"):
                company = vals.get("company_id") or self.env.company.id
                by_company.setdefault(company, []).append(vals)
        for company, missing in by_company.items():
            tags = self._next_asset_tags(company, len(missing))
            for vals, tag in zip(missing, tags, strict=True):
                vals["asset_tag"] = tag

    @api.model
    def _next_asset_tags(self, company_id, count):
        """``count`` free tags of the company's sequence; those typed by hand are passed over."""
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .search(
                [("code", "=", "ipai.asset"), ("company_id", "in", [company_id, False])],
                order="company_id",
                limit=1,
            )
        )
        if not sequence:
            raise UserError(
                self.env._(
                    "There is no number sequence for asset tags (code ipai.asset). Restore it in "
                    "Settings > Technical > Sequences, or give the asset a tag yourself."
                )
            )
        tags = []
        while len(tags) < count:
            wanted = count - len(tags)
            if sequence.implementation == "standard" and not sequence.use_date_range:
                self.env.cr.execute(
                    "SELECT nextval(%s) FROM generate_series(1, %s)",
                    [f"ir_sequence_{sequence.id:03d}", wanted],
                )
                drawn = [sequence.get_next_char(number) for (number,) in self.env.cr.fetchall()]
            else:
                drawn = [sequence.next_by_id() for _draw in range(wanted)]
            holders = self._holders_of_tags(drawn).filtered(lambda a: a.company_id.id == company_id)
            taken = {tag.lower() for tag in holders.mapped("asset_tag")}
            tags += [tag for tag in drawn if tag.lower() not in taken]
        return tags

    def _identity_of(self, vals):
        """``IDENTITY_FIELDS`` as they are to be: from ``vals``, else from the asset."""
        state = {
            "name": self.name,
            "hostname": self.hostname,
            "asset_tag": self.asset_tag,
            "customer_id": self.customer_id.id,
            "company_id": self.company_id.id or self.env.company.id,
            "status": self.status or "planned",
            "active": self.active if self else True,
        }
        return {name: vals.get(name, value) for name, value in state.items()}

    @api.model
    def _holders_of_tags(self, tags):
        """The assets of any company that have one of the tags, whatever the case."""
        self.flush_model(["asset_tag"])
        self.env.cr.execute(
            "SELECT id FROM ipai_asset WHERE lower(asset_tag) = ANY(%s)",
            [[tag.lower() for tag in tags]],
        )
        return self.sudo().browse([asset_id for (asset_id,) in self.env.cr.fetchall()])

    def _refuse_taken(self, states):
        """Refuse a host name or tag that another asset has, and name that one.

        Asked before the write: the unique indexes would speak first and cannot name the other;
        they catch what happens at the same moment.

        :param states: what the assets are to be, a dict of ``IDENTITY_FIELDS`` each.
        :raises ValidationError: naming the other asset.
        """
        self._refuse_taken_hostname(
            [s for s in states if s["hostname"] and s["active"] and s["status"] != "decommissioned"]
        )
        self._refuse_taken_asset_tag([state for state in states if state["asset_tag"]])

    def _refuse_taken_hostname(self, states):
        wanted = {}
        for state in states:
            key = identity.hostname_key(state["hostname"])
            wanted.setdefault((state["company_id"], state["customer_id"], key), []).append(state)
        taken = {
            (other.company_id.id, other.customer_id.id, other.hostname_key): other
            for other in self.sudo().search(
                [
                    ("hostname_key", "in", [key for _company, _customer, key in wanted]),
                    ("status", "!=", "decommissioned"),
                    ("id", "not in", self.ids),
                ]
            )
        }
        for place, mine in wanted.items():
            if place not in taken and len(mine) == 1:
                continue
            other = taken.get(place, mine[0])
            customer = self.env["res.partner"].sudo().browse(place[1] or [])
            raise ValidationError(
                self.env._(
                    "The host name %(hostname)s is already taken by %(other)s (%(tag)s) of "
                    "%(customer)s. Choose another host name, or decommission the other asset.",
                    hostname=mine[-1]["hostname"],
                    other=other["name"],
                    tag=other["asset_tag"],
                    customer=customer.name or self.env._("no customer"),
                )
            )

    def _refuse_taken_asset_tag(self, states):
        wanted = {}
        for state in states:
            place = (state["company_id"], state["asset_tag"].lower())
            wanted.setdefault(place, []).append(state)
        taken = {
            (other.company_id.id, other.asset_tag.lower()): other
            for other in self._holders_of_tags([tag for _company, tag in wanted]) - self
        }
        for place, mine in wanted.items():
            if place in taken or len(mine) > 1:
                raise ValidationError(
                    self.env._(
                        "The asset tag %(tag)s is already taken by %(other)s. Choose another, or "
                        "leave it empty for the next number.",
                        tag=mine[-1]["asset_tag"],
                        other=taken.get(place, mine[0])["name"],
                    )
                )
