# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The document as generators read it: three of them make a client, which compiles and calls the instance."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from setup.files import locked
from setup.settings import Settings

FOLDER = Path(__file__).parent / "generators"


def run(*command, cwd, **environment):
    """Run a command and return what it prints; fail with all that it said."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=1200,
    )
    assert done.returncode == 0, f"{command[0]} failed:\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
    return done.stdout + done.stderr


def cached(name, files, build):
    """A folder of the cache that is made once for the contents of these files."""
    digest = hashlib.sha256(b"".join((FOLDER / file).read_bytes() for file in files))
    digest.update(sys.version.encode())
    cache = Settings.from_environment().cache
    folder = cache / f"{name}-{digest.hexdigest()[:12]}"
    with locked(cache / f"{name}.lock"):
        if not (folder / ".whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            build(folder)
            (folder / ".whole").touch()
    return folder


@pytest.fixture(scope="module")
def python_tools():
    def build(folder):
        run(sys.executable, "-m", "venv", folder, cwd=folder)
        pip = folder / "bin" / "pip"
        run(pip, "install", "-q", "-r", FOLDER / "requirements.txt", cwd=folder)

    return cached("generators", ["requirements.txt"], build) / "bin"


@pytest.fixture(scope="module")
def node_tools():
    def build(folder):
        for name in ("package.json", "package-lock.json"):
            shutil.copy(FOLDER / name, folder)
        run("npm", "ci", "--no-progress", cwd=folder)

    return cached("generators-node", ["package.json", "package-lock.json"], build)


@pytest.fixture(scope="module")
def document(instance, tmp_path_factory):
    file = tmp_path_factory.mktemp("document") / "openapi.json"
    file.write_bytes(requests.get(f"{instance.url}/ipai/openapi.json", timeout=60).content)
    return file


@pytest.fixture(scope="module")
def arguments(instance, client_of):
    """What each client is handed: the address, a key, and a prefix with room."""
    admin = client_of(instance)
    prefix = admin.call("ipai.prefix", "create", {"name": "10.231.7.0/24"})
    return instance.url, admin.new_key("assets", name="generated"), prefix


def check(printed):
    count, address = printed.split()[-2:]
    assert count == "1"
    assert re.fullmatch(r"10\.231\.7\.\d+/24", address)


def test_openapi_python_client(document, python_tools, arguments, tmp_path):
    path = f"{python_tools}{os.pathsep}{os.environ['PATH']}"
    made = run(
        python_tools / "openapi-python-client",
        "generate",
        *("--path", document, "--output-path", tmp_path / "ipai", "--meta", "none"),
        cwd=tmp_path,
        PATH=path,
    )
    assert "WARNING" not in made.upper(), made
    shutil.copy(FOLDER / "try.py.in", tmp_path / "try.py")
    check(run(python_tools / "python", "try.py", *arguments, cwd=tmp_path, PYTHONPATH="."))


def test_openapi_typescript(document, node_tools, arguments, tmp_path):
    (tmp_path / "node_modules").symlink_to(node_tools / "node_modules")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    tools = node_tools / "node_modules" / ".bin"
    run(tools / "openapi-typescript", document, "-o", "api.d.ts", cwd=tmp_path)
    shutil.copy(FOLDER / "try.ts", tmp_path)
    run(
        tools / "tsc",
        *("--strict", "--target", "es2022", "--module", "esnext", "--lib", "es2022,dom"),
        *("--moduleResolution", "bundler", "--types", "node", "try.ts"),
        cwd=tmp_path,
    )
    check(run("node", "try.js", *arguments, cwd=tmp_path))


def test_openapi_generator_for_go(document, python_tools, arguments, tmp_path):
    run(
        python_tools / "openapi-generator-cli",
        "generate",
        *("-i", document, "-g", "go", "-o", tmp_path / "ipai"),
        *("--additional-properties", "packageName=ipai,withGoMod=false,isGoSubmodule=false"),
        cwd=tmp_path,
    )
    made = tmp_path / "ipai"
    shutil.rmtree(made / "test", ignore_errors=True)
    (made / "go.mod").write_text("module example.com/ipai\n\ngo 1.23\n")
    (made / "try").mkdir()
    shutil.copy(FOLDER / "try.go", made / "try" / "main.go")
    kept = Settings.from_environment().cache / "go"
    go = {"GOCACHE": str(kept), "GOPATH": str(tmp_path / "path"), "GOFLAGS": "-mod=mod"}
    run(python_tools / "go", "build", "-o", tmp_path / "client", "./try", cwd=made, **go)
    check(run(tmp_path / "client", *arguments, cwd=tmp_path))
