# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which interface of an asset a reported one is: by its MAC address first, then by its name."""

from odoo.addons.ipai_network.cards import MADE_UP, joined_places

from ..parts.keys import INTERFACE, part_key, part_name


def join(env, subjects, current):
    """Let rows speak of the interfaces that their assets have; one whose name was made up takes that of the row.

    :param current: {asset id: {field: value}} of the parts of the assets
    """
    found = {}
    for subject in subjects:
        reported = _interfaces(subject.row.values)
        if subject.asset_id and reported:
            places = joined_places(reported, _interfaces(current[subject.asset_id]))
            if places:
                found[subject] = places
    known = _with_origin(env, found)
    for subject, places in found.items():
        values = subject.row.values
        for reported, place in places.items():
            if MADE_UP.fullmatch(part_name(place)) and (subject.asset_id, place) not in known:
                # It is renamed: what stands under the former name goes, its record stays.
                kept = current[subject.asset_id][place]
                values[reported] = {**kept, **values[reported]}
                values[place] = None
            else:
                name = current[subject.asset_id][place]["name"]
                values[part_key(INTERFACE, name)] = {**values.pop(reported), "name": name}


def _interfaces(values):
    return {name: value for name, value in values.items() if name.startswith(INTERFACE) and value}


def _with_origin(env, found):
    """Return the (asset id, field) of which a source or a person has said that it is called so."""
    if not found:
        return set()
    origins = env["ipai.field.origin"].sudo()
    ids = [subject.asset_id for subject in found]
    fields = [place for places in found.values() for place in places.values()]
    lines = origins.search_fetch(
        [("asset_id", "in", ids), ("field", "in", fields)], ["asset_id", "field"]
    )
    return {(line.asset_id.id, line.field) for line in lines}
