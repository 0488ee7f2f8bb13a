# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which asset an alert speaks of, by the identities of discovery."""

from odoo.addons.ipai_asset.linkage.deciding import SAME
from odoo.addons.ipai_discovery.importing.planning.linking import KEY_NAMES, Linking


class _Asked:
    """What discovery wants to know of who asks: no run of an import, and no source of one."""

    def __init__(self, env, company):
        self.env = env
        self.company_id = company
        self.source_id = env["ipai.source"]

    def _assets(self):
        # Alerts are placed for everybody, whatever the bot that takes them in may see.
        return self.env["ipai.asset"].sudo()

    def _key_kinds(self):
        return tuple(KEY_NAMES)


class AlertLinking(Linking):
    """Links what alerts tell of machines to the assets of a company, in as many queries for many as for one."""

    def __init__(self, env, company):
        super().__init__(_Asked(env, company))

    def linked(self, reports):
        """Return `{key: asset id}` of those of the reports, `{key: Identities}`, that speak of one asset.

        Each is weighed alone: two alerts of one machine are no two machines that share a name.
        """
        linker = self._linker(list(reports.values()), None, ())
        found = {}
        for key, report in reports.items():
            verdict = linker.link([report])[0]
            if verdict.result == SAME and verdict.asset is not None:
                found[key] = verdict.asset
        return found

    def suggested(self, report):
        """Return the ids of the assets that it may be, likeliest first."""
        linker = self._linker([report], None, ())
        verdict = linker.link([report])[0]
        first = [verdict.asset] if verdict.asset is not None else []
        first += [asset for asset, _weighing in verdict.candidates if asset is not None]
        return list(dict.fromkeys([*first, *sorted(linker.candidates(report))]))
