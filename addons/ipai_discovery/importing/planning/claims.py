# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict

from odoo.addons.ipai_network.interface_texts import EMPTY_INTERFACE, bare

from ..parts.interfaces import Interfaces
from ..parts.keys import INTERFACE, part_key
from ..parts.registry import Parts
from ..reading.rows import ImportRow
from . import plan
from .planner import Outcome, Subject


class Claims:
    """Who has an address, where a run reports it on a machine that has it not.

    Its own machine moves it to the interface reported. A machine that the same source met before, and that does
    not have it in this run, gives it up, unless a person or another source says that it has it: it was a lease.
    What several machines of one run report is shared by design.
    """

    def __init__(self, run):
        self.run = run
        self.env = run._assets().env
        self.assets = run._assets()

    def settle(self, outcomes):
        """Change outcomes so that addresses find their place; return the Outcomes of those that give one up."""
        claims = self._claims(outcomes)
        if not claims:
            return []
        held = self._held(claims)
        reported = self._reported(outcomes)
        shared, given_up = set(self.run.shared_hosts or ()), defaultdict(list)
        for outcome, hosts in claims:
            for host in hosts:
                others = reported[host] - {id(outcome)}
                if others:
                    shared.add(host)
                    outcome.subject.row.warnings.append(
                        self.env._(
                            "%s is reported on several machines: it is entered as a VIP.", host
                        )
                    )
                    continue
                for address in held.get(host, ()):
                    if address.asset_id.id == outcome.subject.asset_id:
                        self._move(outcome, address, host)
                    elif self._is_in_the_way(address, outcome):
                        given_up[address.asset_id].append((host, address, outcome))
        if shared - set(self.run.shared_hosts or ()):
            self.run.sudo().shared_hosts = sorted(shared)
        return self._given_up(given_up, outcomes)

    def _claims(self, outcomes):
        """Return (outcome, the addresses that its asset does not have on that interface) each."""
        claims = []
        for outcome in outcomes:
            if outcome.action not in (plan.CREATE, plan.UPDATE):
                continue
            hosts = [
                host
                for change in outcome.changes
                for host in _hosts(change.field, change.new)
                if host not in _hosts(change.field, change.old)
            ]
            if hosts:
                claims.append((outcome, hosts))
        return claims

    def _reported(self, outcomes):
        """Return {host: ids of the outcomes whose rows report it}."""
        found = defaultdict(set)
        for outcome in outcomes:
            for name, value in outcome.subject.row.values.items():
                for host in _hosts(name, value):
                    found[host].add(id(outcome))
        return found

    def _held(self, claims):
        """Return {host: the addresses in service that are it}."""
        hosts = {host for _outcome, claimed in claims for host in claimed}
        addresses = self.env["ipai.ip.address"].search(
            [
                ("host", "in", list(hosts)),
                ("company_id", "=", self.run.company_id.id),
                ("asset_id", "!=", False),
                ("is_held", "=", True),
                ("is_shared", "=", False),
            ]
        )
        return addresses.grouped("host")

    def _is_in_the_way(self, address, outcome):
        """Tell whether an address lies in the scope in which an outcome claims it."""
        customer = next(
            (change.new for change in outcome.changes if change.field == "customer_id"), None
        )
        if not customer and outcome.subject.asset_id:
            customer = self.assets.browse(outcome.subject.asset_id).customer_id.id
        if isinstance(customer, dict):
            return False
        scopes = Interfaces(self.run)._scopes({customer or None})
        return address.scope_id == scopes.get(customer or None, scopes[None])

    def _move(self, outcome, address, host):
        """Take an address off the interface on which the asset has it; one that then tells nothing goes."""
        place = part_key(INTERFACE, address.interface_id.name)
        if any(change.field == place for change in outcome.changes):
            return
        current = Parts(self.run).current([address.asset_id.id], [place])[address.asset_id.id][
            place
        ]
        outcome.changes.append(_without(place, current, {host}))

    def _given_up(self, given_up, outcomes):
        """Return the Outcomes of the assets that give addresses up, where the source may take them.

        Where it may not, the machine is entered without the address.
        """
        ids = [asset.id for asset in given_up]
        if not ids:
            return []
        source = self.run.source_id
        # Narrow: what the run's own source knows of assets that the caller sees.
        met = self.env["ipai.sighting"].sudo()._of(source, ids) if source else {}
        held = self.env["ipai.field.origin"].sudo()._held(ids, source) if source else {}
        by_asset = {o.subject.asset_id: o for o in outcomes if o.subject.asset_id}
        current = Parts(self.run).current(ids, [INTERFACE])
        found = []
        for asset, claimed in given_up.items():
            fields = held.get(asset.id, frozenset())
            mine, changes = by_asset.get(asset.id), {}
            for host, address, outcome in claimed:
                place = part_key(INTERFACE, address.interface_id.name)
                if mine and _gives_up(mine, place, host):
                    continue
                if asset.id not in met or {place, "ip_addresses"} & fields:
                    self._leave_out(outcome, host, asset)
                    continue
                hosts = {host, *(changes[place][1] if place in changes else ())}
                changes[place] = (_without(place, current[asset.id][place], hosts), hosts)
            if not changes:
                continue
            if mine:
                mine.changes += [change for change, _hosts in changes.values()]
                mine.action = plan.UPDATE
                continue
            texts = ", ".join(sorted({host for _c, hosts in changes.values() for host in hosts}))
            reason = self.env._(
                "%(addresses)s is now on %(others)s.",
                addresses=texts,
                others=", ".join(outcome.subject.row.title for _h, _a, outcome in claimed),
            )
            row = ImportRow(asset.name, {"name": asset.name})
            subject = Subject(row, asset.id)
            found.append(
                Outcome(subject, plan.UPDATE, reason, changes=[c for c, _hosts in changes.values()])
            )
        return found

    def _leave_out(self, outcome, host, asset):
        """Enter a machine without an address that another one has by somebody's word."""
        outcome.subject.row.warnings.append(
            self.env._(
                "%(address)s is already taken by %(asset)s, and stays there. Left out.",
                address=host,
                asset=asset.display_name,
            )
        )
        changes = []
        for change in outcome.changes:
            if host in _hosts(change.field, change.new):
                new = _less(change.field, change.new, host)
                if plan.is_same(change.field, change.old, new):
                    continue
                change = plan.Change(change.field, change.old, new)
            changes.append(change)
        outcome.changes[:] = changes
        if outcome.action == plan.UPDATE:
            outcome.action = plan.action_of(changes)


