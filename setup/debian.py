# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Debian packages: unpacked into a folder without installing them, or installed where the tests need a tool."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from .console import Problem, call, step
from .files import complete, locked

SOURCES = Path("/etc/apt")
# A tool that the tests call, the names it goes by, and the package that brings it.
TOOLS = {
    "chromium": ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable"),
    "wkhtmltopdf": ("wkhtmltopdf",),
    "nmap": ("nmap",),
}


def release():
    """Return what /etc/os-release says, as a dict."""
    lines = (
        Path("/etc/os-release").read_text().splitlines() if Path("/etc/os-release").exists() else []
    )
    return {key: value.strip('"') for key, _, value in (line.partition("=") for line in lines)}


class Mirror:
    """The machine's own package mirror, asked for other suites, with package lists of its own; needs no root."""

    def __init__(self, folder, suites=(), sources=SOURCES):
        self._folder = folder
        self._suites = suites
        self._sources = sources

    def download(self, packages, into):
        """Unpack packages (`name` or `name/suite`) into a folder; raise Problem when the mirror does not have them."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for name in ("empty", "lists/partial", "cache/archives/partial", "state"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        (self._folder / "mirror.sources").write_text(self._stanzas())
        self._apt("update", "-o", "APT::Update::Error-Mode=any")
        debs = self._folder / "debs"
        shutil.rmtree(debs, ignore_errors=True)
        debs.mkdir()
        self._apt("download", *packages, cwd=debs)
        for deb in sorted(debs.glob("*.deb")):
            call(["dpkg", "-x", deb, into], f"Unpacking {deb.name} failed.")

    def version(self, package):
        """Return the version of the package that was downloaded last."""
        deb = next((self._folder / "debs").glob(f"{package}_*.deb"))
        return call(["dpkg-deb", "-f", deb, "Version"], f"Reading {deb.name} failed.").strip()

    def _apt(self, *arguments, **options):
        own = {
            "Dir::Etc::sourcelist": "mirror.sources",
            "Dir::Etc::sourceparts": "empty",
            "Dir::Etc::preferencesparts": "empty",
            "Dir::State": "state",
            "Dir::State::lists": "lists",
            "Dir::Cache": "cache",
        }
        settings = [
            part for key, name in own.items() for part in ("-o", f"{key}={self._folder / name}")
        ]
        settings += ["-o", "Dir::State::status=/var/lib/dpkg/status", "-o", "Acquire::Retries=2"]
        if os.geteuid() == 0:
            settings += ["-o", "APT::Sandbox::User=root"]
        return call(
            ["apt-get", "-q", *settings, *arguments],
            f"The package mirror of this machine did not answer `apt-get {arguments[0]}`:"
            " check the network and the sources in /etc/apt.",
            **options,
        )

    def _stanzas(self):
        found = [*read_sources(self._sources)]
        if self._suites:
            found = for_suites(found, release().get("VERSION_CODENAME", ""), self._suites)
        if not found:
            raise Problem(
                f"No Debian mirror is named in {self._sources}: add one, or set ODOO_HOME to a checkout of Odoo."
            )
        return (
            "\n\n".join(
                "\n".join(f"{key}: {value}" for key, value in stanza.items()) for stanza in found
            )
            + "\n"
        )


def read_sources(folder):
    """Yield the package sources of a machine as deb822 stanzas, from `.sources` and one-line `.list` files."""
    for file in sorted(folder.glob("sources.list.d/*.sources")):
        for block in re.split(r"\n\s*\n", file.read_text()):
            stanza = _stanza(block)
            if "deb" in stanza.get("Types", "").split() and stanza.get("Enabled", "yes") != "no":
                yield {**stanza, "Types": "deb"}
    for file in [folder / "sources.list", *sorted(folder.glob("sources.list.d/*.list"))]:
        for line in file.read_text().splitlines() if file.exists() else []:
            stanza = one_line(line)
            if stanza:
                yield stanza


def _stanza(block):
    fields, last = {}, None
    for line in block.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line[0] in " \t" and last:
            fields[last] += "\n" + line
        else:
            last, _, value = line.partition(":")
            last = last.strip()
            fields[last] = value.strip()
    return fields


def one_line(line):
    """Return a line of a `.list` file as a stanza, or None.

    >>> one_line("deb [arch=amd64 signed-by=/k.gpg] http://mirror.test/debian bookworm main contrib # own")
    {'Types': 'deb', 'URIs': 'http://mirror.test/debian', 'Suites': 'bookworm', 'Components': 'main contrib', \
'Architectures': 'amd64', 'Signed-By': '/k.gpg'}
    >>> one_line("deb-src http://mirror.test/debian bookworm main")
    """
    found = re.match(r"deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)", line.strip())
    if not found:
        return None
    names = {"arch": "Architectures", "signed-by": "Signed-By", "trusted": "Trusted"}
    stanza = {"Types": "deb", "URIs": found[2], "Suites": found[3], "Components": found[4].strip()}
    for option in (found[1] or "").split():
        key, _, value = option.partition("=")
        stanza[names.get(key, key.title())] = value.replace(",", " ")
    return {key: value for key, value in stanza.items() if value}


def for_suites(stanzas, codename, suites):
    """Return the stanzas of the main archive with other suites.

    >>> for_suites([{"URIs": "http://m", "Suites": "bookworm bookworm-updates", "Components": "main contrib"},
    ...             {"URIs": "http://m/security", "Suites": "bookworm-security"}], "bookworm", ["sid"])
    [{'URIs': 'http://m', 'Suites': 'sid', 'Components': 'main'}]
    """
    main = [stanza for stanza in stanzas if codename in stanza.get("Suites", "").split()]
    return [{**stanza, "Suites": " ".join(suites), "Components": "main"} for stanza in main[:1]]


def require(*tools):
    """Install the tools that are missing where that needs no question, else say what to type.

    :param tools: packages that bring a program of a name in TOOLS, or of their own name.
    """
    names = {tool: TOOLS.get(tool, (tool,)) for tool in tools}
    missing = [tool for tool in tools if not any(map(shutil.which, names[tool]))]
    if not missing:
        return
    packages = " ".join(missing)
    prefix = _may_install()
    if prefix is None or not shutil.which("apt-get"):
        raise Problem(
            f"The tests need {packages}: type `sudo apt-get install {packages}`, then run this again."
        )
    step(f"Installing {packages}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    fails = f"Installing {packages} failed: install them by hand, then run this again."
    call([*prefix, "apt-get", "-q", "update"], fails, env=environment)
    call(
        [*prefix, "apt-get", "-q", "install", "-y", "--no-install-recommends", *missing],
        fails,
        env=environment,
    )


def _may_install():
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def unpacked(cache, program, package, ubuntu_package=None, suite=None):
    """Return a program of a Debian package, fetched once into the cache folder and never installed.

    :param suite: the suite of Debian that has it, where this machine's own does not.
    """
    folder = cache / f"{package}-debian"
    with locked(cache / f"{package}.lock"):
        if not folder.exists():
            with complete(folder) as building, tempfile.TemporaryDirectory(dir=cache) as lists:
                if suite and release().get("ID") != "ubuntu":
                    Mirror(Path(lists), (suite,)).download([f"{package}/{suite}"], building)
                else:
                    Mirror(Path(lists)).download([ubuntu_package or package], building)
    return folder / program
