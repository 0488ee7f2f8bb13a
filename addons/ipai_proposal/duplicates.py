# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Records that look like what is about to be made."""


def duplicates(model, values, ways, limit=20):
    """Records that are the same in one of these fields, whatever the case: pairs of record and why.

    :param ways: pairs of field name and what to say.
    """
    found = {}
    for name, why in ways:
        value = values.get(name)
        if not isinstance(value, str) or not value.strip():
            continue
        escaped = value.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        # An archived twin is a twin.
        known = model.with_context(active_test=False)
        for record in known.search([(name, "=ilike", escaped)], limit=limit):
            found.setdefault(record, why)
    return list(found.items())[:limit]
