# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What stands on every record that Loom has written."""

from markupsafe import Markup, escape

SOURCE = "Loom"
FIELDS = frozenset({"ipai_source", "ipai_case_id"})


def traced(case_id):
    """The values that tell where a record comes from."""
    return {"ipai_source": SOURCE, "ipai_case_id": case_id}


def note(case_id, text=None):
    """The audit note of the contract, as HTML.

    >>> note("abc", "R&D\\nlab")
    '[Loom Case: abc] R&amp;D<br>lab'
    """
    line = f"[{SOURCE} Case: {case_id}] {text or ''}".strip()
    return str(escape(line).replace("\n", Markup("<br>")))


def note_below(text, case_id, added=None):
    """The note in a paragraph of its own below a text, both HTML.

    >>> note_below("<p>Pays late</p>", "abc"), note_below(False, "abc")
    ('<p>Pays late</p><p>[Loom Case: abc]</p>', '[Loom Case: abc]')
    """
    line = note(case_id, added)
    return f"{text}<p>{line}</p>" if text else line
