# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Run every linter on every file: ``python -m setup.lint [HOOK]``.

The hooks stand in .pre-commit-config.yaml. Those that can mend a file do so, and still count as
failed: look at the diff, then run again. Files that git does not know yet are looked at as well.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODE_MODULES = ROOT / "node_modules"


class LintError(Exception):
    """The linters cannot run; the message says why and what to do."""


def install_node_tools():
    """Install what package-lock.json pins, unless just that is installed already."""
    stamp = NODE_MODULES / ".installed"
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise LintError(
            "npm is missing, and prettier and eslint need it: install Node.js 18.18 or newer"
            " (Debian and Ubuntu: apt install npm), then run the linters again."
        )
    print("Installing prettier and eslint …", flush=True)
    if subprocess.run([npm, "ci", "--no-progress"], cwd=ROOT).returncode:
        raise LintError(
            "npm could not install prettier and eslint (its own words stand above): check the"
            " network and `npm config get registry`, then run the linters again."
        )
    stamp.write_text(wanted)


def files_to_lint():
    """Return the paths of all files that are in git, or could be added to it."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    if listing.returncode:
        raise LintError("The linters ask git which files there are: run them in a git clone.")
    paths = {os.fsdecode(path) for path in listing.stdout.split(b"\0") if path}
    return sorted(path for path in paths if (ROOT / path).is_file())


def run(hooks):
    """Run the named hooks, or all, and return the exit code of pre-commit."""
    path = [Path(sys.executable).parent, NODE_MODULES / ".bin", os.environ["PATH"]]
    environ = {**os.environ, "PATH": os.pathsep.join(map(str, path))}
    command = [sys.executable, "-m", "pre_commit", "run"]
    if os.environ.get("CI"):
        # Elsewhere git shows it, without what was being worked on.
        command.append("--show-diff-on-failure")
    files = files_to_lint()
    codes = [
        subprocess.run([*command, *hook, "--files", *files], cwd=ROOT, env=environ).returncode
        for hook in ([[hook] for hook in hooks] or [[]])
    ]
    return max(codes)


def main(hooks):
    try:
        install_node_tools()
        return run(hooks)
    except LintError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
