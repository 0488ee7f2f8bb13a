# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`python3 -m setup COMMAND`: what the Makefile calls."""

import os
import sys

from . import (
    bench,
    hooks,
    image,
    keys,
    moments,
    mutate,
    pictures,
    server,
    settings,
    site,
    sizes,
    tests,
    translations,
    wheels,
)
from .console import Problem, explain
from .settings import ROOT, Settings


def _lint(chosen):
    python = wheels.get(chosen, tools=True) / "bin/python"
    os.chdir(ROOT)
    os.execv(python, [str(python), "-m", "setup.lint", *sys.argv[2:]])


COMMANDS = {
    "run": server.run,
    "test": tests.run,
    "test-install": tests.run_install,
    "test-calendar": moments.run,
    "test-image": image.run,
    "mutate": mutate.run,
    "bench": bench.run,
    "sizes": sizes.run,
    "docs": site.run,
    "pictures": pictures.run,
    "pot": translations.run,
    "info": lambda chosen: print(server.info(chosen)),
    "stop": server.stop,
    "clean": server.clean,
    "key": keys.run,
    "hook": hooks.run,
    "shell": server.shell,
    "lint": _lint,
}


def main(arguments):
    if len(arguments) < 1 or arguments[0] not in COMMANDS:
        print(f"Commands: {', '.join(COMMANDS)}. `make help` tells what they do.", file=sys.stderr)
        return 2
    try:
        settings.check_python()
        return COMMANDS[arguments[0]](Settings.from_environment()) or 0
    except Problem as problem:
        print(problem, file=sys.stderr)
    except OSError as error:
        print(explain(error), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
