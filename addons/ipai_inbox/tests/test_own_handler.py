# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re
import types
import unittest
from pathlib import Path

from odoo.tests import new_test_user

from .. import outcome
from .common import InboxCase

PAGE = Path(__file__).resolve().parents[3] / "docs" / "inbox.md"
LINES = 30


@unittest.skipUnless(PAGE.exists(), "the documentation does not stand beside the addons here")
class TestOwnHandler(InboxCase):
    """The handler that docs/inbox.md shows, as it stands there, behind the door and in the lane."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.code = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.S)[-1]
        cls.shown = cls.read_model(cls.code)
        handler = cls.env.registry["ipai.inbox.handler.test"]
        for name in ("_order_key", "_handle_one"):
            cls.classPatch(handler, name, vars(cls.shown)[name])
        groups = "ipai_base.group_technician,base.group_partner_manager"
        cls.source.user_id = new_test_user(cls.env, "inbox_door", groups=groups)
        cls.source.flush_recordset()
        cls.front = cls.env["res.partner"].create({"name": "Front Door", "ref": "front"})

    @classmethod
    def read_model(cls, code):
        """Return the class that the code defines, made without a registry: its kind is tried as that of tests."""
        odoo = types.SimpleNamespace(
            api=types.SimpleNamespace(model=lambda method: method),
            models=types.SimpleNamespace(AbstractModel=object),
        )
        body = re.sub(r"^from odoo.*\n", "", code, flags=re.M)
        names = {"api": odoo.api, "models": odoo.models, "outcome": outcome}
        exec(compile(body, str(PAGE), "exec"), names)  # noqa: S102  (our own page)
        [found] = [value for value in names.values() if isinstance(value, type)]
        return found

    def ring(self, **values):
        event = self.event(self.post({"type": "rung", "door": "front", "at": "10:00", **values}))
        self.work()
        self.env.invalidate_all()
        return event

    def test_it_is_short_and_takes_a_kind_of_its_own(self):
        self.assertLessEqual(len(self.code.strip().splitlines()), LINES)
        self.assertEqual(self.shown._inherit, "ipai.inbox.handler")
        self.assertTrue(self.shown._name.startswith("ipai.inbox.handler."))
        self.assertTrue(self.shown._inbox_label)

    def test_what_it_says_of_each_event(self):
        event = self.ring()
        self.assertEqual(
            (event.state, event.touched_text), ("done", f"res.partner,{self.front.id}")
        )
        self.assertIn("Rang at 10:00", self.front.message_ids[0].body)
        self.assertEqual(self.ring(type="opened").state, "ignored")
        unmatched = self.ring(door="back")
        self.assertEqual((unmatched.state, "back" in unmatched.reason), ("unmatched", True))
        self.assertTrue(event.order_key.endswith(":front"))

    def test_one_that_waited_behind_others_is_told_that_it_is_stale(self):
        event = self.ring()
        event.with_user(self.technician).action_replay()
        self.work()
        self.env.invalidate_all()
        self.assertEqual((event.state, event.reason), ("ignored", "Others rang since."))
