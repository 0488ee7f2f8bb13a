# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_base.compat import UniqueIndex
from odoo.addons.ipai_discovery.importing.parts.keys import SERVICE, part_key
from odoo.addons.ipai_discovery.importing.planning import plan


class IpaiObservedPort(models.Model):
    """A port that a scan found open on an asset: an observed service, until a person makes it a documented one."""

    _name = "ipai.observed.port"
    _description = "Observed Service"
    _order = "asset_id, protocol, number"

    asset_id = fields.Many2one(
        "ipai.asset", required=True, readonly=True, index=True, ondelete="cascade"
    )
    source_id = fields.Many2one(
        "ipai.source", required=True, readonly=True, index=True, ondelete="cascade"
    )
    run_id = fields.Many2one(
        "ipai.import.run", "First Scan", readonly=True, index="btree_not_null", ondelete="set null"
    )
    protocol = fields.Char(required=True, readonly=True)
    number = fields.Integer("Port", required=True, readonly=True, aggregator=None)
    name = fields.Char("Service Seen", readonly=True, help="As the scan calls what answers there.")
    product = fields.Char(readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("gone", "Gone")], required=True, readonly=True, default="open"
    )
    service_id = fields.Many2one(
        "ipai.service",
        "Documented As",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    first_seen = fields.Datetime(required=True, readonly=True)
    last_seen = fields.Datetime(required=True, readonly=True)
    customer_id = fields.Many2one(related="asset_id.customer_id")
    company_id = fields.Many2one(
        related="asset_id.company_id", store=True, index=True, precompute=True
    )

    _port_uniq = UniqueIndex(
        "(asset_id, source_id, protocol, number)", "This port is on record already."
    )

    @api.depends("name", "number", "protocol")
    def _compute_display_name(self):
        for port in self:
            port.display_name = port._called()

    def action_make_service(self):
        """Document what answers on these ports as services that their assets carry."""
        self.asset_id.check_access("write")
        if self.filtered(lambda port: port.state == "gone"):
            raise UserError(
                self.env._("What is gone is no service any more. Choose ports that are open.")
            )
        services, relations = self.env["ipai.service"], self.env["ipai.relation"]
        carries = self.env["ipai.relation.type"]._host_type()
        for port in self.filtered(lambda port: not port.service_id):
            asset = port.asset_id
            service = services.search(
                [
                    ("name", "=ilike", port._service_name()),
                    ("customer_id", "in", [asset.customer_id.id, False]),
                    ("company_id", "=", asset.company_id.id),
                ],
                order="customer_id",
                limit=1,
            ) or services.create(
                {
                    "name": port._service_name(),
                    "customer_id": asset.customer_id.id,
                    "company_id": asset.company_id.id,
                }
            )
            values = {
                "type_id": carries.id,
                "source_service_id": service.id,
                "target_asset_id": asset.id,
            }
            place = (carries.id, *relations._nodes_of(values))
            if not relations._existing([place]):
                relations.create(values)
            port.sudo().service_id = service
        return True

    def action_open_asset(self):
        self.ensure_one()
        return self.asset_id._get_records_action(context={})

    def _service_name(self):
        """What a service is called of which only the port is known."""
        return self.name or f"{self.number}/{self.protocol}"

    def _called(self):
        place = f"{self.number}/{self.protocol}"
        return f"{self.name} ({place})" if self.name else place

    # -- scans ---------------------------------------------------------------------------------

    @api.model
    def _observe(self, run, seen, asked, now):
        """Note the ports that a scan saw, and what differs from the scan before as drift.

        :param seen: {asset id: Ports}
        :param asked: which ports were asked at all
        """
        source = run.source_id
        known = self.search([("asset_id", "in", list(seen)), ("source_id", "=", source.id)])
        by_place = {(p.asset_id.id, p.protocol, p.number): p for p in known}
        scanned_before = set(known.asset_id.ids)
        fresh, again, observed = [], self.browse(), {}
        for asset_id, ports in seen.items():
            for port in ports:
                held = by_place.pop((asset_id, port.protocol, port.number), None)
                if held:
                    again |= held
                    told = {"name": port.name, "product": port.product}
                    changed = {n: v for n, v in told.items() if v and v != (held[n] or "")}
                    if changed:
                        held.write(changed)
                    continue
                fresh.append(
                    {
                        "asset_id": asset_id,
                        "source_id": source.id,
                        "run_id": run.id,
                        "protocol": port.protocol,
                        "number": port.number,
                        "name": port.name,
                        "product": port.product,
                        "first_seen": now,
                        "last_seen": now,
                    }
                )
        made = self.create(fresh)
        (made | again)._link_services()
        again.write({"state": "open", "last_seen": now})
        gone = self.browse(
            [p.id for p in by_place.values() if asked.includes(p.protocol, p.number)]
        )
        gone.write({"state": "gone"})
        unknown = made.filtered(lambda p: not p.service_id)
        for port in unknown.filtered(lambda p: p.asset_id.id in scanned_before):
            observed.update([port._drift(None, {"name": port._service_name(), "role": None})])
        for port in gone.filtered("service_id"):
            observed.update([port._drift({"name": port.service_id.name, "role": None}, None)])
        # A port that is seen as before, and one that is neither new nor documented, differs no more.
        settled = again.filtered("service_id") | gone.filtered(lambda p: not p.service_id)
        reported = {
            asset_id: {
                part_key(SERVICE, p._documented_name())
                for p in settled.filtered(lambda p, asset_id=asset_id: p.asset_id.id == asset_id)
            }
            for asset_id in seen
        }
        # Narrow: what this run met, by its own source.
        self.env["ipai.drift"].sudo()._observe(run, observed, reported, now)

    def _link_services(self):
        """Tie ports to the services that their assets carry under the same name."""
        carried = self.env["ipai.relation"].search(
            [
                ("type_id", "=", self.env["ipai.relation.type"]._host_type().id),
                ("target_asset_id", "in", self.asset_id.ids),
            ]
        )
        by_name = {
            (relation.target_asset_id, relation.source_service_id.name.lower()): relation
            for relation in carried
        }
        for port in self.filtered(lambda port: not port.service_id):
            relation = by_name.get((port.asset_id, port._service_name().lower()))
            if relation:
                port.service_id = relation.source_service_id

    def _documented_name(self):
        return self.service_id.name or self._service_name()

    def _drift(self, old, new):
        """Return ((asset id, field), Change) of a service that is new, or gone."""
        field = part_key(SERVICE, (new or old)["name"])
        return (self.asset_id.id, field), plan.Change(field, old, new)
