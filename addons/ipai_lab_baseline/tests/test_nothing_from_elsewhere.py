# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every room, every way of writing, every public method: none leads into another company, or tells of it."""

import inspect
import re
from unittest.mock import patch

from psycopg2 import Error

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.ipai_base.compat import GROUPS_FIELD

from .everything import Everything
from .test_cannot_be_written_around import LOGS, SweepCase
from .test_who_can_do_what import ROLES

OWN_WAYS = frozenset({"create", "write", "unlink", "copy", "copy_data", "load", "init"})
"""Ways of the ORM: tried as such, with values that matter."""
MEANINGLESS = (AttributeError, KeyError, TypeError, ValueError)
"""What a method says to arguments that it was not made for."""
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)")
OF_ODOO = ("helpdesk.ticket", "project.task", "contract.line", "res.partner")


class _Undone(Exception):
    pass


class ElsewhereCase(SweepCase):
    """Somebody of the lab's company, and a record of every model in another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.here = cls.env.company
        cls.there = cls.env["res.company"].create(
            {"name": "Other House", "ipai_second_manager": "never"}
        )
        cls.users = {
            role: new_test_user(cls.env, f"here-{role}".lower().replace(" ", "-"), groups=group)
            for role, group in ROLES.items()
        }
        new_test_user(
            cls.env,
            "there",
            groups="ipai_base.group_manager",
            company_id=cls.there.id,
            company_ids=[(6, 0, cls.there.ids)],
        )
        cls.env.flush_all()
        cls.everything = Everything(cls.env)
        cls.models = cls.everything.models()
        cls.foreign = {model._name: cls.everything.of(model, cls.there) for model in cls.models}
        cls.own = {model._name: cls.everything.of(model, cls.here) for model in cls.models}

    def as_(self, record, role="Manager", su=False):
        mine = record.with_user(self.users[role]).with_context(allowed_company_ids=self.here.ids)
        return mine.sudo(su)

    def holds(self, act, question):
        """Whether what was tried came about; then it is undone."""
        try:
            with self.cr.savepoint():
                done = act()
                self.env.flush_all()
                self.env.invalidate_all()
                if question(done):
                    raise _Undone
        except _Undone:
            return True
        except (UserError, Error):
            return False
        return False


@tagged("post_install", "-at_install")
class TestNoWayOfWritingLeadsElsewhere(ElsewhereCase):
    def setUp(self):
        super().setUp()
        self.tried = 0

    def assertHoldsNot(self, what, act, question):
        self.tried += 1
        with self.subTest(what):
            self.assertFalse(self.holds(act, question), "it came about")

    def fields_to(self, model):
        """Fields by which a record names others of the suite that are of a company."""
        for name, field in sorted(model._fields.items()):
            target = self.foreign.get(field.comodel_name) if field.relational else None
            if target and target._belonging()[1] and (field.store or field.inverse):
                yield name, field, target

    def test_every_record_is_there(self):
        lacking = {name for name, one in self.foreign.items() if not one}
        # Of two things one, or one row for all.
        of_two = {"ipai.import.key", "ipai.map.layout", "ipai.relation"}
        self.assertLessEqual(lacking - of_two, {"ipai.audit.checkpoint"}, self.everything.refused)

    @mute_logger(*LOGS)
    def test_no_record_is_hung_on_one_of_another_company(self):
        for model in self.models:
            own = self.own[model._name]
            for name, field, foreign in self.fields_to(model) if own else ():
                held = lambda one, name=name, foreign=foreign: foreign.id in one.sudo()[name].ids  # noqa: E731
                for su in (False, True):
                    mine = self.as_(own, su=su)
                    what = f"{model._name}.{name} su={su}"
                    if field.type == "many2one":
                        self.try_parent(what, mine, name, foreign, held)
                    elif not su:
                        self.try_commands(what, mine, name, field, foreign, held)
        self.assertGreater(self.tried, 500)

    def try_parent(self, what, mine, name, foreign, held):
        def write():
            mine.write({name: foreign.id})
            return mine

        def create():
            vals = mine.sudo().copy_data()[0]
            vals.pop(name, None)
            return mine.with_context(**{f"default_{name}": foreign.id}).create(vals)

        def load():
            done = mine.browse().load([".id", f"{name}/.id"], [[str(mine.id), str(foreign.id)]])
            return mine if done["ids"] else mine.browse()

        self.assertHoldsNot(f"{what} write", write, held)
        self.assertHoldsNot(f"{what} default", create, held)
        if not mine.env.su:
            self.assertHoldsNot(f"{what} copy", lambda: mine.copy({name: foreign.id}), held)
            self.assertHoldsNot(f"{what} load", load, held)

    def try_commands(self, what, mine, name, field, foreign, held):
        def command(*commands):
            def act():
                mine.write({name: list(commands)})
                return mine

            return act

        self.assertHoldsNot(f"{what} link", command(Command.link(foreign.id)), held)
        self.assertHoldsNot(f"{what} set", command(Command.set(foreign.ids)), held)
        if field.type == "one2many":
            delete = command(Command.delete(foreign.id))
            self.assertHoldsNot(
                f"{what} delete", delete, lambda one, gone=foreign: not gone.exists()
            )

    @mute_logger(*LOGS)
    def test_no_record_is_made_or_loaded_there(self):
        held = lambda one: one.sudo().company_id == self.there  # noqa: E731
        for model in self.models:
            field, own = model._fields.get("company_id"), self.own[model._name]
            if not own or not field or not field.store or field.compute:
                continue
            for su in (False, True):
                mine = self.as_(own, su=su)
                vals = {
                    name: value
                    for name, value in own.sudo().copy_data()[0].items()
                    if name != "company_id"
                }
                keyed = mine.with_context(default_company_id=self.there.id)
                for what, act in (
                    ("create", lambda mine=mine, vals=vals: mine.create({**vals, "company_id": self.there.id})),
                    ("default", lambda keyed=keyed, vals=vals: keyed.create(vals)),
                    ("copy", lambda mine=mine: mine.copy({"company_id": self.there.id})),
                    ("load", lambda mine=mine: self.loaded(mine)),
                ):  # fmt: skip
                    self.assertHoldsNot(f"{model._name} {what} su={su}", act, held)
        self.assertGreater(self.tried, 300)

    def loaded(self, mine):
        columns = [".id", "company_id/.id"]
        done = mine.browse().load(columns, [[str(mine.id), str(self.there.id)]])
        return mine if done["ids"] else mine.browse()

    @mute_logger(*LOGS)
    def test_no_record_of_odoo_names_one_of_another_company(self):
        """Tickets, tasks, contract lines and contacts hold records of the suite."""
        groups = (
            "helpdesk_mgmt.group_helpdesk_manager",
            "project.group_project_manager",
            "account.group_account_manager",
        )
        found = [self.env.ref(name, raise_if_not_found=False) for name in groups]
        self.users["Manager"].write({GROUPS_FIELD: [Command.link(one.id) for one in found if one]})
        for name in OF_ODOO:
            if name not in self.env:
                continue
            model = self.env[name].sudo().with_context(active_test=False)
            of_here = [("company_id", "=", self.here.id)] if name != "res.partner" else []
            own = model.search(of_here, limit=1)
            if not own and name in ("helpdesk.ticket", "contract.line"):
                own = self.everything._made(self.env[name], self.here)
            for field_name, field, foreign in self.fields_to(self.env[name]) if own else ():
                held = lambda one, n=field_name, f=foreign: f.id in one.sudo()[n].ids  # noqa: E731
                value = foreign.id if field.type == "many2one" else [Command.link(foreign.id)]

                def write(own=own, field_name=field_name, value=value):
                    mine = self.as_(own)
                    mine.write({field_name: value})
                    return mine

                self.assertHoldsNot(f"{name}.{field_name}", write, held)
        if "helpdesk.ticket" in self.env:
            self.assertGreater(self.tried, 3)


@tagged("post_install", "-at_install")
class TestNoMethodReachesElsewhere(ElsewhereCase):
    """Each public method of each model, by each role, on a record of another company."""

    def methods(self):
        for model in self.models:
            names = set()
            for definition in self.registry[model._name].__mro__:
                if not definition.__module__.startswith("odoo.addons.ipai_"):
                    continue
                for name, method in vars(definition).items():
                    if inspect.isfunction(method) and not name.startswith("_"):
                        if not getattr(method, "_api_private", False):
                            names.add(name)
            for name in sorted(names - OWN_WAYS):
                yield model, name

    def arguments(self, method, foreign):
        given = []
        for parameter in inspect.signature(method).parameters.values():
            if parameter.default is not parameter.empty or parameter.kind > 1:
                continue
            name = parameter.name
            if name.endswith("ids"):
                given.append(foreign.ids)
            elif name == "id" or name.endswith("_id"):
                given.append(foreign.id)
            else:
                given.append([] if name in ("domain", "fields", "names") else "forged")
        return given

    def words(self, foreign):
        """What stands in a record and nowhere else."""
        texts = (
            foreign.sudo()[name]
            for name, field in foreign._fields.items()
            if field.store and field.type in ("char", "text")
        )
        return {text for text in texts if text and text.startswith(f"of{self.there.id}number")}

    @mute_logger(*LOGS)
    def test_nothing_is_done_with_it_and_nothing_told_of_it(self):
        written, execute = [], type(self.cr).execute

        def watch(cr, query, *args, **kwargs):
            text = query.code if hasattr(query, "code") else str(query)
            if WRITES.match(text) and "ipai_audit" not in text:
                written.append(text[:100])
            return execute(cr, query, *args, **kwargs)

        called = answered = 0
        for model, name in self.methods():
            foreign = self.foreign[model._name]
            if not foreign or not foreign._belonging()[1]:
                continue
            words = self.words(foreign)
            for role in ROLES:
                mine = self.as_(foreign, role)
                self.env.flush_all()
                self.env.invalidate_all()  # as in a request, where nobody has read it before
                written.clear()
                answer = None
                with self.subTest(f"{model._name}.{name}", role=role):
                    method = getattr(mine, name)
                    try:
                        with (
                            patch.object(type(self.cr), "execute", watch),
                            self.cr.savepoint(),
                        ):
                            answer = method(*self.arguments(method, foreign))
                            self.env.flush_all()
                            raise _Undone
                    except (UserError, Error):
                        written.clear()  # it was refused, and undone
                    except (_Undone, *MEANINGLESS):
                        answered += 1
                    self.assertFalse(written, "it was done")
                    self.assertFalse(
                        {word for word in words if word in repr(answer)}, "it was told"
                    )
                called += 1
        self.assertGreater(called, 1000)
        self.assertGreater(answered, 50, "what is not refused outright")
