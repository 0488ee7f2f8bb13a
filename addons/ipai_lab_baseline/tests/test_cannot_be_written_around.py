# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import ast
import inspect
import textwrap

from psycopg2 import Error

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

NEVER = "is never written"
LOGS = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.sql_db")


class SweepCase(HttpCase):
    """Finds its subjects by itself, so that a new model or field joins.

    An HttpCase, for refusals go into the audit on a cursor of their own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.env.company.ipai_second_manager = "never"  # asked in a test of its own
        cls.models = [
            cls.env[name]
            for name in sorted(cls.registry)
            if name.startswith("ipai.") and not cls.registry[name]._abstract
        ]


@tagged("post_install", "-at_install")
class TestDerivedIsNotTyped(SweepCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.derived = [
            (model, name)
            for model in cls.models
            for name, field in sorted(model._fields.items())
            if field.store and field.compute and not field.inverse and field.readonly
        ]

    def each(self, check):
        for model, name in self.derived:
            with self.subTest(f"{model._name}.{name}"):
                check(model.sudo(), name)

    def test_subjects_of_each_kind_are_found(self):
        found = {f"{model._name}.{name}" for model, name in self.derived}
        self.assertGreaterEqual(
            found,
            {
                "ipai.change.risk",
                "ipai.prefix.parent_id",
                "ipai.vlan.vid_key",
                "ipai.link.company_id",
            },
        )

    def test_neither_create_nor_write_nor_the_form_types_it(self):
        def given(model):
            """What its own create looks at first."""
            one = model.search([], limit=1)
            return one.copy_data()[0] if one else {}

        def check(model, name):
            # What a model asks of a new one may be refused before.
            with self.assertRaises(UserError), self.cr.savepoint():
                model.create({**given(model), name: False})
            for how in (
                lambda model, name: model.browse().write({name: False}),
                lambda model, name: model.search([], limit=1).web_save({name: False}, {}),
                lambda model, name: model.search([], limit=1).write({name: False}),
            ):
                with self.assertRaisesRegex(AccessError, NEVER), self.cr.savepoint():
                    how(model, name)

        self.each(check)

    def test_load_names_the_column(self):
        def check(model, name):
            column = f"{name}/.id" if model._fields[name].relational else name
            result = model.load([column], [["1"]])
            self.assertFalse(result["ids"])
            self.assertRegex(result["messages"][0]["message"], f"{name}.* {NEVER}")

        self.each(check)

    def test_no_default_of_the_context_and_no_copy_carries_it(self):
        def check(model, name):
            keyed = model.with_context(**{f"default_{name}": "1"})
            self.assertNotIn(name, keyed.default_get([name]))
            one = model.search([], limit=1)
            for vals in one.copy_data({name: "1"}) if one else ():
                self.assertNotIn(name, vals)

        self.each(check)

    def test_no_default_of_the_context_fills_what_is_not_for_hands(self):
        user = new_test_user(self.env, "keyed", groups="ipai_base.group_manager")
        seen = 0
        for model in self.models:
            if model._transient or not model.with_user(user).has_access("create"):
                continue
            names = [
                name for name, field in model._fields.items() if field.store and field.readonly
            ]
            plain = model.with_user(user).default_get(names)
            keys = {f"default_{name}": "forged" for name in names}
            with self.subTest(model._name):
                keyed = model.with_user(user).with_context(**keys).default_get(names)
                self.assertEqual(keyed.keys(), plain.keys())
                self.assertNotIn("forged", keyed.values())
            seen += bool(names)
        self.assertGreater(seen, 10)

    def test_no_command_types_it(self):
        seen = set()
        for parent in self.models:
            for lines, field in parent._fields.items():
                if field.type != "one2many" or not field.store and field.compute:
                    continue
                names = [name for model, name in self.derived if model._name == field.comodel_name]
                owner = parent.sudo().search([(lines, "!=", False)], limit=1) if names else None
                for name in names if owner else ():
                    line = owner[lines][:1]
                    with (
                        self.subTest(f"{parent._name}.{lines}.{name}"),
                        self.assertRaisesRegex(AccessError, NEVER),
                        self.cr.savepoint(),
                    ):
                        owner.write({lines: [Command.update(line.id, {name: False})]})
                    seen.add(name)
        self.assertTrue(seen, "no list of lines with a derived field was found")


@tagged("post_install", "-at_install")
class TestNoTextIsEndless(SweepCase):
    """Ten megabytes in a name would be read by everybody who sees a list."""

    ENDLESS = {"char": 10_000_000, "text": 1_000_001, "html": 5_000_001}

    def test_every_line_text_and_page_has_an_end_whoever_writes(self):
        seen = set()
        for model in self.models:
            for name, field in sorted(model._fields.items()):
                longest = self.ENDLESS.get(field.type)
                if not longest or not field.store or field.compute or field.related:
                    continue
                with self.subTest(f"{model._name}.{name}"):
                    one = model.sudo().search([], limit=1)
                    # Some say first that it is no address, or that nobody changes it: in short.
                    with self.assertRaises(UserError) as refused:
                        one.write({name: "x" * longest})
                    self.assertLess(len(str(refused.exception)), 300)
                seen.add(field.type)
        self.assertEqual(seen, self.ENDLESS.keys())
        for name in ("ipai.site", "ipai.manufacturer", "ipai.link"):
            with self.assertRaisesRegex(ValidationError, "too long"):
                self.env[name].create({"name": "x" * 10_000_000})

    def test_what_people_write_fits(self):
        kind = self.env["ipai.asset.type"].search([], limit=1)
        kind.write({"name": "é" * 1000})
        self.env.flush_all()
        self.assertEqual(len(kind.name), 1000)
        with self.assertRaisesRegex(ValidationError, "1001 characters"):
            kind.write({"name": "é" * 1001})


@tagged("post_install", "-at_install")
class TestEveryMethodAnswers(SweepCase):
    """Over XML-RPC nothing at all is a fault, though it is done: each public method returns something."""

    def public_methods(self):
        """Pairs of a class of the suite and the tree of a method of it that anybody may call."""
        for name in sorted(self.registry):
            for definition in self.registry[name].__mro__:
                if not definition.__module__.startswith("odoo.addons.ipai_"):
                    continue
                for method in vars(definition).values():
                    if not inspect.isfunction(method) or method.__name__.startswith("_"):
                        continue
                    if getattr(method, "_api_private", False) or method.__name__ == "init":
                        continue
                    source = textwrap.dedent(inspect.getsource(method))
                    yield definition, ast.parse(source).body[0]

    def test_no_public_method_returns_nothing(self):
        seen = set()
        for definition, method in self.public_methods():
            key = f"{definition.__module__}.{definition.__name__}.{method.name}"
            if key in seen:
                continue
            seen.add(key)
            with self.subTest(key):
                self.assertTrue(_answers(method.body), "its end returns nothing")
                for one in ast.walk(method):
                    if isinstance(one, ast.Return):
                        self.assertFalse(_is_nothing(one), f"line {one.lineno} returns nothing")
        self.assertGreater(len(seen), 150)

    def test_buttons_answer_over_xml_rpc(self):
        feed = self.env["ipai.change.feed"].create({})
        password = "sweep-sweep-sweep"
        self.env.user.flush_recordset()
        boss = new_test_user(
            self.env, "caller", groups="ipai_base.group_manager", password=password
        )
        key = self.env["ipai.api.key"].create({"name": "x", "user_id": boss.id})
        for model, method, one in (
            ("ipai.change.feed", "action_revoke", feed),
            ("ipai.api.key", "action_revoke", key),
            ("ipai.kb.link", "action_reviewed", self.env["ipai.kb.link"].search([], limit=1)),
        ):
            answer = self.xmlrpc_object.execute_kw(
                self.cr.dbname, boss.id, password, model, method, [one.ids]
            )
            self.assertTrue(answer, f"{model}.{method}")


def _is_nothing(statement):
    value = statement.value
    return value is None or isinstance(value, ast.Constant) and value.value is None


def _answers(body):
    """Whether the last of some statements returns something, or raises, whichever way it goes."""
    last = body[-1]
    if isinstance(last, ast.Return):
        return not _is_nothing(last)
    if isinstance(last, ast.If):
        return bool(last.orelse) and _answers(last.body) and _answers(last.orelse)
    if isinstance(last, ast.With):
        return _answers(last.body)
    if isinstance(last, ast.Try):
        ways = [last.orelse or last.body, *(handler.body for handler in last.handlers)]
        return all(map(_answers, ways))
    return isinstance(last, ast.Raise)


@tagged("post_install", "-at_install")
class TestNoOtherCompany(SweepCase):
    """A manager of one company, another company beside it, and each model that has a company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other House"})
        cls.manager = new_test_user(cls.env, "sweep", groups="ipai_base.group_manager")
        cls.subjects = [
            model
            for model in cls.models
            if (field := model._fields.get("company_id"))
            and field.store
            and not field.compute
            and model._auto
            and model._log_access  # the audit: its table takes no change from anybody
        ]

    def each(self, attempt, models=None):
        """One record that the lab has of each, as the manager, and as our own code in his request."""
        found = 0
        for model in self.subjects if models is None else models:
            own = [("company_id", "=", self.env.company.id)]
            one = model.sudo().with_context(active_test=False).search(own, limit=1)
            found += bool(one)
            for su in (False, True) if one else ():
                record = one.with_user(self.manager).sudo(su)
                with (
                    self.subTest(model._name, su=su),
                    self.assertRaises(UserError),
                    self.cr.savepoint(),
                ):
                    attempt(record)
        return found

    @mute_logger(*LOGS)
    def test_nothing_is_moved_into_another_company(self):
        found = self.each(lambda record: record.write({"company_id": self.other.id}))
        self.assertGreaterEqual(found, 15)

    @mute_logger(*LOGS)
    def test_nothing_is_copied_into_another_company(self):
        found = self.each(lambda record: record.copy({"company_id": self.other.id}))
        self.assertGreaterEqual(found, 15)

    @mute_logger(*LOGS)
    def test_nothing_is_made_general(self):
        general = [one for one in self.subjects if not one._fields["company_id"].required]
        self.each(lambda record: record.write({"company_id": False}), general)


