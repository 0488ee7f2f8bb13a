# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.tools import escape_psql

from odoo.addons.ipai_asset.models.ipai_asset import CRITICALITIES
from odoo.addons.ipai_base.http.problems import Problem
from odoo.addons.ipai_topology.ports import single_ports

from .. import prometheus

RANKS = [code for code, _label in CRITICALITIES]


class IpaiAsset(models.Model):
    """What the monitoring is told of an asset."""

    _inherit = "ipai.asset"

    @api.model
    def _prometheus_groups(self, port=None, service=None):
        """The target groups of the current company: active assets that have a primary address.

        :param port: an integer; without it the single TCP ports of each service are taken.
        :param service: the name of a service; without it all services, or all assets with ``port``.
        :raises Problem: when no service has this name.
        """
        by_service = bool(service or not port)
        carried = self._carried_services(self._named_services(service))
        nothing = self.env["ipai.service"]
        pairs = []
        for asset in self._monitored_assets():
            services = carried.get(asset, nothing)
            pairs += [(asset, told) for told in (services if by_service else [services])]
        self._fetch_addresses([asset.id for asset, _services in pairs])
        groups = []
        for asset, services in pairs:
            host = asset._primary_ip()
            ports = [port] if port else single_ports(services.ports)
            if host and ports:
                groups.append(
                    {
                        "targets": [prometheus.target(host, number) for number in ports],
                        "labels": asset._prometheus_labels(services, by_service),
                    }
                )
        return groups

    @api.model
    def _fetch_addresses(self, ids):
        """Read all primary addresses at once; taken one by one, each would be a query of its own."""
        assets = self.browse(dict.fromkeys(ids))
        (assets.primary_ip4_id | assets.primary_ip6_id).fetch(["host", "host_key"])

    @api.model
    def _monitored_assets(self):
        """The assets of the current company that are to be watched, by name."""
        return self.search(
            [
                ("company_id", "=", self.env.company.id),
                ("status", "=", "active"),
                "|",
                ("primary_ip4_id", "!=", False),
                ("primary_ip6_id", "!=", False),
            ]
        )

    @api.model
    def _named_services(self, name):
        """The services of the current company with this name, all of them without a name."""
        domain = [("company_id", "=", self.env.company.id)]
        services = self.env["ipai.service"].search(
            [*domain, ("name", "=ilike", escape_psql(name.strip()))] if name else domain
        )
        if name and not services:
            raise Problem(
                "not-found",
                "No service has this name.",
                "Write it as its form does, or leave it out.",
            )
        return services

    @api.model
    def _carried_services(self, services):
        """``{asset: those of the services that run on it}``."""
        relations = self.env["ipai.relation"].search(
            [
                ("type_id", "=", self.env["ipai.relation.type"]._host_type().id),
                ("source_service_id", "in", services.ids),
                ("target_asset_id", "!=", False),
            ],
            order="id",
        )
        return {
            asset: found.source_service_id.sorted("name")
            for asset, found in relations.grouped("target_asset_id").items()
        }

    def _prometheus_labels(self, services, by_service):
        """The labels of one group; of a service's targets, the service speaks before its machine."""
        self.ensure_one()
        told = (services, self) if by_service else (self, services)
        owners = [records.owner_id[:1].name for records in told]
        levels = [_highest(records.mapped("criticality")) for records in told]
        runbooks = [records.kb_link_ids._runbook_url() for records in told]
        return prometheus.labels(
            asset=self.name,
            asset_id=self.id,
            asset_url=self._get_url(),
            type=self.type_id.name,
            service=", ".join(services.mapped("name")),
            owner=owners[0] or owners[1],
            criticality=levels[0] or levels[1],
            environment=self.environment,
            site=self.site_id.name,
            customer=self.customer_id.name,
            runbook_url=runbooks[0] or runbooks[1],
        )


def _highest(levels):
    return max(filter(None, levels), key=RANKS.index, default=None)
