# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bring the database to where the image is: ``CONFIG ADDONS_FOLDER PASSWORD_FILE SITE_URL``.

Installs the addons that are missing, upgrades those whose code changed, gives the administrator
the password from its secret, and proves all of that before it ends with 0. It may be run at every
start and after any crash: each step looks at what there is.
"""

import contextlib
import json
import subprocess
import sys
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.module import get_module_path
from odoo.modules.registry import Registry
from odoo.sql_db import db_connect
from odoo.tools import config

from setup.suite import Suite, checksum

# Data of a sample network: in the image to be installed by hand, for those who want to look.
OPTIONAL = {"ipai_lab_baseline"}
DEFAULT_PASSWORD = "admin"
SEEN = "ipai.addon_checksums"


class InitializeError(Exception):
    """The database is not where it should be; the message says what is wrong and what to do."""


def installed(database):
    """Return the checksums by name of the installed addons; none while the database is empty."""
    with db_connect(database).cursor() as cursor:
        cursor.execute("SELECT to_regclass('ir_module_module')")
        if cursor.fetchone() == (None,):
            return {}
        cursor.execute(
            "SELECT name FROM ir_module_module WHERE state IN ('installed', 'to upgrade')"
        )
        paths = {name: get_module_path(name) for (name,) in cursor.fetchall()}
    return {name: checksum(Path(path)) for name, path in paths.items() if path}


def update(conf, install, upgrade):
    """Have Odoo install and upgrade these addons; what it says is shown as it comes."""
    command = ["-m", "odoo", "-c", conf, "--stop-after-init", "--no-http", "--workers=0"]
    if install:
        command += ["-i", ",".join(sorted(install))]
    if upgrade:
        command += ["-u", ",".join(sorted(upgrade))]
    if subprocess.run([sys.executable, *command]).returncode:
        raise InitializeError(
            f"`python3 {' '.join(command)}` failed, see above. The addons before the one that"
            " failed are done: mend the cause and start again."
        )


@contextlib.contextmanager
def environment(database):
    """Yield an Odoo environment whose work is committed when the block ends well."""
    with Registry(database).cursor() as cursor:
        yield api.Environment(cursor, SUPERUSER_ID, {})


def set_password(env, password):
    """Give the administrator this password if he still has the one of every new database."""
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


def main(conf, addons_folder, password_file, site_url):
    config.parse_config(["-c", conf])
    # 18.0 has a string here, 19.0 a list.
    database = config["db_name"] if isinstance(config["db_name"], str) else config["db_name"][0]
    wanted = set(Suite(Path(addons_folder)).names) - OPTIONAL
    present = installed(database)
    changed = set()
    if present:
        with environment(database) as env:
            seen = json.loads(env["ir.config_parameter"].get_param(SEEN, "{}"))
        changed = {name for name in present if present[name] != seen.get(name)}
    if wanted - set(present) or changed:
        update(conf, wanted - set(present), changed)
        present = installed(database)
    if missing := wanted - set(present):
        raise InitializeError(
            f"Odoo ended well, and yet it did not install {', '.join(sorted(missing))}:"
            " the lines above with WARNING or ERROR say why."
        )
    with environment(database) as env:
        set_password(env, Path(password_file).read_text(encoding="utf-8").strip())
        set_addresses(env, site_url)
        env["ir.config_parameter"].set_param(SEEN, json.dumps(present, sort_keys=True))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except InitializeError as error:
        sys.exit(str(error))
