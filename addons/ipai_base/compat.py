# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The differences between Odoo 18.0 and 19.0: the one file of the suite that knows the series.

Everything else imports from here and stays the same on both. Names follow 19.0, so that the
18.0 branch of each choice can be deleted when that series is dropped.
"""

from psycopg2.errorcodes import FOREIGN_KEY_VIOLATION

from odoo import models, release
from odoo.tools import SQL

SERIES = release.version_info[0]

GROUPS_FIELD = "group_ids" if SERIES >= 19 else "groups_id"
"""Field of ``res.users`` that holds the groups."""

ALL_GROUPS_FIELD = "all_group_ids" if SERIES >= 19 else "groups_id"
"""Field of ``res.users`` that reads all groups, the implied ones included."""

GROUP_USERS_FIELD = "user_ids" if SERIES >= 19 else "users"
"""Field of ``res.groups`` to write members to."""

GROUP_ALL_USERS_FIELD = "all_user_ids" if SERIES >= 19 else "users"
"""Field of ``res.groups`` that reads all members, the implied ones included."""

ALL_IMPLIED_FIELD = "all_implied_ids" if SERIES >= 19 else "trans_implied_ids"
"""Field of ``res.groups`` that reads the groups it implies, over other groups too."""

JSON_ROUTE = "jsonrpc" if SERIES >= 19 else "json"
"""``type`` of a JSON-RPC route for our own JavaScript."""

UOM_FIELD = "product_uom_id" if SERIES >= 19 else "product_uom"
TAX_FIELD = "tax_ids" if SERIES >= 19 else "tax_id"
"""Unit and taxes of a sale order line."""


if SERIES >= 19:
    Constraint = models.Constraint
    Index = models.Index
    UniqueIndex = models.UniqueIndex
else:

    class Constraint:
        """``_name_key = Constraint("UNIQUE(a, b)", "message")`` as on 19.0."""

        def __init__(self, definition, message=""):
            self.definition = definition
            self.message = message

        def __set_name__(self, owner, name):
            _declare(owner, name, self.definition, self.message)

    class Index:
        """``_name_idx = Index("(a, b) WHERE active")`` as on 19.0."""

        unique = ""

        def __init__(self, definition):
            self.definition = definition
            self.message = ""

        def __set_name__(self, owner, name):
            if self.message:
                # An empty definition makes no constraint, but gives the index its message.
                _declare(owner, name, "", self.message)
            _create_at_init(owner, name.removeprefix("_"), self.unique, self.definition)

    class UniqueIndex(Index):
        """``_name_uniq = UniqueIndex("(lower(a)) WHERE active", "message")`` as on 19.0."""

        unique = "UNIQUE"

        def __init__(self, definition, message=""):
            super().__init__(definition)
            self.message = message

    def _declare(owner, name, definition, message):
        if not name.startswith("_") or name.startswith("__"):
            raise TypeError(f"{name!r} must start with exactly one underscore")
        declared = owner.__dict__.get("_sql_constraints", [])
        owner._sql_constraints = [*declared, (name[1:], definition, message)]

    def _create_at_init(owner, key, unique, definition):
        """Let ``owner.init`` create the index, and make it anew when its definition changed."""
        indexes = owner.__dict__.get("_compat_indexes")
        if indexes is not None:
            indexes.append((key, unique, definition))
            return
        indexes = owner._compat_indexes = [(key, unique, definition)]
        previous = owner.__dict__.get("init")

        def init(self):
            if previous is not None:
                previous(self)
            else:
                super(owner, self).init()
            for index_key, index_unique, index_definition in indexes:
                name = f"{self._table}_{index_key}"
                statement = (
                    f'CREATE {index_unique} INDEX "{name}" ON "{self._table}" {index_definition}'
                )
                _ensure_index(self.env.cr, name, statement)

        owner.init = init

    def _ensure_index(cr, name, statement):
        """Run ``statement`` unless the comment of the index ``name`` says that it ran before."""
        cr.execute(
            """
            SELECT obj_description(c.oid, 'pg_class')
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relname = %s AND c.relkind = 'i' AND n.nspname = current_schema
            """,
            [name],
        )
        row = cr.fetchone()
        if row and row[0] == statement:
            return
        if row:
            cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
        # The statement is made of names and definitions in our own code, never of input.
        cr.execute(statement)  # pylint: disable=sql-injection
        cr.execute(SQL("COMMENT ON INDEX %s IS %s", SQL.identifier(name), statement))


if SERIES >= 19:

    def cached(records, field):
        """The values of a field in the cache's own form, in the order of the records: all must have been fetched."""
        values = field._get_cache(records.env)
        return [values[record_id] for record_id in records._ids]
