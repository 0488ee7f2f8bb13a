# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from odoo.addons.ipai_base.http.problems import Problem

from .. import prometheus
from ..ports import single_ports
from .ipai_asset import CRITICALITIES

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
        carried = self._carried_services(service)
        by_service = bool(service or not port)
        if by_service:
            pairs = [(asset, one) for asset, services in carried.items() for one in services]
        else:
            mine = [("company_id", "=", self.env.company.id)]
            assets = self.search(mine + self._monitored_domain())
            pairs = [(asset, carried.get(asset, self.env["ipai.service"])) for asset in assets]
        self._fetch_addresses([asset.id for asset, _services in pairs])
        groups = []
        for asset, services in sorted(pairs, key=lambda pair: (pair[0].name, pair[0].id)):
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
    def _monitored_domain(self):
        return [
            ("active", "=", True),
            ("status", "=", "active"),
            "|",
            ("primary_ip4_id", "!=", False),
            ("primary_ip6_id", "!=", False),
        ]

    @api.model
    def _carried_services(self, name):
        """``{monitored asset: the services that run on it}``, of one service where a name is given."""
        domain = [("company_id", "=", self.env.company.id)]
        services = self.env["ipai.service"].search(
            [*domain, ("name", "=", name)] if name else domain
        )
        if name and not services:
            raise Problem(
                "not-found",
                "No service has this name.",
                "Write it as its form does, capitals included, or leave it out.",
            )
        relations = self.env["ipai.relation"].search(
            [
                *domain,
                ("type_id", "=", self.env["ipai.relation.type"]._host_type().id),
                ("source_service_id", "in", services.ids),
                ("target_asset_id", "any", self._monitored_domain()),
            ]
        )
        carried = {}
        for relation in relations:
            asset = relation.target_asset_id
            carried[asset] = carried.get(asset, services.browse()) | relation.source_service_id
        return carried

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
            service=", ".join(services.sorted("name").mapped("name")),
            owner=owners[0] or owners[1],
            criticality=levels[0] or levels[1],
            environment=self.environment,
            site=self.site_id.name,
            customer=self.customer_id.name,
            runbook_url=runbooks[0] or runbooks[1],
        )


def _highest(levels):
    return max(filter(None, levels), key=RANKS.index, default=None)
