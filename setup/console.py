# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the person at the terminal sees: steps, progress, and one sentence when something is wrong."""

import errno
import subprocess
import sys

TAIL = 25


class Problem(Exception):
    """What is wrong and what to do about it, for the person at the terminal."""


def step(text):
    print(f"-- {text}", flush=True)


def note(text):
    print(f"   {text}", flush=True)


class Progress:
    """One line that is rewritten on a terminal, and left out elsewhere."""

    def __init__(self, stream=sys.stdout):
        self._stream = stream
        self._shown = False

    def show(self, text):
        if self._stream.isatty():
            self._stream.write(f"\r\x1b[K   {text}")
            self._stream.flush()
            self._shown = True

    def done(self):
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False


def tail(text, lines=TAIL):
    """Return the last lines of a tool's output, indented.

    >>> print(tail("one\\ntwo\\nthree", lines=2))
      two
      three
    """
    return "\n".join(f"  {line}" for line in text.rstrip().splitlines()[-lines:])


def failure(sentence, output):
    """Return the Problem for a tool that failed: the sentence, then what the tool said last.

    >>> print(failure("pip failed.", "Errno 28: No space left on device"))
    The disk is full: free some space, then run this again (pip failed.)
      Errno 28: No space left on device
    """
    if "No space left on device" in output:
        sentence = f"The disk is full: free some space, then run this again ({sentence})"
    return Problem(f"{sentence}\n{tail(output)}" if output.strip() else sentence)


def call(command, fails, **options):
    """Run a tool and return its output; raise Problem with `fails` and what the tool said when it fails."""
    command = [str(part) for part in command]
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **options,
        )
    except FileNotFoundError as error:
        raise Problem(
            f"{fails} The tool '{command[0]}' is missing: install it, then run this again."
        ) from error
    if done.returncode:
        raise failure(fails, done.stdout)
    return done.stdout


def explain(error):
    """Return the sentence for an operating system error, told by what a person can do about it.

    >>> explain(OSError(errno.ENOSPC, "No space left on device", "/srv/state"))
    'The disk is full at /srv/state: free some space, then run this again.'
    >>> explain(OSError(errno.EACCES, "Permission denied", "/srv/state"))
    'No permission to write /srv/state: choose other folders with STATE and CACHE, or change its owner.'
    """
    where = error.filename or "the disk"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full at {where}: free some space, then run this again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"No permission to write {where}: choose other folders with STATE and CACHE, or change its owner."
    return f"{error.strerror or error} at {where}: choose other folders with STATE and CACHE, or repair this one."
