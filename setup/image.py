# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make test-image`: the image of docker-compose.yml, built and served without a Docker engine.

Docker's registry is asked for nothing: a base as Odoo's own image is one, with a Debian below it, is made here once
and kept in the cache; buildah builds our Dockerfile on it as it stands; tests/image serves what came out of it.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import debian, odoo, tests, wheels
from .console import Problem, call, step
from .files import complete, locked
from .instance import make_state, opened
from .settings import ROOT

DOCKER = ROOT / "setup" / "docker"
TOOLS = ("buildah", "mmdebstrap")
# The Debian that has a Python which both series support.
RELEASE = "bookworm"
DEBIAN = (
    "adduser ca-certificates curl fonts-dejavu-core node-less postgresql-client python3 python3-pip xz-utils"
).split()
# Odoo's debian/control and the Dockerfile of its image, by their names on PyPI: no package that the suite adds itself.
PYTHON = (
    "asn1crypto babel cbor2 chardet cryptography python-dateutil decorator docutils freezegun geoip2 gevent greenlet"
    " idna pillow Jinja2 libsass lxml lxml_html_clean MarkupSafe num2words ofxparse openpyxl passlib phonenumbers"
    " polib psutil psycopg2-binary pyOpenSSL pypdf rjsmin qrcode reportlab rl-renderPM requests python-stdnum pytz"
    " urllib3 vobject Werkzeug xlsxwriter xlrd xlwt zeep"
).split()
PACKAGES = "/usr/lib/python3/dist-packages"
USER = "--system --home /var/lib/odoo --quiet --group odoo"


def run(settings):
    """Build the image, and run the tests of tests/image on it (K chooses some); return the exit code."""
    _require()
    own = settings.for_tests()
    make_state(own)
    with opened(own, tools=True, keep=True, durable=False) as instance:
        name = build(settings)
        step(f"Tests of the image {name}")
        pattern = os.environ.get("K")
        options = ["-k", pattern] if pattern else []
        environment = {**instance.environment, "IPAI_IMAGE": name}
        result = tests.outside(instance, "tests/image", *options, environment=environment)
    print(result, flush=True)
    return 1 if result.failed or not result.passed else 0


def build(settings):
    """Build setup/docker/Dockerfile on the base of this series, made when it is not there yet; return the image's name."""
    base = _base(settings)
    name = f"localhost/ipai-odoo:{settings.series}"
    step("Building setup/docker/Dockerfile")
    command = ["buildah", "bud", "--isolation", "chroot", "--network", "host", "--pull-never"]
    ignored = ("--ignorefile", DOCKER / "Dockerfile.dockerignore")
    command += [*_pip_settings(), "--build-arg", f"ODOO_SERIES={settings.series}"]
    with tempfile.NamedTemporaryFile("w", suffix=".Dockerfile") as file:
        file.write(on_base((DOCKER / "Dockerfile").read_text(), settings.series, base))
        file.flush()
        call(
            [*command, *("--file", file.name), *ignored, "--tag", name, ROOT],
            "The image could not be built.",
        )
    return name


def on_base(text, series, base):
    """Return our Dockerfile with the base of this series in place of the one in the registry, and no other.

    >>> on_base("FROM odoo:18.0@sha256:1 AS odoo-18.0\\nFROM odoo:19.0@sha256:2 AS odoo-19.0\\n", "19.0", "made")
    'FROM made AS odoo-19.0\\n'
    """
    lines = []
    for line in text.splitlines(keepends=True):
        if line.startswith("FROM odoo:"):
            if not line.startswith(f"FROM odoo:{series}@"):
                continue
            line = f"FROM {base} AS odoo-{series}\n"
        lines.append(line)
    return "".join(lines)


def _require():
    debian.require(*TOOLS)
    if os.geteuid():
        raise Problem("An image is built as root: type `sudo make test-image`.")


def _base(settings):
    """Return the name of an image as `odoo:SERIES` is one; it is made anew when anything in it changes."""
    source = odoo.get(settings)
    pins = _pins(wheels.REQUIREMENTS / "python.txt")
    parts = [source.version, RELEASE, *DEBIAN, *pins, USER, Path(__file__).read_text()]
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
    name = f"localhost/odoo-{settings.series}:{key}"
    with locked(settings.cache / "image.lock"):
        if subprocess.run(["buildah", "inspect", name], capture_output=True).returncode:
            _make_base(settings, source, pins, name)
    return name