def _hosts(field, value):
    """Return the addresses, without masks, in the value of a field or an interface.

    >>> _hosts("interface:eth0", {"addresses": ["192.0.2.1/24"]}), _hosts("ip_addresses", "192.0.2.1, 192.0.2.2")
    (['192.0.2.1'], ['192.0.2.1', '192.0.2.2'])
    """
    if not value:
        return []
    if field.startswith(INTERFACE):
        return [bare(text) for text in value.get("addresses") or ()]
    return value.split(", ") if field == "ip_addresses" and isinstance(value, str) else []


def _gives_up(outcome, place, host):
    """Tell whether a machine's own report takes an address off an interface."""
    return any(c.field == place and host not in _hosts(place, c.new) for c in outcome.changes)


def _less(field, value, host):
    """Return the value of a field or an interface without an address.

    >>> _less("ip_addresses", "192.0.2.1, 192.0.2.2", "192.0.2.1"), _less("ip_addresses", "192.0.2.1", "192.0.2.1")
    ('192.0.2.2', None)
    """
    if field.startswith(INTERFACE):
        left = [text for text in value["addresses"] if bare(text) != host]
        return {**value, "addresses": left}
    return ", ".join(text for text in value.split(", ") if text != host) or None


def _without(place, current, hosts):
    """Return the Change that takes addresses off an interface, and the interface with them if nothing is left."""
    left = [text for text in current["addresses"] if bare(text) not in hosts]
    new = {**current, "addresses": left}
    return plan.Change(
        place, current, None if new == {**EMPTY_INTERFACE, "name": current["name"]} else new
    )
