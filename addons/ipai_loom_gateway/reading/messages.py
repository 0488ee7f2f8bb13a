# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Odoo's own messages tell."""

from lxml import html


def done_summary(body):
    """The summary of an activity, from the message that tells that it was done; None where there was none.

    >>> done_summary("<div><p><span>Call</span> done<span>: </span><span>Ask <b>Jane</b></span></p></div>")
    'Ask Jane'
    >>> done_summary("<div><p><span>Call</span> done</p></div>"), done_summary(None)
    (None, None)
    """
    if not body:
        return None
    spans = html.fragment_fromstring(str(body), create_parent="div").iter("span")
    texts = [span.text_content() for span in spans]
    for text, following in zip(texts, texts[1:], strict=False):
        if text.strip() == ":":
            return " ".join(following.split()) or None
    return None