def _pins(lock):
    """Return the lock's lines for what Odoo's own image has.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w", suffix=".txt") as lock:
    ...     _ = lock.write("babel==2.1\\npydantic==2.0\\nWerkzeug==3.0\\n")
    ...     lock.flush()
    ...     _pins(Path(lock.name))
    ['babel==2.1', 'Werkzeug==3.0']
    """
    wanted = {wheels.normal(name) for name in PYTHON}
    return [
        line
        for line in wheels.pins(lock)
        if wheels.normal(re.split(r"[=<>;\[ ]", line)[0]) in wanted
    ]


def _make_base(settings, source, pins, name):
    root = settings.cache / f"{RELEASE}.tar"
    if not root.exists():
        step(f"Fetching Debian {RELEASE} for the base of the image (once, 400 MB)")
        with complete(settings.cache / f"{RELEASE}-made") as folder:
            sources = folder / "mirror.sources"
            sources.write_text(_stanzas())
            command = ["mmdebstrap", "--variant=minbase", f"--include={','.join(DEBIAN)}"]
            call(
                [*command, RELEASE, folder / "root.tar", sources],
                f"Debian {RELEASE} could not be fetched: check the network and the sources in /etc/apt.",
            )
            (folder / "root.tar").rename(root)
        shutil.rmtree(settings.cache / f"{RELEASE}-made", ignore_errors=True)
    step("Making a base as Odoo's image is one (once, some minutes)")
    container = _buildah("from", "scratch").strip()
    try:
        _buildah("add", container, root, "/")
        _buildah("run", "--isolation", "chroot", container, "--", "sh", "-c", f"adduser {USER}")
        with tempfile.TemporaryDirectory() as scratch:
            _add_python(container, Path(scratch), pins)
        _add_odoo(container, source)
        _configure(container)
        _buildah("commit", "--quiet", container, name)
    finally:
        _buildah("rm", container)


def _stanzas():
    found = debian.for_suites(
        [*debian.read_sources(debian.SOURCES)],
        debian.release().get("VERSION_CODENAME", ""),
        (RELEASE,),
    )
    if not found:
        raise Problem("No Debian mirror is named in /etc/apt: the base of the image is a Debian.")
    return "\n".join(f"{key}: {value}" for key, value in found[0].items()) + "\n"


def _add_python(container, scratch, pins):
    (scratch / "base.txt").write_text("\n".join(pins) + "\n")
    (scratch / "all.txt").write_text("\n".join(wheels.pins(wheels.REQUIREMENTS / "python.txt")))
    command = "pip3 install --quiet --no-cache-dir --break-system-packages -r base.txt -c all.txt"
    _buildah(
        *("run", "--isolation", "chroot", "--network", "host", *_pip_settings()),
        *("--volume", f"{scratch}:/scratch", "--workingdir", "/scratch", container, "--"),
        *("sh", "-c", f"PIP_ROOT_USER_ACTION=ignore {command}"),
    )


def _add_odoo(container, source):
    """Lay Odoo where the Debian package of its makers has it."""
    if source.script.name == "odoo":
        _buildah("add", container, source.path.parents[2], "/usr")
        return
    _buildah("add", container, source.path / "odoo", f"{PACKAGES}/odoo")
    _buildah("add", container, source.path / "addons", f"{PACKAGES}/odoo/addons")
    _buildah("add", container, source.script, "/usr/bin/odoo")


def _configure(container):
    folders = "/mnt/extra-addons /var/lib/odoo /etc/odoo"
    _buildah(
        *("run", "--isolation", "chroot", container, "--", "sh", "-c"),
        f"mkdir -p {folders} && chown odoo:odoo {folders} && chmod 755 /usr/bin/odoo",
    )
    _buildah("config", "--user", "odoo", "--env", "LANG=C.UTF-8", container)


def _buildah(*arguments):
    return call(["buildah", *arguments], f"`buildah {arguments[0]}` failed.")


def _pip_settings():
    """Return the options by which pip in a container finds what pip of this machine finds: its settings and their files."""
    paths = {Path("/etc/pip.conf"), Path.home() / ".config/pip/pip.conf"}
    for file in [*paths]:
        text = file.read_text() if file.exists() else ""
        paths |= {Path(found) for found in re.findall(r"(?:=|file://|\s)\s*(/[^\s,]+)", text)}
    # An index of files links to what lies beside it.
    paths = {path.parent if path.name == "simple" else path for path in paths}
    mounted = sorted(path for path in paths if path.exists() and path.parts[1:2] != ("usr",))
    return [part for path in mounted for part in ("--volume", f"{path}:{path}:ro")]
