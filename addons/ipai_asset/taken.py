# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Host names and asset tags that another asset has already, and the next tags that are free."""

from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from . import identity


def fill_asset_tags(assets, vals_list):
    """Give the next number to those without a tag, in as many queries for one as for many."""
    by_company = {}
    for vals in vals_list:
        if not vals.get("asset_tag"):
            company = vals.get("company_id") or assets.env.company.id
            by_company.setdefault(company, []).append(vals)
    for company, missing in by_company.items():
        tags = _next_asset_tags(assets, company, len(missing))
        for vals, tag in zip(missing, tags, strict=True):
            vals["asset_tag"] = tag


def _next_asset_tags(assets, company_id, count):
    """``count`` free tags of the company's sequence; those typed by hand are passed over."""
    sequence = _sequence(assets, company_id)
    if not sequence:
        raise UserError(
            assets.env._(
                "There is no number sequence for asset tags (code ipai.asset). Restore it in "
                "Settings > Technical > Sequences, or give the asset a tag yourself."
            )
        )
    tags = []
    while len(tags) < count:
        wanted = count - len(tags)
        if sequence.implementation == "standard" and not sequence.use_date_range:
            prefix, suffix = sequence._get_prefix_suffix()
            assets.env.cr.execute(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                [f"ir_sequence_{sequence.id:03d}", wanted],
            )
            drawn = [
                f"{prefix}{number:0{sequence.padding}d}{suffix}"
                for (number,) in assets.env.cr.fetchall()
            ]
        else:
            drawn = [sequence.next_by_id() for _draw in range(wanted)]
        holders = _holders_of_tags(assets, drawn).filtered(lambda a: a.company_id.id == company_id)
        taken = {tag.lower() for tag in holders.mapped("asset_tag")}
        tags += [tag for tag in drawn if tag.lower() not in taken]
    return tags


def _sequence(assets, company_id):
    # Narrow: the sequence of tags of one company, which was asked for by `_refuse_foreign`.
    return (
        assets.env["ir.sequence"]
        .sudo()
        .search(
            [("code", "=", "ipai.asset"), ("company_id", "in", [company_id, False])],
            order="company_id",
            limit=1,
        )
    )


def give_back_tags(assets, companies, tags):
    """Let the sequence count on from before these tags, where they were the last that it drew.

    What an undo takes away was never there: the next asset gets the number that it had.
    """
    tags = {tag.lower() for tag in tags if tag}
    for company in companies:
        sequence = _sequence(assets, company.id)
        if sequence.implementation != "standard" or sequence.use_date_range:
            continue
        name, step = f"ir_sequence_{sequence.id:03d}", sequence.number_increment
        assets.env.cr.execute(SQL("SELECT last_value, is_called FROM %s", SQL.identifier(name)))
        last, called = assets.env.cr.fetchone()
        number = last
        while called and sequence.get_next_char(number).lower() in tags:
            number -= step
        if number != last and number >= step:
            assets.env.cr.execute("SELECT setval(%s, %s)", [name, number])


def _holders_of_tags(assets, tags):
    """The assets of any company that have one of the tags, whatever the case."""
    assets.flush_model(["asset_tag"])
    assets.env.cr.execute(
        "SELECT id FROM ipai_asset WHERE lower(asset_tag) = ANY(%s)",
        [[tag.lower() for tag in tags]],
    )
    # Narrow: compared by company; of a foreign one nothing is told, for its company was refused before.
    return assets.sudo().browse([asset_id for (asset_id,) in assets.env.cr.fetchall()])


def refuse_taken(assets, states):
    """Refuse a host name or tag that another asset has, and name that one.

    Asked before the write: the unique indexes would speak first and cannot name the other;
    they catch what happens at the same moment.

    :param states: what the assets are to be, a dict of ``IDENTITY_FIELDS`` each.
    :raises ValidationError: naming the other asset.
    """
    _refuse_taken_hostname(
        assets,
        [s for s in states if s["hostname"] and s["active"] and s["status"] != "decommissioned"],
    )
    _refuse_taken_asset_tag(assets, [state for state in states if state["asset_tag"]])


def _refuse_taken_hostname(assets, states):
    wanted = {}
    for state in states:
        key = identity.hostname_key(state["hostname"])
        wanted.setdefault((state["company_id"], state["customer_id"], key), []).append(state)
    # Narrow: the unique index looks as far; a foreign company was refused before.
    taken = {
        (other.company_id.id, other.customer_id.id, other.hostname_key): other
        for other in assets.sudo().search(
            [
                ("hostname_key", "in", [key for _company, _customer, key in wanted]),
                ("status", "!=", "decommissioned"),
                ("id", "not in", assets.ids),
            ]
        )
    }
    for place, mine in wanted.items():
        if place not in taken and len(mine) == 1:
            continue
        other = taken.get(place, mine[0])
        customer = assets.env["res.partner"].sudo().browse(place[1] or [])
        raise ValidationError(
            assets.env._(
                "The host name %(hostname)s is already taken by %(other)s (%(tag)s) of "
                "%(customer)s. Choose another host name, or decommission the other asset.",
                hostname=mine[-1]["hostname"],
                other=other["name"],
                tag=other["asset_tag"],
                customer=customer.name or assets.env._("no customer"),
            )
        )


def _refuse_taken_asset_tag(assets, states):
    wanted = {}
    for state in states:
        place = (state["company_id"], state["asset_tag"].lower())
        wanted.setdefault(place, []).append(state)
    taken = {
        (other.company_id.id, other.asset_tag.lower()): other
        for other in _holders_of_tags(assets, [tag for _company, tag in wanted]) - assets
    }
    for place, mine in wanted.items():
        if place in taken or len(mine) > 1:
            raise ValidationError(
                assets.env._(
                    "The asset tag %(tag)s is already taken by %(other)s. Choose another, or "
                    "leave it empty for the next number.",
                    tag=mine[-1]["asset_tag"],
                    other=taken.get(place, mine[0])["name"],
                )
            )