else:

    def cached(records, field):
        """The values of a field in the cache's own form, in the order of the records: all must have been fetched."""
        return list(records.env.cache.get_values(records, field))


try:
    from odoo.fields import Domain

    def domain_and(*domains):
        """All of the domains hold, as a list."""
        return list(Domain.AND(domains))

    def domain_or(*domains):
        """At least one of the domains holds, as a list."""
        return list(Domain.OR(domains))

except ImportError:
    from odoo.osv import expression

    def domain_and(*domains):
        """All of the domains hold, as a list."""
        return expression.AND(domains)

    def domain_or(*domains):
        """At least one of the domains holds, as a list."""
        return expression.OR(domains)


def search_values(operator, value):
    """What a ``search=`` method of a field is asked, the same on both series.

    :return: ``(values, positive)``: the plain values asked for, and whether a record must have
        one of them (True) or none (False). 18.0 sends ``=`` and ``!=`` as written, 19.0 sends
        ``in`` and ``not in`` with a set, and ``= False`` of a boolean as ``not in {True}``.
    :raises NotImplementedError: for another operator.

    >>> search_values("=", True)
    ([True], True)
    >>> search_values("not in", {True})
    ([True], False)
    """
    if operator not in ("=", "!=", "in", "not in"):
        raise NotImplementedError(f"operator {operator!r} is not supported here")
    several = not isinstance(value, str) and hasattr(value, "__iter__")
    return (list(value) if several else [value]), operator in ("=", "in")


def constraint_message(env, error):
    """The message of the constraint that made the database refuse, as the web client would show it.

    :param error: an ``IntegrityError``; its transaction must be usable again.
    """
    models_of_table = (
        model for model in env.registry.values() if model._table == error.diag.table_name
    )
    model = next((model for model in models_of_table if not model._abstract), None)
    # Odoo takes each broken reference for a deletion.
    if error.pgcode == FOREIGN_KEY_VIOLATION and "is not present" in (
        error.diag.message_detail or ""
    ):
        return env._("A record that it names was deleted meanwhile. Choose another one.")
    if model is not None and SERIES >= 19:
        return env[model._name]._sql_error_to_message(error)
    for key, _definition, message in getattr(model, "_sql_constraints", ()):
        if message and error.diag.constraint_name == f"{model._table}_{key}":
            return message
    return (error.diag.message_detail or error.diag.message_primary or str(error)).strip()


def cron_progress(env, step, done, remaining):
    """Report a finished batch of a scheduled action and commit it.

    :param step: records done since the last call (19.0 counts these up).
    :param done: records done so far in this run (18.0 wants the total).
    :param remaining: records that are left.

    Inside a test it does nothing, for both series refuse a commit there.
    """
    commit_batch(env, step, done, remaining)


def commit_batch(env, step, done, remaining):
    """What ``cron_progress`` does, apart so that a test can end the work right here."""
    from odoo.modules import module

    if module.current_test:
        return
    cron = env["ir.cron"]
    if hasattr(cron, "_commit_progress"):
        cron._commit_progress(step, remaining=remaining)
    else:
        cron._notify_progress(done=done, remaining=remaining)
        env.cr.commit()


def generate_api_key(user, name, scope="rpc", expiration=None):
    """A new API key of ``user``, in clear: the only time that it can be read."""
    keys = user.env["res.users.apikeys"].with_user(user).sudo()
    return keys._generate(scope, name, expiration)
