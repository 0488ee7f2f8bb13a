# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from hypothesis import given, settings
from hypothesis import strategies as some

from odoo.tests import BaseCase, tagged

from ..differences import three_way
from ..operations import NEVER, Allowed, errors

quickly = settings(deadline=None, derandomize=True)


@tagged("post_install", "-at_install")
class TestPlainModules(BaseCase):
    @quickly
    @given(*[some.dictionaries(some.sampled_from("abc"), some.integers(0, 2))] * 3)
    def test_the_difference_says_who_moved_a_field(self, before, now, proposed):
        for one in three_way(before, now, proposed):
            self.assertEqual(one.moved, one.state in ("theirs", "same", "conflict"))
            self.assertEqual(
                one.state == "conflict", one.moved and one.proposed not in (one.before, one.now)
            )

    @quickly
    @given(
        some.sampled_from(("unlink", "copy", "action_approve", "create", "write", None)),
        some.sampled_from(("res.partner", "res.users", "ipai.proposal", None)),
        some.dictionaries(some.sampled_from((*sorted(NEVER), "name", "login")), some.just(1)),
    )
    def test_nothing_but_what_is_listed_passes(self, method, model, values):
        allowed = {"res.partner": Allowed(create=frozenset({"name"}))}
        found = errors([{"method": method, "model": model, "values": values}], allowed)
        passes = method == "create" and model == "res.partner" and values.keys() == {"name"}
        self.assertEqual(not found, passes)
