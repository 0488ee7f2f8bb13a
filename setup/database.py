# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The database: created, then brought to the code that is there, as far as the code changed."""

import json
import secrets

from .console import Problem, step
from .files import write_private
from .suite import checksum

LOGIN = "admin"
# What the database was last brought to: the checksum of each addon, and Odoo's version under the name "odoo".
PARAMETER = "ipai.setup.checksums"


def bring_up_to_date(instance):
    """Install what is missing and upgrade what changed (and, by Odoo's rules, what depends on it).

    A database that an earlier run left half-way is repaired by the same steps: the checksums are stored last.
    """
    names = instance.settings.suite.names
    refuse_other_series(_version_of_base(instance), instance.odoo.series, instance.settings.state)
    states, known, wanted = _states(instance), _known(instance), checksums(instance)
    install, upgrade = plan(names, wanted, states, known)
    if install or upgrade:
        _apply(instance, install, upgrade)
    _check(instance, names)
    wanted = checksums(instance)
    if known is None or not instance.password_file.exists():
        set_password(instance, wanted)
    elif known != wanted:
        store(instance, wanted)


def refuse_other_series(version, series, state):
    """Raise Problem when a database was made by another series of Odoo, before anything in it is touched.

    :param version: of its module base, as in 19.0.1.3; None for an empty database.

    >>> refuse_other_series("19.0.1.3", "19.0", ".state")
    >>> refuse_other_series(None, "18.0", ".state")
    >>> refuse_other_series("19.0.1.3", "18.0", ".state")  # doctest: +NORMALIZE_WHITESPACE
    Traceback (most recent call last):
    ...
    setup.console.Problem: The database in .state was made by Odoo 19.0, and this is Odoo 18.0: take the one that made it,
    name another state (STATE=.state-18.0), or throw this one away (make clean).
    """
    made_by = version and ".".join(version.split(".")[:2])
    if made_by and made_by != series:
        raise Problem(
            f"The database in {state} was made by Odoo {made_by}, and this is Odoo {series}: take the one that made it,\n"
            f"name another state (STATE={state}-{series}), or throw this one away (make clean)."
        )


def _version_of_base(instance):
    db = instance.settings.db
    if db not in instance.databases.names() or not _has_table(instance, "ir_module_module"):
        return None
    rows = instance.databases.query(
        "SELECT latest_version FROM ir_module_module WHERE name = 'base'", db
    )
    return (rows[0][0] or None) if rows else None


def checksums(instance):
    """Return the checksum of each addon of the suite and of each installed one that came as a wheel, and Odoo's version."""
    suite, states = instance.settings.suite, _states(instance)
    found = {name: suite.checksum(name) for name in suite.names}
    wheels = instance.venv.glob("lib/python3.*/site-packages/odoo/addons/*/__manifest__.py")
    found |= {
        file.parent.name: checksum(file.parent)
        for file in wheels
        if states.get(file.parent.name) == "installed"
    }
    return {**found, "odoo": instance.odoo.version}


def store(instance, checksums):
    """Remember what the database was brought to."""
    value = json.dumps(checksums).replace("'", "''")
    instance.databases.query(
        f"INSERT INTO ir_config_parameter (key, value) VALUES ('{PARAMETER}', '{value}')"
        " ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
        instance.settings.db,
    )


def plan(names, wanted, states, known):
    """Return the modules to install and those to upgrade.

    >>> plan(["a", "b", "c"], {"a": "1", "b": "2", "c": "3", "odoo": "x"},
    ...      {"base": "installed", "a": "installed", "b": "installed"}, {"a": "1", "b": "1", "odoo": "x"})
    (['c'], ['b'])
    >>> plan(["a"], {"a": "1", "odoo": "x"}, {}, None)
    (['base', 'a'], [])
    >>> plan(["a"], {"a": "1", "odoo": "x"}, {"base": "installed", "a": "to upgrade"}, {"a": "1", "odoo": "x"})
    ([], ['a'])
    >>> plan(["a"], {"a": "1", "odoo": "y"}, {"base": "installed", "a": "installed"}, {"a": "1", "odoo": "x"})
    ([], ['base'])
    """
    if states.get("base") not in ("installed", "to upgrade"):
        return ["base", *names], []
    install = [name for name in names if states.get(name) not in ("installed", "to upgrade")]
    install += [
        name for name, state in states.items() if state == "to install" and name not in install
    ]
    known = known or {}
    if known.get("odoo", wanted["odoo"]) != wanted["odoo"] or states["base"] == "to upgrade":
        return install, ["base"]
    changed = {name for name in wanted if name != "odoo" and known.get(name) != wanted[name]}
    changed |= {name for name, state in states.items() if state == "to upgrade"}
    return install, sorted(changed - set(install))


def set_password(instance, checksums):
    """Give the administrator a new password through the ORM, and store the checksums in the same transaction."""
    password = secrets.token_urlsafe(12)
    write_private(instance.password_file, password)
    script = (
        f"env.ref('base.user_admin').write({{'login': {LOGIN!r}, 'password': {password!r}}})\n"
        f"env['ir.config_parameter'].set_param({PARAMETER!r}, {json.dumps(checksums)!r})\n"
        "env.cr.commit()\n"
    )
    try:
        instance.run(
            "--no-http", subcommand=["shell"], stdin=script, fails="The password could not be set."
        )
    except BaseException:
        instance.password_file.unlink()
        raise


def _apply(instance, install, upgrade):
    parts = [f"installing {', '.join(install)}"] if install else []
    parts += [f"upgrading {', '.join(upgrade)}"] if upgrade else []
    step(" and ".join(parts).capitalize())
    arguments = ["--stop-after-init", "--no-http"]
    arguments += ["-i", ",".join(install)] if install else []
    arguments += ["-u", ",".join(upgrade)] if upgrade else []
    instance.run(
        *arguments,
        fails=f"Odoo failed while {' and '.join(parts)}; repair it, the next run goes on from here.",
    )


def _check(instance, names):
    states = _states(instance)
    missing = [name for name in names if states.get(name) != "installed"]
    if missing:
        raise Problem(
            f"Odoo did not install {', '.join(missing)}: a dependency is missing or is not installable."
            f" The log says which: {instance.log_file}"
        )


def _states(instance):
    """Return the state of each module, or nothing for a database that does not exist or is empty."""
    db = instance.settings.db
    if db not in instance.databases.names() or not _has_table(instance, "ir_module_module"):
        return {}
    rows = instance.databases.query(
        "SELECT name, state FROM ir_module_module WHERE state != 'uninstalled'", db
    )
    return dict(rows)


def _known(instance):
    """Return the stored checksums, or None for a database that was never brought up to date."""
    db = instance.settings.db
    if db not in instance.databases.names() or not _has_table(instance, "ir_config_parameter"):
        return None
    rows = instance.databases.query(
        f"SELECT value FROM ir_config_parameter WHERE key = '{PARAMETER}'", db
    )
    return json.loads(rows[0][0]) if rows else None


def _has_table(instance, name):
    query = f"SELECT to_regclass('{name}') IS NOT NULL"
    return instance.databases.query(query, instance.settings.db) == [["t"]]
