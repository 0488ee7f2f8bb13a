# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`python3 -m setup.locks`: write the hashes of all files of each pinned package behind its pin, as the index tells them.

A line each, so that the Dockerfile can take some of the lines. The versions stay: who renews them, edits the pins first.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from .console import Problem, call
from .wheels import REQUIREMENTS, normal

LOCKS = ("python.txt", "18.0.txt", "19.0.txt", "lint.txt", "tools.txt", "docs.txt")


def hashed(lines, hashes):
    """Return the lines of a lock file with these hashes, {name: [hash]}, behind the pins.

    >>> hashed(["# why", "-r python.txt", "Babel==2.1 --hash=sha256:old"], {"babel": ["sha256:aa", "sha256:bb"]})
    ['# why', '-r python.txt', 'Babel==2.1 --hash=sha256:aa --hash=sha256:bb']
    """
    done = []
    for line in lines:
        pin = line.split(" --hash")[0]
        if "==" in pin and not pin.startswith("#"):
            found = hashes[normal(pin.split("==")[0].split("[")[0])]
            pin = " ".join([pin, *(f"--hash={one}" for one in found)])
        done.append(pin)
    return done


def read(compiled):
    """Return {name: [hash]} of what `uv pip compile --generate-hashes` wrote.

    >>> read("Babel==2.1 \\\\\\n    --hash=sha256:aa \\\\\\n    --hash=sha256:bb\\n    # via\\n")
    {'babel': ['sha256:aa', 'sha256:bb']}
    """
    found = {}
    for line in compiled.splitlines():
        if pin := re.match(r"([\w.-]+)(\[[^\]]*\])?==", line):
            name = normal(pin[1])
            found[name] = []
        elif value := re.match(r"\s+--hash=(\S+)", line):
            found[name].append(value[1])
    return found


def _ask(pins):
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "pins.in"
        source.write_text("\n".join(pins) + "\n")
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal"]
        command += ["--no-deps", "--generate-hashes", "--no-header", source]
        return read(
            call(command, "The index did not tell the hashes: `pip install uv`, check the network.")
        )


def main():
    for name in LOCKS:
        file = REQUIREMENTS / name
        lines = file.read_text().splitlines()
        pins = [line.split(" --hash")[0] for line in lines if re.match(r"[\w.-]+(\[.*\])?==", line)]
        file.write_text("\n".join(hashed(lines, _ask(pins))) + "\n")
        print(f"{name}: {len(pins)} packages")


if __name__ == "__main__":
    try:
        main()
    except (Problem, subprocess.SubprocessError) as problem:
        sys.exit(str(problem))
