# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as some

from odoo.tests import BaseCase, tagged

from ..canonical import canonical, digest

quickly = settings(deadline=None, derandomize=True)
PLAIN = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text("abc", max_size=3), inner),
    max_leaves=20,
)


@tagged("post_install", "-at_install")
class TestCanonical(BaseCase):
    @quickly
    @given(PLAIN)
    def test_it_reads_back_as_it_was_up_to_the_form_of_text(self, value):
        again = json.loads(canonical(value))
        self.assertEqual(canonical(again), canonical(value))

    @quickly
    @given(some.dictionaries(some.text("abcdef", min_size=1), PLAIN))
    def test_the_order_of_keys_is_nothing(self, members):
        turned = dict(reversed(list(members.items())))
        self.assertEqual(digest(turned), digest(members))

    @quickly
    @given(some.integers(-(10**30), 10**30))
    def test_a_whole_number_is_one_however_it_is_held(self, number):
        held = float(number)
        self.assertEqual(canonical(held), canonical(int(held)))

    @quickly
    @given(some.text())
    def test_the_forms_of_unicode_are_one(self, text):
        self.assertEqual(
            canonical(unicodedata.normalize("NFD", text)),
            canonical(unicodedata.normalize("NFC", text)),
        )

    def test_true_is_not_one_and_nothing_is_not_empty(self):
        texts = [canonical(value) for value in (True, 1, "1", None, False, 0, "", [], {})]
        self.assertEqual(len(set(texts)), len(texts))

    def test_doubtful_values_are_refused(self):
        for value in (float("inf"), {"é": 1, "e\u0301": 2}):
            with self.assertRaises(ValueError):
                canonical(value)
        for value in (b"x", {1: 2}, {1, 2}):
            with self.assertRaises(TypeError):
                canonical(value)
