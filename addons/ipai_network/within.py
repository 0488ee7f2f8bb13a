# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What lies inside a prefix, or around a host: domains, for the API and the boxes of the screens."""

from odoo.tools import SQL


def inside(env, prefix, field):
    """What has an address inside a prefix: ``field`` of the addresses names it."""
    found = env["ipai.ip.address"]._search([])
    key = SQL('%s COLLATE "C"', SQL.identifier(found.table, "host_key"))
    found.add_where(SQL("%s BETWEEN %s AND %s", key, prefix.first_key, prefix.last_key))
    return [("id", "in", found.subselect(SQL.identifier(found.table, field)))]


def prefixes_inside(env, prefix):
    """The prefixes inside a prefix, itself among them."""
    found = env["ipai.prefix"]._search([("length", ">=", prefix.length)])
    key = SQL('%s COLLATE "C"', SQL.identifier(found.table, "first_key"))
    found.add_where(SQL("%s BETWEEN %s AND %s", key, prefix.first_key, prefix.last_key))
    return [("id", "in", found.subselect())]


def prefixes_around(env, address):
    """The prefixes that a host lies in."""
    found = env["ipai.prefix"]._search([])
    first, last = (SQL.identifier(found.table, name) for name in ("first_key", "last_key"))
    found.add_where(SQL('%s COLLATE "C" BETWEEN %s AND %s', address.key, first, last))
    return [("id", "in", found.subselect())]
