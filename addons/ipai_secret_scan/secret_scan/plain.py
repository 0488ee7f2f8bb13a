# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A text as its reader sees it: HTML without its tags, without what is invisible."""

import html
import re

BLOCK = re.compile(
    r"<(?:br|/?p|/?div|/?li|/?tr|/?h[1-6]|/?pre|/?ul|/?ol|/?table|/?blockquote)\b[^<>]*>", re.I
)
CELL = re.compile(r"</t[dh]>\s{0,20}<t[dh]\b[^<>]*>|</dt>\s{0,20}<dd\b[^<>]*>", re.I)
NAMES = (
    "a|abbr|b|big|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|del|details|div"
    "|dl|dt|em|figure|font|"
    "footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|meta"
    "|nav|ol|option|p|pre|q|"
    "s|samp|section|select|small|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|textarea"
    "|tfoot|th|thead|title|"
    "tr|tt|u|ul|var|wbr"
)
TAG = re.compile(
    rf"</?(?:{NAMES})(?=[\s/>])[^<>]*>|<!--.{{0,2000}}?-->|<!doctype[^<>]*>", re.I | re.S
)
"""Of HTML only: `<password>` is what stands for one, `<password>x</password>` a configuration."""

ATTRIBUTE = re.compile(
    r"\s(?:href|src|alt|title|value|content|data-[\w-]{1,30})=(?:\"([^\"]{6,})\"|'([^']{6,})')",
    re.I,
)
NAMED = re.compile(
    r"<(?:td|th|dd|span|div|p|b|i|em|strong|code|kbd|samp|li|pre|tt|font)\b[^<>]*?\s(?:class|id|itemprop|data-[\w-]{1,30})="
    r"[\"'](?:pw|pwd|pass|passw(?:or)?[dt]|kennwort|mdp)[\"'][^<>]*>",
    re.I,
)
"""A tag whose name says what stands in it."""

ENTERED = re.compile(
    r"<input\b(?=[^<>]*\s(?:type=[\"']?password|(?:name|id)=[\"'][\w.-]{0,20}(?:pw|pwd|passw(?:or)?d|kennwort)[\"']))[^<>]*>",
    re.I,
)
VALUE = re.compile(r"\svalue=(?:\"(?=[^\"]{4})|'(?=[^']{4}))([^\"'<>]{4,200})", re.I)
"""What stands in a field for a password."""

REMARK = re.compile(r"<!--(.{4,2000}?)-->", re.S)

UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def is_markup(text):
    """Whether it has tags or entities.

    >>> is_markup("<p>x</p>"), is_markup("a < b")
    (True, False)
    """
    return ("<" in text and bool(TAG.search(text))) or ("&" in text and html.unescape(text) != text)


def text_of(text):
    """The text of HTML.

    >>> text_of("<p><b>Pass</b>word: Win&#116;er</p><table><tr><td>pw</td><td>x</td></tr></table>").split()
    ['Password:', 'Winter', 'pw', '|', 'x']

    What stands in an address or a hint is read behind it, each on a line of its own.

    >>> text_of('<p>see <a href="https://lab.example">here</a> or <password></p>').split()
    ['see', 'here', 'or', '<password>', 'https://lab.example']
    """
    hints = [
        value
        for tag in TAG.finditer(text)
        if "=" in tag[0]
        for pair in ATTRIBUTE.findall(tag[0])
        for value in pair
        if value and not value.startswith("data:")
    ]
    hints += [f"pw: {value}" for tag in ENTERED.findall(text) for value in VALUE.findall(tag)]
    hints += REMARK.findall(text)
    text = CELL.sub(" | ", NAMED.sub(lambda tag: f" {tag[0]}pw: ", text))
    text = BLOCK.sub("\n", text)
    text = "\n".join([TAG.sub("", text), *hints])
    return re.sub(r"\n\s{0,40}\n", "\n", html.unescape(text))


def seen(text):
    """The text without characters that are not seen, each kind of blank as a blank.

    >>> seen("pa\u200bss\u00a0x")
    'pass x'

    Quotes of JSON within JSON are quotes; the text keeps its length.

    >>> seen('{' + chr(92) + '"token' + chr(92) + '": 1}')
    '{ "token ": 1}'
    """
    if '\\"' in text:
        text = text.replace('\\"', ' "')
    if text.isascii():
        return text
    return UNSEEN.sub("", text).replace("\u00a0", " ").replace("\u202f", " ").replace("：", ":")
