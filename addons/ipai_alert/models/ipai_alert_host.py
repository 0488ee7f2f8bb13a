# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.ipai_asset.linkage.identities import ANY_CUSTOMER, Identities
from odoo.addons.ipai_base.compat import UniqueIndex

from ..alerting import hosts
from ..linking import AlertLinking
from .ipai_alert import QUIET

SUGGESTED = 5


class IpaiAlertHost(models.Model):
    """A person's word for which machine or service a source means by a name."""

    _name = "ipai.alert.host"
    _description = "Name in Alerts"
    _order = "host, id"
    _rec_name = "host"
    _check_company_auto = True

    host = fields.Char("Machine as Told", required=True, help="As alerts name it, as in: pve01.")
    source_id = fields.Many2one(
        "ipai.inbox.source",
        ondelete="cascade",
        index="btree_not_null",
        help="Where it is called so; empty: wherever it comes from.",
    )
    asset_id = fields.Many2one(
        "ipai.asset", check_company=True, ondelete="cascade", index="btree_not_null"
    )
    service_id = fields.Many2one(
        "ipai.service", check_company=True, ondelete="cascade", index="btree_not_null"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _host_uniq = UniqueIndex(
        "(company_id, lower(host), COALESCE(source_id, 0))",
        "It is already said what this name means.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        names = super().create(vals_list)
        names._replay()
        return names

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(("host", "asset_id", "service_id", "source_id")):
            self._replay()
        return result

    def _replay(self):
        """Place the alerts that wait for this word."""
        for name in self:
            domain = [
                ("company_id", "=", name.company_id.id),
                ("host", "=ilike", name.host.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")),
                ("is_unmatched", "=", True),
            ]  # fmt: skip
            if name.source_id:
                domain.append(("source_id", "=", name.source_id.id))
            # Narrow: who may keep these words may say what they are about.
            alerts = self.env["ipai.alert"].sudo().search(domain)
            alerts._put(name.asset_id, name.service_id)

    # -- where it belongs ------------------------------------------------------------------------

    @api.model
    def _places(self, source, conditions):
        """Which asset and service each condition is of, as values of an alert.

        A person's word counts first, then the number that our own service discovery gave, then the
        identities of discovery. Nothing is guessed: of two machines that fit, a person says which.
        """
        labels = [condition.labels for condition in conditions]
        words = self._words(source, {hosts.told_host(told) for told in labels})
        numbers = self._numbered(source, labels)
        reports = {}
        for told in labels:
            key = _identity_key(told)
            if key != ((), ()) and hosts.told_asset_id(told) not in numbers:
                reports.setdefault((key, str(told.get("customer") or "")), told)
        linked = self._linked(source, reports)
        services = self._services(source, labels)
        places = []
        for told in labels:
            asset, service = words.get(hosts.told_host(told).lower(), (0, 0))
            if not (asset or service):
                asset = numbers.get(hosts.told_asset_id(told)) or linked.get(
                    (_identity_key(told), str(told.get("customer") or "")), 0
                )
            service = service or self._service_of(services, told, asset)
            places.append({"asset_id": asset or False, "service_id": service or False})
        return places

    @api.model
    def _words(self, source, told):
        """`{name in small letters: (asset id, service id)}`, those of the source before the general."""
        lower = {host.lower() for host in told if host}
        if not lower:
            return {}
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT lower(host), asset_id, service_id FROM ipai_alert_host
             WHERE company_id = %s AND lower(host) = ANY(%s) AND (source_id = %s OR source_id IS NULL)
             ORDER BY source_id NULLS FIRST
            """,
            [source.company_id.id, list(lower), source.id],
        )
        return {host: (asset or 0, service or 0) for host, asset, service in self.env.cr.fetchall()}

    @api.model
    def _numbered(self, source, labels):
        """Those of the assets' numbers in the labels that are of the source's company."""
        told = {number for one in labels if (number := hosts.told_asset_id(one))}
        domain = [("id", "in", list(told)), ("company_id", "=", source.company_id.id)]
        # Narrow: numbers alone, of the company of the source.
        return {number: number for number in self.env["ipai.asset"].sudo().search(domain).ids}

    @api.model
    def _linked(self, source, reports):
        """`{key: asset id}` of those that discovery knows; the keys are the reports' own."""
        customers = self._customers(source, {customer for _key, customer in reports if customer})
        linking = AlertLinking(self.env, source.company_id)
        told = {key: _report(labels, customers.get(key[1], ANY_CUSTOMER)) for key, labels in reports.items()}  # fmt: skip
        return linking.linked(told)

    @api.model
    def _customers(self, source, names):
        """`{name: id}` of the customers that labels name; a name that two have is nobody's."""
        found = defaultdict(list)
        domain = [
            ("name", "in", list(names)),
            ("is_company", "=", True),
            ("company_id", "in", [source.company_id.id, False]),
        ]
        # Narrow: ids of companies of that name, of the source's company or of none.
        for partner in self.env["res.partner"].sudo().search(domain) if names else ():
            found[partner.name].append(partner.id)
        return {name: ids[0] for name, ids in found.items() if len(ids) == 1}

    @api.model
    def _services(self, source, labels):
        """`{name in small letters: services}` of those that labels name."""
        names = {str(told["service"]) for told in labels if told.get("service")}
        found = defaultdict(lambda: self.env["ipai.service"].sudo())
        if names:
            domain = [("company_id", "=", source.company_id.id), ("name", "in", list(names))]
            # Narrow: services of the company of the source alone.
            for service in self.env["ipai.service"].sudo().search(domain):
                found[service.name] |= service
        return found

    @api.model
    def _service_of(self, services, told, asset_id):
        """The one service so named, of two customers' that of the machine's."""
        named = services.get(str(told.get("service") or ""))
        if not named:
            return 0
        if len(named) > 1:
            # Narrow: an asset that was found among those of the source's company; its customer is compared, not told.
            customer = self.env["ipai.asset"].sudo().browse(asset_id or []).customer_id
            named = named.filtered(lambda service: service.customer_id == customer)
        return named.id if len(named) == 1 else 0

    @api.model
    def _suggested(self, alert):
        """The assets that it may be, likeliest first."""
        linking = AlertLinking(self.env, alert.company_id)
        ids = linking.suggested(_report(alert.labels or {}, ANY_CUSTOMER))[:SUGGESTED]
        return (
            self.env["ipai.asset"]
            .search([("id", "in", ids)])
            .sorted(lambda asset: ids.index(asset.id))
        )


class IpaiAlert(models.Model):
    _inherit = "ipai.alert"

    def _put(self, asset, service):
        """Say whose they are; they are grouped and told anew."""
        alerts = self.filtered(lambda alert: alert.asset_id != asset or alert.service_id != service)
        if not alerts:
            return
        alerts.with_context(**QUIET).write(
            {"asset_id": asset.id, "service_id": service.id, "to_follow": True}
        )
        alerts.filtered("is_standing")._hold()
        self._ask_for_follow_up()


def _identity_key(labels):
    names, addresses = hosts.told_identities(labels)
    return tuple(names), tuple(addresses)


def _report(labels, customer):
    """What an alert tells of its machine, as discovery weighs it."""
    names, addresses = hosts.told_identities(labels)
    return Identities.of(
        hostname=(names or [""])[0],
        name=(names or [""])[0],
        serial=labels.get("serial") or labels.get("serial_number") or "",
        addresses=addresses,
        customer=customer,
        label=hosts.told_host(labels),
    )
