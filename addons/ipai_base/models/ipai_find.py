# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

SHORTEST = 2
MOST = 50


class IpaiFind(models.AbstractModel):
    """One box over all that is shown: what a text finds, room by room, as the user may read it."""

    _name = "ipai.find"
    _description = "Find"

    @api.model
    def find(self, text, limit=6):
        """What a text finds, of each kind up to ``limit``.

        :return: a list of dicts: ``model``, ``id``, ``name``, and ``kind`` as people call it.
        """
        text = " ".join(str(text or "").split())
        limit = min(max(int(limit), 1), MOST)
        found, seen = [], set()
        if len(text) < SHORTEST:
            return found
        for model, domain in self._find_where(text):
            Model = self.env.get(model)
            if Model is None or not Model.has_access("read"):
                continue
            kind = self.env["ir.model"]._get(model).name
            for record in Model.search(domain, limit=limit):
                if (model, record.id) in seen:
                    continue
                seen.add((model, record.id))
                found.append(
                    {"model": model, "id": record.id, "name": record.display_name, "kind": kind}
                )
        return found

    # -- seams --------------------------------------------------------------------------------

    @api.model
    def _find_where(self, text):
        """(model, domain) of each kind that is looked through, in the order in which they are shown."""
        return [("res.partner", self._anywhere(text, "name", "email", "phone"))]

    @api.model
    def _anywhere(self, text, *names):
        """The domain of a text in one of these fields."""
        return ["|"] * (len(names) - 1) + [(name, "ilike", text) for name in names]
