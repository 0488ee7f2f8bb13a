# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Is it the same machine? Record linkage by weighed evidence, in plain Python.

`identities` says what a report or an asset is known by, in one spelling each; `weighing` holds the one
table of strengths and puts two of them side by side; `deciding` makes of it *same*, *new* or *a question*,
for one report and for all of a run. `macs`, `placeholders` and `names` hold what identifies nothing, or
little, as data.
"""
