# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict

from odoo.addons.ipai_asset.property_values import extra_fields, find_definition, new_definition
from odoo.addons.ipai_base.told import is_nothing, of_orm

from .keys import PROPERTY, part_key, part_name

PLAIN = (str, int, float, list)
"""Types of values that a line of a run can hold as they are."""


class Properties:
    """Extra fields as parts of assets; the value is that of the field."""

    def __init__(self, run):
        self.assets = run._assets()

    def current(self, asset_ids):
        """Yield (asset id, field, value) of each extra field that is filled."""
        for asset_id, definitions in extra_fields(self.assets.browse(asset_ids)):
            for definition in definitions:
                value = of_orm(definition.get("value"), definition["type"])
                if not is_nothing(value):
                    known = value if isinstance(value, PLAIN) else str(value)
                    yield asset_id, part_key(PROPERTY, definition["name"]), known

    def described(self, value):
        if isinstance(value, bool):
            return self.assets.env._("Yes") if value else self.assets.env._("No")
        return str(value)

    def missing(self, wanted):
        return ()

    def put(self, wanted):
        """Write extra fields; one that the type does not have is added to it as a text."""
        by_asset = defaultdict(dict)
        for asset, field, value in wanted:
            by_asset[asset][part_name(field)] = value
        self._define(by_asset)
        for asset, values in by_asset.items():
            ((_asset_id, held),) = extra_fields(asset)
            for name, value in values.items():
                find_definition(held, name)["value"] = None if is_nothing(value) else value
            asset.properties = held

    def _define(self, by_asset):
        names = defaultdict(dict)
        for asset, values in by_asset.items():
            # Narrow: types of assets that the caller writes; fields are added, none is changed.
            names[asset.type_id.sudo()].update(dict.fromkeys(values))
        for kind, wanted in names.items():
            known = kind.properties_definition
            missing = [name for name in wanted if not find_definition(known, name)]
            if missing:
                kind.properties_definition = list(known or []) + [
                    new_definition(name) for name in missing
                ]