@tagged("post_install", "-at_install")
class TestEvidenceIsNotForHands(SweepCase):
    """Messages, tracking and files of every model of the suite that has them, by a manager and the administrator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "evidence", groups="ipai_base.group_manager")
        cls.admin = cls.env.ref("base.user_admin")
        cls.threads = [
            model
            for model in cls.models
            if "message_ids" in model._fields and model._auto and not model._transient
        ]

    def each(self):
        """A record of each, as each of the two."""
        for model in self.threads:
            record = model.sudo().with_context(active_test=False).search([], limit=1)
            for user in (self.manager, self.admin) if record else ():
                yield record.with_user(user)

    def assertRefusedToHands(self, act, record):
        with (
            self.subTest(record._name, user=record.env.user.login, act=inspect.getsource(act)),
            self.assertRaises(UserError),
            self.cr.savepoint(),
        ):
            act()

    @mute_logger(*LOGS)
    def test_a_message_of_another_and_what_was_tracked_stay(self):
        seen = 0
        names = self.env["ir.model.fields"]
        for record in self.each():
            message = record.sudo()._message_log(
                body="By somebody", author_id=self.env.user.partner_id.id
            )
            field = names.sudo().search(
                [("model", "=", record._name), ("ttype", "=", "char")], limit=1
            )
            row = (
                self.env["mail.tracking.value"]
                .sudo()
                .create(
                    {"field_id": field.id, "new_value_char": "b", "mail_message_id": message.id}
                )
            )
            hands, rows = message.with_user(record.env.user), row.with_user(record.env.user)
            for act in (
                lambda hands=hands: hands.write({"body": "Forged"}),
                lambda hands=hands: hands.write({"date": "2001-01-01"}),
                lambda hands=hands: hands.unlink(),
                lambda rows=rows: rows.write({"new_value_char": "forged"}),
                lambda rows=rows: rows.unlink(),
                lambda record=record, hands=hands: record._message_update_content(
                    hands, body="Forged"
                ),
                lambda record=record: record.env["mail.message"].create(
                    {"model": record._name, "res_id": record.id, "body": "x"}
                ),
                lambda record=record: record.message_post(
                    body="x", author_id=self.env.ref("base.partner_root").id
                ),
            ):
                self.assertRefusedToHands(act, record)
            seen += 1
        self.assertGreaterEqual(seen, 10)

    @mute_logger(*LOGS)
    def test_a_comment_is_its_authors_until_the_record_is_settled(self):
        seen = 0
        for record in self.each():
            if not record.has_access("write"):
                continue
            message = record.sudo()._message_log(
                body="Mine", author_id=record.env.user.partner_id.id, message_type="comment"
            )
            hands = message.with_user(record.env.user)
            if record.sudo()._is_settled():
                self.assertRefusedToHands(
                    lambda hands=hands: hands.write({"body": "Other"}), record
                )
                continue
            hands.write({"body": "Mine, corrected"})
            self.assertIn("corrected", message.body)
            self.patch(type(self.env[record._name]), "_is_settled", lambda one: True)
            self.assertRefusedToHands(lambda hands=hands: hands.write({"body": "Other"}), record)
            self.assertRefusedToHands(lambda hands=hands: hands.unlink(), record)
            seen += 1
        self.assertGreater(seen, 3)

    @mute_logger(*LOGS)
    def test_files_of_what_is_settled_and_values_of_fields_stay(self):
        seen = 0
        for record in self.each():
            if not record.has_access("write"):
                continue
            files = record.env["ir.attachment"]
            place = {"res_model": record._name, "res_id": record.id}
            mine = files.create({"name": "plan.txt", "raw": b"plan", **place})
            self.assertRefusedToHands(
                lambda files=files, place=place: files.create(
                    {"name": "f", "raw": b"x", "res_field": "file", **place}
                ),
                record,
            )
            settled = type(self.env[record._name])
            self.patch(settled, "_is_settled", lambda one: True)
            for act in (
                lambda mine=mine: mine.write({"raw": b"other"}),
                lambda mine=mine: mine.write({"name": "other.txt"}),
                lambda mine=mine: mine.write({"res_model": "res.partner", "res_id": 1}),
                lambda mine=mine: mine.unlink(),
            ):
                self.assertRefusedToHands(act, record)
            self.assertTrue(files.create({"name": "after.txt", "raw": b"after", **place}))
            seen += 1
        self.assertGreater(seen, 3)

    def test_no_key_of_a_context_silences_what_is_tracked(self):
        """Over the line, as every key of a context comes in."""
        password = "evidence-evidence"
        boss = new_test_user(
            self.env, "silent", groups="ipai_base.group_manager", password=password
        )
        asset = self.env["ipai.asset"].search([("company_id", "=", boss.company_id.id)], limit=1)
        before = self.env["mail.tracking.value"].search_count([])
        for key in ("tracking_disable", "mail_notrack", "mail_create_nolog"):
            self.xmlrpc_object.execute_kw(
                self.cr.dbname,
                boss.id,
                password,
                "ipai.asset",
                "write",
                [asset.ids, {"hostname": f"silent-{key.replace('_', '-')}"}],
                {"context": {key: True}},
            )
        self.env.invalidate_all()
        self.assertGreater(self.env["mail.tracking.value"].search_count([]), before)


@tagged("post_install", "-at_install")
class TestNothingForeignIsNamed(SweepCase):
    """A refusal tells nothing of another company: not by a name that is taken there, nor by the place asked for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other House"})
        cls.user = new_test_user(cls.env, "curious", groups="ipai_base.group_manager")

    def refusal(self, model, vals):
        with self.assertRaises(UserError) as refused, self.cr.savepoint():
            model.with_user(self.user).create(vals)
        return str(refused.exception)

    @mute_logger(*LOGS)
    def test_a_new_one_in_a_foreign_company_is_refused_in_the_same_words_whatever_is_there(self):
        seen = 0
        for model in self.models:
            field = model._fields.get("company_id")
            if not field or not field.store or field.compute or model._transient:
                continue
            own = [("company_id", "=", self.env.company.id)]
            one = model.sudo().with_context(active_test=False).search(own, limit=1)
            if not one or not model.with_user(self.user).has_access("create"):
                continue
            vals = {**one.copy_data()[0], "company_id": self.other.id}
            with self.subTest(model._name):
                before = self.refusal(model, vals)
                try:
                    with self.cr.savepoint():
                        model.sudo().create(vals)
                except (UserError, Error):
                    continue  # What cannot be there tells nothing.
                self.assertEqual(self.refusal(model, vals), before)
                self.assertNotIn(self.other.name, before)
                seen += 1
        self.assertGreaterEqual(seen, 3)
