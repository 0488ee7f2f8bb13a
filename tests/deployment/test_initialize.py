# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The database follows the image: what is missing comes, what changed is upgraded, the rest stays."""

import psycopg2
import pytest
from passlib.hash import pbkdf2_sha512

# What Odoo logs when it installs or upgrades.
UPDATES = "updating modules list"


def state(deployment, name):
    rows = deployment.query(
        f"SELECT state, latest_version FROM ir_module_module WHERE name = '{name}'"
    )
    return rows[0] if rows else None


def password(deployment):
    [(value,)] = deployment.query("SELECT password FROM res_users WHERE login = 'admin'")
    return value


def set_password(deployment, plain):
    hashed = pbkdf2_sha512.hash(plain)
    deployment.query(
        f"UPDATE res_users SET password = '{hashed}' WHERE login = 'admin' RETURNING id"
    )


@pytest.fixture
def initialize(deployment):
    def run():
        done = deployment.initialize()
        assert done.returncode == 0, done.stdout[-4000:]
        return done.stdout

    return run


def test_the_addons_of_the_folder_are_installed(deployment):
    assert state(deployment, "ipai_probe")[0] == "installed"


def test_the_sample_network_is_left_out(deployment, initialize):
    deployment.add("ipai_lab_baseline")
    initialize()
    assert state(deployment, "ipai_lab_baseline") in (None, ("uninstalled", None))
    deployment.remove("ipai_lab_baseline")


def test_a_second_run_changes_nothing(initialize):
    assert UPDATES not in initialize()


def test_a_changed_addon_is_upgraded_and_a_new_one_installed(deployment, initialize):
    deployment.add("ipai_probe", "1.0.1")
    deployment.add("ipai_second", depends=["ipai_probe"])
    assert UPDATES in initialize()
    assert state(deployment, "ipai_probe")[1].endswith(".1.0.1")
    assert state(deployment, "ipai_second")[0] == "installed"


def test_an_addon_that_cannot_be_installed_is_named(deployment, initialize):
    deployment.add("ipai_broken", depends=["ipai_nowhere"])
    done = deployment.initialize()
    assert done.returncode != 0
    assert "ipai_broken" in done.stdout.splitlines()[-1]
    deployment.remove("ipai_broken")
    initialize()


def test_the_password_that_the_administrator_chose_is_kept(deployment, initialize):
    set_password(deployment, "of his own")
    initialize()
    assert pbkdf2_sha512.verify("of his own", password(deployment))
    set_password(deployment, deployment.secret("admin_password"))


def test_a_crash_before_the_password_was_set_is_made_good(deployment, initialize):
    set_password(deployment, "admin")
    initialize()
    assert pbkdf2_sha512.verify(deployment.secret("admin_password"), password(deployment))


def test_links_lead_to_the_proxy_and_reports_to_odoo(deployment):
    parameters = dict(deployment.query("SELECT key, value FROM ir_config_parameter"))
    assert parameters["web.base.url"] == "https://ipai.test"
    assert parameters["web.base.url.freeze"] == "True"
    assert parameters["report.url"] == f"http://127.0.0.1:{deployment.http_port}"


def test_the_role_of_odoo_owns_one_database_and_can_make_no_other(deployment):
    assert deployment.query(
        "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ) == [(False, False, False)]
    assert deployment.query(
        "SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = current_user"
    ) == [("ipai",)]


@pytest.mark.parametrize("extension", ["btree_gist", "pg_trgm", "unaccent"])
def test_the_role_of_odoo_can_create_the_extensions_that_addons_ask_for(deployment, extension):
    connection = deployment.connect()
    try:
        connection.cursor().execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    finally:
        connection.rollback()
        connection.close()


def test_a_missing_secret_is_named(deployment, tmp_path):
    secret = deployment.secrets / "master_password"
    kept = secret.rename(tmp_path / "kept")
    done = deployment.initialize()
    kept.rename(secret)
    assert done.returncode == 1
    assert done.stdout == (
        "The secret master_password is missing: run setup/docker/make-secrets, then start again.\n"
    )


def test_a_wrong_password_is_refused_by_the_server(deployment):
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(
            host="127.0.0.1",
            port=deployment.postgres_port,
            user="odoo",
            password="odoo",
            dbname="ipai",
        )
