# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import SUPERUSER_ID, api, models, tools
from odoo.exceptions import AccessError, ValidationError

from .. import evidence, handing_on
from ..belonging import allows_general, is_beyond, paths_of
from ..rooms import HEIRS
from .ipai_secret_scan import CONTACT, DOCUMENTS
from .ipai_secret_scan import MESSAGE as MESSAGE_TEXTS

ROOMS = frozenset(room for rooms in HEIRS.values() for room in rooms)
OURS = "ipai."
LOOKED_AT = frozenset({*DOCUMENTS, CONTACT})
MESSAGE = frozenset(MESSAGE_TEXTS)
LONGEST = {"char": 2_000, "text": 1_000_000, "html": 5_000_000}
"""Bytes of a text, by the type of its field: a longer line fits no index, and a longer text no page."""


class Base(models.AbstractModel):
    """What holds for every model of the suite, and no other.

    *What is derived cannot be typed*: a stored field that is computed, or related, without an inverse
    and not ``readonly=False``, is written by its compute only, below superuser too.

    *The result of a write is looked at*: it belongs to companies of the writer, and fits the rules
    of the writer as the row before did. ``sudo()`` is no way around, ``beyond_own_companies`` is.

    *Evidence is not for hands*: messages, tracking and files of what is decided; `evidence` says which.

    *No secret is written*: ``ipai.secret.scan`` looks at what a person or a program writes, before it is.
    """

    _inherit = "base"

    _settled = ()
    """States in which a record of a model is decided or carried out."""
    _announced = ()
    """Topics of events that the model announces, as in ``drift.opened``."""
    _announced_fields = ()
    """Fields that an event tells of a record, beside its name."""

    def _announce(self, topic, details=None):
        """Have programs outside told what has come about with each of these records, if it stays so.

        Nobody is told here: ``ipai_inbox`` sends. It writes down what is to be sent in this transaction.

        :param topic: one of ``_announced``.
        :param details: plain data to be told with it, the same of each.
        """

    def _announce_changes(self, topic, names):
        """The same of fields that are about to be written: what they were, and are when all is written."""

    def _load_records(self, data_list, update=False, **kwargs):
        """A room that takes over what stood in another leaves what a person may have changed since.

        To Odoo it is installed for the first time, and then ``noupdate`` would not count.
        """
        if not update and getattr(self.pool, "ipai_rooms", False):
            names = {data["xml_id"].partition(".")[0] for data in data_list if data.get("xml_id")}
            update = bool(names & ROOMS)
        return super()._load_records(data_list, update=update, **kwargs)

    @api.model_create_multi
    def create(self, vals_list):
        if self._name in evidence.KEPT:
            evidence.check(self, "create", vals_list)
        if self._name == "mail.activity":
            vals_list = handing_on.handed_on(self.env, vals_list)
        if self._name == "mail.message":
            return self._report_secrets(
                super().create, vals_list, self.env["ipai.secret.scan"]._check_comments
            )
        if not self._name.startswith(OURS):
            if self._name in LOOKED_AT and self.env["ipai.secret.scan"]._is_watched(self._name):
                records = self._report_secrets(super().create, vals_list, self._refuse_secrets_of)
            else:
                records = super().create(vals_list)
            if records._leading():
                records._check_leading(set(self.env.context).union(*vals_list))
            return records
        self._refuse_derived(set().union(*vals_list))
        for vals in vals_list:
            self._refuse_endless(vals)
        self._refuse_foreign_companies(vals_list)
        records = self._report_secrets(super().create, vals_list, self._refuse_secrets_of)
        if records._is_answerable():
            given = {key.removeprefix("default_") for key in self.env.context}
            records._check_belonging("create", given.union(*vals_list))
        return records

    def write(self, vals):
        if self._name in evidence.KEPT:
            evidence.check(self, "write", vals)
        if (
            self._name == "mail.message"
            and not MESSAGE.isdisjoint(vals)
            and self.env.uid != SUPERUSER_ID
        ):
            for message in self.sudo():
                self.env["ipai.secret.scan"]._check_comment(
                    {"model": message.model, "message_type": message.message_type, **vals}
                )
        if not self._name.startswith(OURS):
            if self._name in LOOKED_AT:
                self._look_for_secrets(vals)
            result = super().write(vals)
            self._check_leading(vals)
            if self._name == "mail.activity" and vals.get("user_id"):
                handing_on.hand_over(self)
            return result
        self._refuse_derived(vals)
        self._refuse_endless(vals)
        self._refuse_foreign_companies([vals])
        self._look_for_secrets(vals)
        if not self._is_answerable():
            return super().write(vals)
        self._check_general()
        if self.env.su:
            self._refuse_taking(vals.keys())
        result = super().write(vals)
        self._check_belonging("write", vals.keys())
        return result

    def unlink(self):
        if self._name in evidence.KEPT:
            evidence.check(self, "unlink", None)
        if self._name.startswith(OURS) and self._is_answerable():
            self._check_general()
        return super().unlink()

    def _is_settled(self):
        """Whether it is decided or carried out, so that its files and comments are evidence: a seam."""
        return "state" in self._fields and self.state in self._settled

    @api.model
    def default_get(self, fields):
        """No ``default_`` key of a context is a way to what is derived, or what is not for hands."""
        if not self._name.startswith(OURS):
            return super().default_get(fields)
        derived = self._derived()
        names = [name for name in fields if name not in derived]
        if self.env.su or self._transient or not self._auto:
            return super().default_get(names)
        given = self.env.context
        dropped = {
            key
            for key in given
            if key.startswith("default_") and self._is_readonly(key.removeprefix("default_"))
        }
        if not dropped:
            return super().default_get(names)
        kept = {key: value for key, value in given.items() if key not in dropped}
        return super(Base, self.with_env(self.env(context=kept))).default_get(names)

    @api.model
    def _is_readonly(self, name):
        field = self._fields.get(name)
        return bool(field and field.readonly)

    def copy_data(self, default=None):
        copied = super().copy_data(default)
        if not self._name.startswith(OURS):
            return copied
        return [
            {name: value for name, value in vals.items() if not self._is_derived(name)}
            for vals in copied
        ]

    @api.model
    def load(self, fields, data):
        """Name the columns that are derived, before a row of the file is read."""
        if self._name.startswith(OURS):
            messages = [
                {
                    "type": "error",
                    "message": self._derived_message({column}),
                    "field": column,
                    "record": 0,
                    "rows": {"from": 0, "to": max(len(data) - 1, 0)},
                }
                for column in fields
                if self._is_derived_column(column)
            ]
            if messages:
                return {"ids": False, "messages": messages, "nextrow": 0}
        return super().load(fields, data)

    # -- what is derived ----------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _derived(self):
        """Names of the fields whose values follow from others and are kept: nobody writes them."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.store
            and (field.compute or field.related)
            and not field.inverse
            and field.readonly
        )

    @api.model
    def _is_derived(self, name):
        return name in self._derived()

    @api.model
    def _is_derived_column(self, column):
        """The same of a column of a file, as in ``answer_ids/degree`` or ``company_id/id``."""
        name, _slash, rest = column.partition("/")
        if self._is_derived(name):
            return True
        field = self._fields.get(name)
        comodel = rest and field and field.comodel_name
        return bool(comodel) and self.env[comodel]._is_derived_column(rest)

    @api.model
    def _refuse_derived(self, written):
        """:raises AccessError: when a field that nobody writes is among the names."""
        if names := self._derived().intersection(written):
            raise AccessError(self._derived_message(names))

    @api.model
    def _derived_message(self, names):
        return self.env._(
            "%(what)s: %(names)s follows from other fields and is never written. Leave it out, and "
            "change what it follows from.",
            what=self._description,
            names=", ".join(sorted(names)),
        )

    # -- how long it is -----------------------------------------------------------------------

    @api.model
    def _refuse_endless(self, vals):
        """:raises ValidationError: for a text that is longer than its field is for."""
        for name, value in vals.items():
            # Of characters there are no more than bytes: most are let through without counting.
            if not isinstance(value, str) or 4 * len(value) <= LONGEST["char"]:
                continue
            field = self._fields.get(name)
            longest = field is not None and LONGEST.get(field.type)
            if longest and len(value.encode(errors="replace")) > longest:
                raise ValidationError(
                    self.env._(
                        "%(what)s: %(field)s is too long (%(length)s characters). Write no more "
                        "than %(longest)s bytes.",
                        what=self._description,
                        field=field._description_string(self.env),
                        length=len(value),
                        longest=longest,
                    )
                )

    # -- secrets ------------------------------------------------------------------------------

    @api.model
    def _refuse_secrets(self, vals, record_id=0, but=()):
        """What of the values is to be listed as a secret; `but`: of fields that are not looked at.

        :raises ValidationError: for what the policy blocks. Jobs and installations are not stopped;
            the sweep lists what they wrote.
        """
        scan = self.env["ipai.secret.scan"]
        if self.env.uid == SUPERUSER_ID or not scan._is_watched(self._name):
            return []
        found = scan._found(self._name, vals, record_id, but=but)
        return scan._check(self._name, found) if found else []

    @api.model
    def _refuse_secrets_of(self, vals_list):
        """The same of each of the records that are made."""
        scan = self.env["ipai.secret.scan"]
        if self.env.uid == SUPERUSER_ID or not scan._is_watched(self._name):
            return [[] for _vals in vals_list]
        but = scan._left_to_the_sweep(self._name, len(vals_list))
        return [self._refuse_secrets(vals, but=but) for vals in vals_list]

    def _look_for_secrets(self, vals):
        if self._has_secrets(vals):
            for record in self:
                record._list_secrets(record._refuse_secrets(vals, record.id))

    @api.model
    def _has_secrets(self, vals):
        """Whether the values hold a secret at all, false alarms included."""
        scan = self.env["ipai.secret.scan"]
        if self.env.uid == SUPERUSER_ID or not scan._is_watched(self._name):
            return False
        return bool(scan._found(self._name, vals))

    @api.model
    def _report_secrets(self, create, vals_list, check):
        """Create records, of which `check` refuses secrets or says of each what is to be listed."""
        asked = self.env.uid != SUPERUSER_ID or self._name == "mail.message"
        found = check(vals_list) if asked else []
        records = create(vals_list)
        for record, places in zip(records, found, strict=False):
            if places:
                record._list_secrets(places)
        if (
            found
            and self._name != "mail.message"
            and self.env["ipai.secret.pardon"]._waits(self._name)
        ):
            for record, vals in zip(records, vals_list, strict=False):
                self.env["ipai.secret.scan"]._settle(record, vals)
        return records

    def _list_secrets(self, found):
        """List the places of this record, and tell the writer when the policy warns."""
        if not found or self._transient:
            return
        self.env["ipai.secret.finding"]._report(
            self, [(name, kinds) for name, kinds, _mode in found]
        )
        if any(mode == "warn" for _name, _kinds, mode in found) and "bus.bus" in self.env:
            message = self.env._(
                "What you saved holds what looks like a secret (%s). Put it into the vault, and write "
                "where it is instead.",
                ", ".join(sorted({kind for _name, kinds, _mode in found for kind in kinds})),
            )
            self.env["bus.bus"]._sendone(
                self.env.user.partner_id,
                "simple_notification",
                {"type": "warning", "message": message},
            )

    # -- whose it is --------------------------------------------------------------------------

    def _is_answerable(self):
        """Whether a person or a program writes: not an installation, a job, or our own word for it."""
        return self.env.uid != SUPERUSER_ID and not self._transient and not is_beyond()

    @api.model
    @tools.ormcache()
    def _belonging(self):
        """What decides whose a record is.

        :return: names of the fields whose change may move it, those that a rule's field is computed
            from included; the paths that lead to its company; whether it may be of no company.
        """
        rules = self.env["ir.rule"].sudo().search([("model_id.model", "=", self._name)])
        domains = [rule.domain_force for rule in rules if rule.domain_force]
        read = {path for domain in domains for path in paths_of(domain, self._fields.keys())}
        ways = {path for path in read if path.endswith("company_id")}
        if "company_id" in self._fields and self._fields["company_id"].store:
            ways.add("company_id")
        names, waiting = set(), {path.partition(".")[0] for path in read | ways}
        while waiting:
            name = waiting.pop()
            names.add(name)
            depends = self.pool.field_depends[self._fields[name]]
            waiting |= {path.partition(".")[0] for path in depends} - names
        return frozenset(names), tuple(sorted(ways)), any(map(allows_general, domains))

    def _check_belonging(self, operation, written):
        """Refuse a result that is of another company, or that the writer's rules do not let pass.

        :param operation: create or write, as rules know it.
        :param written: names of the fields that were written; only what decides is looked at.
        """
        names, ways, _general = self._belonging()
        moved = operation == "create" or not names.isdisjoint(written)
        relations = [name for name in written if self._leads_elsewhere(name)]
        if not moved and not relations:
            return
        own = self.env.user.sudo().company_ids
        result = self.sudo().with_context(active_test=False)
        looked_at = [*(ways if moved else ()), *(f"{name}.company_id" for name in relations)]
        if any(result.mapped(way) - own for way in looked_at):
            raise self._foreign_error()
        if moved:
            result._check_general()
            self._check_rules(operation, own)

    @api.model
    @tools.ormcache()
    def _leading(self):
        """Names of the fields by which a record of Odoo names records of the suite that have a company."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.store and self._leads_elsewhere(name, checked=True)
        )

    def _check_leading(self, written):
        """The same for a ticket, a task, a contact, which Odoo does not check by itself.

        :param written: names of fields, with ``default_`` before them or not.
        """
        names = self._leading()
        if not names or self._transient:
            return
        names = names & {name.removeprefix("default_") for name in written}
        if not names:
            return
        if self._is_answerable():
            own = self.env.user.sudo().company_ids
            if any(self.sudo().mapped(f"{name}.company_id") - own for name in names):
                raise self._foreign_error()
        checked = [name for name in names if self._fields[name].check_company]
        if checked and "company_id" in self._fields:
            # Narrow: Odoo's own check, of what was just written.
            self.sudo().filtered("company_id")._check_company(checked)

    @api.model
    def _refuse_foreign(self, vals_list):
        """For a model that looks things up before it is written: first of all the company is asked for.

        :raises AccessError: when a value is, or leads to, a company that is not one of the writer's.
        """
        if not self._is_answerable():
            return
        own = self.env.user.sudo().company_ids
        for name in set().union(*vals_list):
            if name == "company_id":
                target = own
            elif name in self._looked_up():
                target = self.env[self._fields[name].comodel_name].sudo()
            else:
                continue
            given = (vals.get(name) for vals in vals_list)
            # Nothing of the records is told but whether their companies are one's own.
            found = target.browse({value for value in given if value and isinstance(value, int)})
            if (found if name == "company_id" else found.company_id) - own:
                raise self._foreign_error()

    @api.model
    @tools.ormcache()
    def _looked_up(self):
        """Names of the fields that name one record of the suite that has a company."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.type == "many2one" and self._leads_elsewhere(name, checked=True)
        )

    @api.model
    def _refuse_foreign_companies(self, vals_list):
        """Before the database looks for a name that is taken there, which would tell of it.

        :raises AccessError: when a company that is written is not one of the writer's.
        """
        given = (vals.get("company_id") for vals in vals_list)
        companies = {company for company in given if company and isinstance(company, int)}
        if companies and self._is_answerable():
            if not companies.issubset(self.env.user.sudo().company_ids.ids):
                raise self._foreign_error()

    def _refuse_taking(self, written):
        """What is another company's is not taken from there either, as by a command for a line of it.

        :raises AccessError: when what decides whose it is was written of a record that is not one's own.
        """
        names, ways, _general = self._belonging()
        own = self.env.user.sudo().company_ids
        if not names.isdisjoint(written) and any(self.mapped(way) - own for way in ways):
            raise self._foreign_error()

    def _foreign_error(self):
        return AccessError(
            self.env._(
                "%(what)s: it would belong to a company that is not one of yours. Choose one of "
                "your own companies.",
                what=self._description,
            )
        )

    def _check_rules(self, operation, own):
        """Ask the rules on the user's behalf, all of the user's companies ticked."""
        result = self.sudo().with_context(active_test=False)
        asked = self.with_user(self.env.user).with_context(allowed_company_ids=own.ids)
        rules = asked.env["ir.rule"]
        domain = rules._compute_domain(self._name, operation)
        if domain and (outside := result - result.filtered_domain(domain)):
            raise rules._make_access_error(operation, outside.with_env(asked.env))

    @api.model
    def _leads_elsewhere(self, name, checked=False):
        """Whether a field names records of the suite that have a company, which Odoo does not check.

        :param checked: those that Odoo checks as well.
        """
        field = self._fields.get(name)
        if not field or field.type not in ("many2one", "many2many"):
            return False
        if field.check_company and not checked:
            return False
        target = self.env[field.comodel_name]
        return field.comodel_name.startswith(OURS) and "company_id" in target._fields

    def _check_general(self):
        """What is of no company belongs to who is in every company.

        :raises AccessError: for anybody else.
        """
        _names, ways, general = self._belonging()
        if not general:
            return
        records = self.sudo().with_context(active_test=False)
        if not any(not any(record.mapped(way) for way in ways) for record in records):
            return
        elsewhere = [("id", "not in", self.env.user.sudo().company_ids.ids)]
        if self.env["res.company"].sudo().search_count(elsewhere, limit=1):
            raise AccessError(
                self.env._(
                    "%(what)s: one without a company holds for every company, so only somebody "
                    "who is in all of them may change it. Choose a company.",
                    what=self._description,
                )
            )
