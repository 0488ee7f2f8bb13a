# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A labeled set of IT notes with and without a secret, to measure a scan for secrets with.

`generate` makes the notes from the templates of `open_half` or `held_out`, `fakes` fills their
blanks, `measure` scores a scan. Who writes the rules of the scan never opens `held_out`.
"""
