# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""docker-compose.yml as Docker reads it, and the files that it and the image take from here."""

import json
import re
import stat
import subprocess

import pytest

from setup.settings import ROOT, SERIES

DOCKER = ROOT / "setup" / "docker"


@pytest.fixture(scope="session")
def config(compose):
    done = compose("config", "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_file_is_valid_without_a_word_of_warning(compose):
    done = compose("config", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")


def test_only_the_proxy_publishes_ports_and_only_on_loopback(config):
    published = {name: service.get("ports", []) for name, service in config["services"].items()}
    ports = published.pop("proxy")
    assert {(port["host_ip"], port["published"], port["target"]) for port in ports} == {
        ("127.0.0.1", "80", 80),
        ("127.0.0.1", "443", 443),
    }
    assert not any(published.values())


def test_an_operator_chooses_address_ports_and_series(compose):
    chosen = {
        "BIND": "192.0.2.7",
        "HTTPS_PORT": "8443",
        "SITE_ADDRESS": "ops.lan",
        "ODOO_SERIES": "18.0",
    }
    services = json.loads(compose("config", "--format", "json", **chosen).stdout)["services"]
    assert ("192.0.2.7", "8443", 8443) in {
        (port["host_ip"], port["published"], port["target"]) for port in services["proxy"]["ports"]
    }
    assert services["proxy"]["environment"]["SITE_ADDRESS"] == "ops.lan"
    assert services["setup"]["environment"]["SITE_URL"] == "https://ops.lan:8443"
    assert services["odoo"]["build"]["args"] == {"ODOO_SERIES": "18.0"}


def test_each_service_that_stays_is_watched(config):
    watched = {name for name, service in config["services"].items() if service.get("healthcheck")}
    stays = {
        name
        for name, service in config["services"].items()
        if service["restart"] == "unless-stopped"
    }
    assert watched == stays == {"db", "odoo", "proxy"}


PINNED = r"@sha256:[0-9a-f]{64}"


def test_images_are_pinned_by_their_digests(config):
    images = {name: service["image"] for name, service in config["services"].items()}
    assert re.fullmatch(r"postgres:17\.\d+" + PINNED, images.pop("db"))
    assert re.fullmatch(r"caddy:2\.\d+\.\d+" + PINNED, images.pop("proxy"))
    assert images == {"setup": "ipai-odoo:19.0", "odoo": "ipai-odoo:19.0"}


def test_each_series_is_built_on_a_pinned_image():
    found = re.findall(r"^FROM (.*)$", (DOCKER / "Dockerfile").read_text(), re.MULTILINE)
    assert found.pop() == "odoo-${ODOO_SERIES}"
    assert len(found) == len(SERIES)
    for series, line in zip(sorted(SERIES), found, strict=True):
        assert re.fullmatch(rf"odoo:{series}{PINNED} AS odoo-{series}", line), line


def test_no_password_stands_in_the_environment(config):
    for service in config["services"].values():
        for key, value in service.get("environment", {}).items():
            if re.search("PASS|SECRET|TOKEN", key):
                assert key.endswith("_FILE") and value.startswith("/run/secrets/")


def test_each_secret_is_made_by_the_script(config, tmp_path):
    subprocess.run([DOCKER / "make-secrets", tmp_path / "secrets"], check=True, capture_output=True)
    made = {path.name for path in (tmp_path / "secrets").iterdir()}
    assert made == set(config["secrets"])
    for name, secret in config["secrets"].items():
        assert secret["file"] == str(DOCKER / "secrets" / name)


def test_secrets_are_the_owners_differ_and_stay(tmp_path):
    folder = tmp_path / "secrets"
    make = [DOCKER / "make-secrets", folder]
    subprocess.run(make, check=True, capture_output=True)
    first = {path.name: path.read_text() for path in folder.iterdir()}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o444}
    assert all(re.fullmatch("[A-Za-z0-9]{32}", value) for value in first.values())
    assert len(set(first.values())) == len(first)
    (folder / "db_password").unlink()
    (folder / "admin_password").chmod(0o600)
    (folder / "admin_password").write_text("")
    subprocess.run(make, check=True, capture_output=True)
    second = {path.name: path.read_text() for path in folder.iterdir()}
    assert {name for name in first if first[name] != second[name]} == {
        "db_password",
        "admin_password",
    }
    assert len(second["admin_password"]) == 32


def test_the_database_is_reached_by_odoo_alone(config):
    assert config["networks"]["data"]["internal"]
    on_data = {
        name for name, service in config["services"].items() if "data" in service["networks"]
    }
    assert on_data == {"db", "setup", "odoo"}


def test_what_must_last_is_on_named_volumes(config):
    mounts = {
        (mount["source"], mount["target"])
        for service in config["services"].values()
        for mount in service.get("volumes", [])
    }
    assert mounts == {
        ("db-data", "/var/lib/postgresql/data"),
        ("odoo-data", "/var/lib/odoo"),
        ("proxy-data", "/data"),
    }
    assert set(config["volumes"]) == {"db-data", "odoo-data", "proxy-data"}


def test_odoo_waits_until_the_database_is_where_the_image_is(config):
    waits = config["services"]["odoo"]["depends_on"]
    assert waits["setup"]["condition"] == "service_completed_successfully"
    assert waits["db"]["condition"] == "service_healthy"
    assert config["services"]["proxy"]["depends_on"]["odoo"]["condition"] == "service_healthy"


@pytest.mark.parametrize("series", SERIES)
def test_all_that_the_image_copies_is_there_and_not_ignored(series):
    text = (
        (DOCKER / "Dockerfile").read_text().replace("\\\n", " ").replace("${ODOO_SERIES}", series)
    )
    ignored = (DOCKER / "Dockerfile.dockerignore").read_text().split()
    sources = [
        source
        for line in re.findall(r"^COPY (.*)$", text, re.MULTILINE)
        for source in line.split()[:-1]
        if not source.startswith("--")
    ]
    assert "addons" in sources and ignored[0] == "*"
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(entry[1:] in (source, source.rpartition("/")[0]) for entry in ignored), source


def test_each_container_has_no_more_rights_and_memory_than_it_needs(config):
    for name, service in config["services"].items():
        assert service["cap_drop"] == ["ALL"], name
        assert int(service["mem_limit"]) <= 4 * 1024**3, name
        assert service["pids_limit"] <= 400, name
    assert config["services"]["proxy"]["cap_add"] == ["NET_BIND_SERVICE"]
    assert "cap_add" not in config["services"]["odoo"]


def test_the_files_that_the_containers_see_are_there(config):
    for entry in config["configs"].values():
        assert (ROOT / entry["file"]).is_file()


def test_odoo_is_told_what_the_proxy_relies_on():
    lines = (DOCKER / "odoo.conf").read_text().splitlines()
    for line in (
        "list_db = False",
        "dbfilter = ^ipai$",
        "proxy_mode = True",
        "gevent_port = 8072",
        "workers = 4",
    ):
        assert line in lines
    assert not any("passw" in line for line in lines if not line.startswith(";"))
