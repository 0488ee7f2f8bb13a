# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The image that `make test-image` has built, as containers of buildah; its network is the machine's own."""

import os
import subprocess

import pytest
from deploying import SITE, Deployment, caddy, postgres
from programs import answers, running

ENTRYPOINT = "/usr/local/lib/ipai/setup/docker/entrypoint"


class Image(Deployment):
    """The deployment of compose with the image's own Odoo, addons and entrypoint."""

    def __init__(self, folder, container):
        super().__init__(folder)
        self.container = container
        # On free ports; all else in it is the image's own.
        text = (folder / "odoo.conf").read_text()
        (folder / "odoo.conf").write_text(
            text.replace(str(self.addons), "/mnt/extra-addons").replace(
                str(folder / "data"), "/var/lib/odoo"
            )
        )
        for path in (folder, self.secrets, *self.secrets.iterdir()):
            path.chmod(path.stat().st_mode | 0o055 if path.is_dir() else 0o644)

    def command(self, *arguments, user="odoo"):
        """Return the command line that runs something in the container as compose would."""
        values = {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.postgres_port),
            "ODOO_RC": "/run/ipai/odoo.conf",
            "SITE_URL": f"https://{SITE}:443",
            "HOME": "/var/lib/odoo",
        }
        return [
            *("buildah", "run", "--isolation", "chroot", "--network", "host", "--user", user),
            *(part for key, value in values.items() for part in ("--env", f"{key}={value}")),
            *("--volume", f"{self.secrets}:/run/secrets:ro"),
            *("--volume", f"{self.folder / 'odoo.conf'}:/etc/odoo/odoo.conf:ro"),
            *("--volume", f"{self.config.parent}:/run/ipai"),
            *(self.container, "--", *arguments),
        ]

    def run(self, *arguments, **options):
        return subprocess.run(
            self.command(*arguments, **options),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@pytest.fixture(scope="session")
def image(tmp_path_factory):
    """The image with an empty database beside it."""
    name = os.environ["IPAI_IMAGE"]
    container = subprocess.check_output(["buildah", "from", name], text=True).strip()
    try:
        image = Image(tmp_path_factory.mktemp("image"), container)
        image.config.parent.chmod(0o1777)
        # pytest keeps its folders to itself; the container's user walks through them.
        for path in image.folder.parents[:2]:
            path.chmod(0o755)
        with postgres(image):
            yield image
    finally:
        subprocess.run(["buildah", "rm", container], check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def initialized(image):
    """The image after `initialize`: the suite is installed."""
    done = image.run(ENTRYPOINT, "initialize")
    assert done.returncode == 0, done.stdout[-6000:]
    image.said = done.stdout
    return image


@pytest.fixture(scope="session")
def served(initialized):
    """The image serving."""
    ports = initialized.http_port, initialized.gevent_port
    paths = "/web/health?db_server_status=1", "/websocket/health"

    def ready():
        return all(
            answers(f"http://127.0.0.1:{port}{path}")
            for port, path in zip(ports, paths, strict=True)
        )

    with running(initialized.command(ENTRYPOINT), initialized.folder / "odoo.log", ready):
        yield initialized


@pytest.fixture(scope="session")
def proxy(served, tmp_path_factory):
    with caddy(tmp_path_factory.mktemp("caddy"), served.http_port, served.gevent_port) as proxy:
        yield proxy
