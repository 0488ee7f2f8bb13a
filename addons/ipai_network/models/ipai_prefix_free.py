# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2.errors import UniqueViolation

from odoo import models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.ipai_base.http.problems import Problem

from ..addressing import BITS, Address, AddressError, Span, first_free, host_key

ATTEMPTS = 5

HOSTS_HELD = SQL(
    """
    (SELECT count(*)
       FROM ipai_ip_address
      WHERE unique_key COLLATE "C"
            BETWEEN concat(span.company_id, '/', span.scope_id, '/', span.low)
                AND concat(span.company_id, '/', span.scope_id, '/', span.high))
    +
    (SELECT count(DISTINCT host_key COLLATE "C")
       FROM ipai_ip_address
      WHERE scope_id = span.scope_id
        AND company_id = span.company_id
        AND is_held
        AND unique_key IS NULL
        AND host_key COLLATE "C" BETWEEN span.low AND span.high)
    """
)
"""How many hosts are in use in ``span`` (scope_id, company_id, low, high as keys of hosts).

Those that are taken once are counted off the unique index alone, without sorting out repeats;
those that are shared, or in a scope that enforces nothing, are few and counted apart.
"""


class IpaiPrefix(models.Model):
    """The room in a prefix: how much of it is taken, and what is free."""

    _inherit = "ipai.prefix"

    def _compute_utilization(self):
        """Count what is taken, for all of these prefixes in one query."""
        taken = {row[0]: row[1:] for row in self._count_taken()}
        for prefix in self:
            children, spanned, addresses = taken.get(prefix.id, (0, 0, 0))
            prefix.child_count = children
            prefix.address_count = addresses
            if not prefix.first_key:
                prefix.utilization = 0
                continue
            net = prefix._value()
            low, high = net.usable
            used, size = addresses, high - low + 1
            if prefix.status == "container":
                used, size = int(spanned), net.size
            prefix.utilization = min(100.0, used * 100 / size)

    def action_next_free_address(self):
        """A form for a new address, filled with the lowest one that is free."""
        address = self._next_free_address()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Address in %s", self.name),
            "res_model": "ipai.ip.address",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_name": str(address),
                "default_scope_id": self.scope_id.id,
                "default_company_id": self.company_id.id,
            },
        }

    def action_next_free_prefix(self):
        """Ask for the length, then make the lowest prefix that is free."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_network.ipai_prefix_allocation_action"
        )
        action["context"] = {"default_prefix_id": self.id}
        return action

    def _reserve_address(self, vals):
        """A new address on no interface, the lowest that is free; once, however many ask at a time.

        :param vals: what else is known of it.
        :raises Problem: when there is none left
        """
        return self._take_next(
            "ipai.ip.address", self._next_free_address, {"scope_id": self.scope_id.id, **vals}
        )

    def _reserve_prefix(self, length, vals):
        """A new prefix inside this one, the lowest of this length that is free; once, as above.

        :param length: None for the usual one.
        :raises Problem: when there is none left
        """
        length = length or self._usual_length()
        if not self.length < length <= BITS[int(self.family)]:
            raise UserError(
                self.env._(
                    "A prefix inside %(prefix)s has a length from %(low)s to %(high)s.",
                    prefix=self.name,
                    low=self.length + 1,
                    high=BITS[int(self.family)],
                )
            )
        about = {"scope_id": self.scope_id.id, "site_id": self.site_id.id, **vals}
        return self._take_next("ipai.prefix", lambda: self._next_free_prefix(length), about)

    def _usual_length(self):
        """The length of a prefix inside: /64 in an IPv6 net, else four bits more, /16 gives /20."""
        longest = BITS[int(self.family)]
        return 64 if self.family == "6" and self.length < 64 else min(self.length + 4, longest)

    def _take_next(self, model, next_free, vals):
        """Create the next free one, while nobody else takes one of this prefix.

        The lock keeps other programs out. A person who types the same address in a form at this moment
        is only met by the unique index: then there is another next one.
        """
        self.ensure_one()
        self.env[model].check_access("create")
        self.env.cr.execute("SELECT FROM ipai_prefix WHERE id = %s FOR NO KEY UPDATE", [self.id])
        for attempt in range(ATTEMPTS):
            self.env.invalidate_all()
            try:
                name = str(next_free())
            except UserError as error:
                raise Problem("full", str(error)) from error
            try:
                with self.env.cr.savepoint():
                    return self.env[model].create(
                        {"name": name, "company_id": self.company_id.id, **vals}
                    )
            except (UniqueViolation, ValidationError):
                self.env.invalidate_all()
                if attempt + 1 == ATTEMPTS or str(next_free()) == name:
                    raise
        return None

    def _next_free_address(self):
        """The lowest address that no one holds, outside of the prefixes inside this one.

        Neither the gateway nor an address of a DHCP pool or a reserved range.

        :return: ``addressing.Address`` with the mask of this prefix
        :raises UserError: when there is none
        """
        self.ensure_one()
        net = self._value()
        self._flush_held()
        taken = [child._value() for child in self.child_ids]
        taken += self.env["ipai.ip.range"].sudo()._spans_in(self)
        if self.gateway:
            gateway = Address.parse(self.gateway).host
            taken.append(Span(gateway, gateway))
        for low, high in net.gaps(taken, *net.usable):
            host = first_free(low, high, self._count_held)
            if host is not None:
                return Address(net.family, host, net.length)
        raise UserError(
            self.env._(
                "%s is full: each address is in use, is the gateway, or belongs to a range or a "
                "prefix inside it. Free one, or choose another prefix.",
                self.name,
            )
        )

    def _next_free_prefix(self, length):
        """The lowest prefix of this length that overlaps none inside this one.

        :return: ``addressing.Prefix``
        :raises UserError: when there is none, or none can be
        """
        self.ensure_one()
        try:
            free = self._value().next_free(length, [child._value() for child in self.child_ids])
        except AddressError as error:
            raise UserError(str(error)) from error
        if free is None:
            raise UserError(
                self.env._(
                    "%(prefix)s has no room for another /%(length)s. Choose a longer length or "
                    "another prefix.",
                    prefix=self.name,
                    length=length,
                )
            )
        return free

    def _count_taken(self):
        """Rows of prefix id, prefixes directly inside, addresses they span, hosts in use."""
        self.flush_model(["parent_id", "first_key", "last_key", "length", "scope_id", "company_id"])
        self._flush_held()
        self.env.cr.execute(
            SQL(
                """
                SELECT span.id, children.count, children.spanned, %(hosts)s
                  FROM (SELECT id, scope_id, company_id, first_key AS low, last_key AS high
                          FROM ipai_prefix
                         WHERE id = ANY(%(ids)s)) span
                  LEFT JOIN LATERAL (
                        SELECT count(*) AS count,
                               COALESCE(sum(
                                   2::numeric ^ (CASE family WHEN '4' THEN 32 ELSE 128 END - length)
                               ), 0) AS spanned
                          FROM (SELECT DISTINCT first_key, length, family
                                  FROM ipai_prefix
                                 WHERE parent_id = span.id) child
                       ) children ON TRUE
                """,
                hosts=HOSTS_HELD,
                ids=self.ids,
            )
        )
        return self.env.cr.fetchall()

    def _count_held(self, spans):
        """How many hosts are in use in this scope, for each (first number, last number)."""
        family = int(self.family)
        self.env.cr.execute(
            SQL(
                """
                SELECT %s
                  FROM (SELECT %s AS scope_id, %s AS company_id, low, high, number
                          FROM unnest(%s, %s) WITH ORDINALITY AS keys(low, high, number)) span
                 ORDER BY span.number
                """,
                HOSTS_HELD,
                self.scope_id.id,
                self.company_id.id,
                [host_key(family, low) for low, _high in spans],
                [host_key(family, high) for _low, high in spans],
            )
        )
        return [count for (count,) in self.env.cr.fetchall()]

    def _flush_held(self):
        """Write what ``HOSTS_HELD`` reads."""
        self.env["ipai.ip.address"].flush_model(
            ["host_key", "unique_key", "is_held", "scope_id", "company_id"]
        )
