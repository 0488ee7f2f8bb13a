# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reading and writing what belongs to many assets as values of a plan, whatever kind of part it is."""

from collections import defaultdict, namedtuple
from functools import cache

from odoo.addons.ipai_base.told import is_nothing

from .interfaces import Interfaces
from .keys import INTERFACE, PROPERTY, RELATION, SERVICE, is_part, kind_of
from .properties import Properties
from .relations import Relations, Services

KINDS = {
    INTERFACE: Interfaces,
    PROPERTY: Properties,
    SERVICE: Services,
    RELATION: Relations,
}

Place = namedtuple("Place", "customer site")
"""Whose an asset is and where: ids, None for nobody and nowhere, -1 for what is still to be created."""


class Parts:
    """The parts of the assets of a run, as the user of the run sees and writes them."""

    def __init__(self, run):
        self.run = run
        self.env = run._assets().env
        self._kinds = {kind: parts(run) for kind, parts in KINDS.items()}
        # What a person calls a field or a part, looked up once for all rows.
        self.label = cache(self.env["ipai.field.origin"]._label)

    @property
    def relations(self):
        return self._kinds[RELATION]

    def current(self, asset_ids, fields):
        """Return {asset id: {field: value}} of all parts of the kinds that stand in `fields`."""
        found = defaultdict(dict)
        for kind in {kind_of(field) for field in fields if is_part(field)}:
            for asset_id, field, value in self._kinds[kind].current(list(asset_ids)):
                found[asset_id][field] = value
        return found

    def described(self, field, value):
        """Return a part's value as a person reads it."""
        if is_nothing(value) or (value is False and not field.startswith(PROPERTY)):
            return "-"
        return self._kinds[kind_of(field)].described(value)

    def missing(self, wanted):
        """Return {key: what would be created besides, as a person reads it}.

        :param wanted: (key, Place of the asset, {field: value}) each
        """
        found = defaultdict(list)
        for kind, parts in self._kinds.items():
            mine = [
                (key, place, value)
                for key, place, values in wanted
                for field, value in values.items()
                if value and field.startswith(kind)
            ]
            for key, text in parts.missing(mine) if mine else ():
                if text not in found[key]:
                    found[key].append(text)
        return found

    def put(self, pairs):
        """Bring parts to their values, None for those that go.

        :param pairs: (asset, {field: value}) each
        """
        for kind, parts in self._kinds.items():
            wanted = [
                (asset, field, value)
                for asset, values in pairs
                for field, value in values.items()
                if field.startswith(kind)
            ]
            if wanted:
                parts.put(wanted)
