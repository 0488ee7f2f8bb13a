# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The suite speaks German, French and Spanish: whole, with the same placeholders, and on the screen."""

import json
import re

import polib
import pytest

from setup.settings import ROOT

LANGUAGES = {"de": "de_DE", "fr": "fr_FR", "es": "es_ES"}
TEMPLATES = sorted(ROOT.glob("addons/*/i18n/*.pot"))
HOLES = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")
TAGS = re.compile(r"</?[a-zA-Z][^>]*>")
TITLES = re.compile(r'title="[^"]*"')
"""What is read out in a tag is translated with it."""
SCREENS = (
    "ipai.asset ipai.service ipai.prefix ipai.change ipai.proposal ipai.alert ipai.credential.ref ipai.seat.run"
    " ipai.inbox.event ipai.import.run"
).split()


def same(language):
    """The texts that are the same in a language: OCA's checks want their translations empty."""
    return set(json.loads((ROOT / f"tests/same_words/{language}.json").read_text()))


def entries(language):
    for template in TEMPLATES:
        file = template.with_name(f"{language}.po")
        translated = {entry.msgid: entry.msgstr for entry in polib.pofile(str(file))}
        for entry in polib.pofile(str(template)):
            yield template.parent.parent.name, entry.msgid, translated.get(entry.msgid, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_templates_is_translated(language):
    alike = same(language)
    missing = [
        f"{addon}: {text}"
        for addon, text, translated in entries(language)
        if not translated and text not in alike
    ]
    assert len(TEMPLATES) > 20
    assert not missing, "\n".join(missing[:50])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_and_marked_up_is_so_in_each_language(language):
    wrong = [
        f"{addon}: {text} -> {translated}"
        for addon, text, translated in entries(language)
        if translated
        for pattern in (HOLES, TAGS)
        if _found(pattern, text) != _found(pattern, translated)
    ]
    assert not wrong, "\n".join(wrong[:50])


def _found(pattern, text):
    return sorted(TITLES.sub("", one) for one in pattern.findall(text))


@pytest.fixture(scope="module")
def admin(instance, client_of):
    """The administrator, with the three languages loaded."""
    admin = client_of(instance)
    asked = [("code", "in", list(LANGUAGES.values())), ("active", "in", [True, False])]
    languages = admin.call("res.lang", "search", asked)
    wizard = admin.call(
        "base.language.install", "create", {"lang_ids": [(6, 0, languages)], "overwrite": True}
    )
    admin.call("base.language.install", "lang_install", [wizard])
    return admin


def shown(admin, model, code):
    """The labels and texts of the list, the form and the search of a model in a language."""
    context = {"lang": code}
    views = [(False, "list"), (False, "form"), (False, "search")]
    answer = admin.call(model, "get_views", views, context=context)
    found = set()
    for view in answer["views"].values():
        arch = view["arch"].replace("&amp;", "&")
        found.update(re.findall(r'(?:string|title|placeholder|help|confirm)="([^"]+)"', arch))
        found.update(re.findall(r">\s*([^<>]+?)\s*<", arch))
    for name, field in admin.call(model, "fields_get", [], ["string"], context=context).items():
        if not name.startswith(("message_", "activity_", "website_")):
            found.add(field["string"])
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_ten_screens_show_no_english_of_ours(admin, language):
    other = {text for _addon, text, translated in entries(language) if translated not in (text, "")}
    known = {translated for _addon, _text, translated in entries(language)}
    for model in SCREENS:
        seen = shown(admin, model, LANGUAGES[language])
        assert len(seen) > 20, model
        english = sorted((seen & other) - known)
        assert not english, f"{model}: {english}"
