# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from ..parts.registry import Parts
from ..planning.planner import Planner, Subject
from ..planning.preview import planned_values
from ..reading.rows import ImportRow
from .application import Application


def follow_up(run, deferred, depth):
    """Enter the relations that lead to what the run itself has created, as lines of their own.

    :param deferred: (asset id, label of the row, {field: reported value}) each
    :param depth: above that of all other lines, so that an undo takes these back first
    """
    subjects = [Subject(ImportRow(label, values), asset_id) for asset_id, label, values in deferred]
    outcomes = Planner(run).outcomes(subjects)
    parts = Parts(run)
    names = {
        asset.id: asset.display_name for asset in run._assets().browse([d[0] for d in deferred])
    }
    lines = run._lines().create(
        [
            {
                **planned_values(parts, outcome),
                "run_id": run.id,
                "label": outcome.subject.row.label,
                "title": names[outcome.subject.asset_id][:200],
                "asset_id": outcome.subject.asset_id,
                "warnings": "\n".join(outcome.warnings),
                "depth": depth,
            }
            for outcome in outcomes
            if outcome.changes
        ]
    )
    Application(run).apply(lines, fresh=True)
