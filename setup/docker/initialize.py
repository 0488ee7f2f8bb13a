# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bring the database to where the image is: ``initialize.py CONFIG``.

Installs the addons that are missing, upgrades those whose files changed, gives the administrator
the password from its secret, and proves all of that before it ends with 0. It may be run at every
start and after any crash: each step looks at what there is.
"""

import ast
import subprocess
import sys
from pathlib import Path

import click_odoo

from odoo.sql_db import db_connect
from odoo.tools import config

# Data of a sample network: in the image to be installed by hand, for those who want to look.
OPTIONAL = {"ipai_lab_baseline"}
DEFAULT_PASSWORD = "admin"


class InitializeError(Exception):
    """The database is not where it should be; the message says what is wrong and what to do."""


def suite(addons_path):
    """Return the names of the addons that belong into every database of ours."""
    return {path.parent.name for path in Path(addons_path).glob("*/__manifest__.py")} - OPTIONAL


def installed(database):
    """Return the names of the installed addons, none when the database is still empty."""
    with db_connect(database).cursor() as cursor:
        cursor.execute("SELECT to_regclass('ir_module_module')")
        if cursor.fetchone() == (None,):
            return set()
        cursor.execute("SELECT name FROM ir_module_module WHERE state = 'installed'")
        return {name for (name,) in cursor.fetchall()}


def run(*command):
    """Run Python with these arguments; what it says is shown as it comes."""
    if subprocess.run([sys.executable, *command]).returncode:
        raise InitializeError(
            f"`python3 {' '.join(command)}` failed, see above. The database keeps what was"
            " finished: mend the cause and start again."
        )


def upgrade(conf, database, *options):
    """Upgrade the addons whose files differ from those last seen (click-odoo-contrib)."""
    run("-m", "click_odoo_contrib.update", "-c", conf, "-d", database, "--ignore-core-addons", *options)


def install(conf, database, names):
    """Install these addons, and remember their files as seen."""
    run("-m", "odoo", "-c", conf, "-d", database, "-i", ",".join(sorted(names)),
        "--stop-after-init", "--no-http", "--workers=0", "--max-cron-threads=0")
    upgrade(conf, database, "--only-compute-hashes")


def set_password(env, password):
    """Give the administrator this password, if he still has the one of every new database."""
    admin = env.ref("base.user_admin")
    env.cr.execute("SELECT password FROM res_users WHERE id = %s", [admin.id])
    [current] = env.cr.fetchone()
    if not current or admin._crypt_context().verify(DEFAULT_PASSWORD, current):
        admin.password = password


def set_addresses(env, site_url):
    """Fix the address in links to the one of the proxy, and let PDF reports ask Odoo itself.

    wkhtmltopdf would otherwise fetch styles by way of the proxy, whose certificate it rejects.
    """
    parameters = env["ir.config_parameter"]
    parameters.set_param("web.base.url", site_url.removesuffix(":443"))
    parameters.set_param("web.base.url.freeze", "True")
    parameters.set_param("report.url", f"http://127.0.0.1:{config['http_port']}")


def main(conf, addons_path, password, site_url):
    config.parse_config(["-c", conf])
    database = config["db_name"]
    # 18.0 has a string here, 19.0 a list.
    database = database if isinstance(database, str) else database[0]
    wanted = suite(addons_path)
    present = installed(database)
    if present:
        upgrade(conf, database)
    if missing := wanted - present:
        install(conf, database, missing)
    if missing := wanted - installed(database):
        raise InitializeError(
            f"Odoo ended well, and yet these addons are not installed: {', '.join(sorted(missing))}."
            " The lines above with WARNING or ERROR say why."
        )
    with click_odoo.OdooEnvironment(database=database) as env:
        set_password(env, password)
        set_addresses(env, site_url)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:3], Path(sys.argv[3]).read_text().strip(), sys.argv[4])
    except InitializeError as error:
        sys.exit(str(error))
