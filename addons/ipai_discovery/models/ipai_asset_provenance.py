# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.ipai_asset.property_values import extra_fields
from odoo.addons.ipai_base.compat import Index
from odoo.addons.ipai_base.told import is_same, of_orm

from ..importing.parts.keys import PROPERTY
from ..importing.planning.values import IMPORT_FIELDS, current_values
from ..observing import is_observing


class IpaiAsset(models.Model):
    """An asset as sources know it: who reports which field, and what a person has taken over."""

    _inherit = "ipai.asset"  # pylint: disable=consider-merging-classes-inherited

    # By these the rows of a run find the assets that they may speak of: see `CANDIDATES`.
    _link_serial_idx = Index(
        "(company_id, upper(regexp_replace(serial_number, '[\\W_]+', '', 'g')))"
    )
    _link_tag_idx = Index("(company_id, upper(regexp_replace(asset_tag, '[\\W_]+', '', 'g')))")
    _link_hostname_idx = Index("(company_id, split_part(lower(hostname), '.', 1))")
    _link_name_idx = Index("(company_id, split_part(lower(name), '.', 1))")

    sighting_ids = fields.One2many("ipai.sighting", "asset_id", "Sightings")
    origin_ids = fields.One2many("ipai.field.origin", "asset_id", "Origins")
    drift_ids = fields.One2many("ipai.drift", "asset_id", "Drift Lines")
    drift_count = fields.Integer(compute="_compute_drift_count")
    seen_on = fields.Datetime(
        "Met Last", compute="_compute_seen_on", help="By a source, a scan or the monitoring."
    )

    @api.depends("drift_ids.state")
    def _compute_drift_count(self):
        groups = self.env["ipai.drift"]._read_group(
            [("asset_id", "in", self.ids), ("state", "=", "open")], ["asset_id"], ["__count"]
        )
        counts = {asset.id: count for asset, count in groups}
        for asset in self:
            asset.drift_count = counts.get(asset.id, 0)

    @api.depends("last_seen", "sighting_ids.last_seen")
    def _compute_seen_on(self):
        for asset in self:
            moments = [asset.last_seen, *asset.sighting_ids.mapped("last_seen")]
            asset.seen_on = max(filter(None, moments), default=False)

    def write(self, vals):
        if is_observing():
            return super().write(vals)
        properties = self._property_values() if "properties" in vals else {}
        names = [name for name in vals if name in IMPORT_FIELDS]
        before = {asset: current_values(asset, names) for asset in self}
        result = super().write(vals)
        self._lock_written(before, properties)
        return result

    @api.model
    def get_empty_list_help(self, help_message):
        """Also say that a file can fill the list."""
        more = self.env._(
            "Or let Assets > Import Assets read an nmap scan, a CSV file or a NetBox export."
        )
        return super().get_empty_list_help(help_message) + Markup("<p>%s</p>") % more

    @api.model
    def _link_domain(self):
        """Which assets a report may speak of at all."""
        return []

    def action_view_drift(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_discovery.ipai_drift_action")
        action["domain"] = [("asset_id", "=", self.id)]
        return action

    def _lock_written(self, before, properties):
        """A person has written: what sources report of these fields becomes drift from now on.

        Writing the same value is no change.
        """
        pairs = [
            (asset.id, name)
            for asset, held in before.items()
            for name, now in current_values(asset, list(held)).items()
            if not is_same(held[name], now)
        ]
        if properties:
            after = self._property_values()
            pairs += [
                (asset_id, PROPERTY + name.lower())
                for asset_id, held in properties.items()
                for name in held.keys() | after[asset_id].keys()
                if not is_same(held.get(name), after[asset_id].get(name))
            ]
        if pairs:
            # Narrow: fields of assets that the caller has just written.
            self.env["ipai.field.origin"].sudo()._lock_pairs(pairs)

    def _property_values(self):
        """Return {asset id: {name: value}} of the extra fields."""
        return {
            asset_id: {d["name"]: of_orm(d.get("value"), d["type"]) for d in definitions}
            for asset_id, definitions in extra_fields(self)
        }
