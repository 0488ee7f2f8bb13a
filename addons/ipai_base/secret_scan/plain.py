# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A text as its reader sees it: HTML without its tags, without what is invisible."""

import html
import re

BLOCK = re.compile(
    r"<(?:br|/?p|/?div|/?li|/?tr|/?h[1-6]|/?pre|/?ul|/?ol|/?table|/?blockquote)\b[^<>]*>", re.I
)
CELL = re.compile(r"</t[dh]>\s{0,20}<t[dh]\b[^<>]*>|</dt>\s{0,20}<dd\b[^<>]*>", re.I)
TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def is_markup(text):
    """Whether it has tags or entities.

    >>> is_markup("<p>x</p>"), is_markup("a < b")
    (True, False)
    """
    return bool(TAG.search(text)) or ("&" in text and html.unescape(text) != text)


def text_of(text):
    """The text of HTML.

    >>> text_of("<p><b>Pass</b>word: Win&#116;er</p><table><tr><td>pw</td><td>x</td></tr></table>").split()
    ['Password:', 'Winter', 'pw', '|', 'x']
    """
    text = CELL.sub(" | ", text)
    text = BLOCK.sub("\n", text)
    return re.sub(r"\n\s{0,40}\n", "\n", html.unescape(TAG.sub("", text)))


def seen(text):
    """The text without characters that are not seen, each kind of blank as a blank.

    >>> seen("pa\u200bss\u00a0x")
    'pass x'
    """
    if text.isascii():
        return text
    return UNSEEN.sub("", text).replace("\u00a0", " ").replace("\u202f", " ").replace("：", ":")
