# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict

from odoo import api, models

from ..repositories import named


class IpaiInboxHandlerGithub(models.AbstractModel):
    _inherit = "ipai.inbox.handler.github"

    @api.model
    def _places(self, repositories):
        """Add the assets with a link to a repository, and the articles that stand in it."""
        places = defaultdict(list, super()._places(repositories))
        on_github = [("url", "ilike", "github.com"), ("company_id", "=", self.env.company.id)]
        for model, place in (("ipai.link", "asset_id"), ("ipai.kb.link", "id")):
            for link in self.env[model].search(on_github, order="id"):
                record = link if place == "id" else link[place]
                repository = named(link.url)
                if repository in repositories and record not in places[repository]:
                    places[repository].append(record)
        return dict(places)
