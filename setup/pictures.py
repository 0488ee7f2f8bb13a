# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether the pictures in docs/img are still what the product shows: `make pictures` takes them anew and compares.

Of the size, and of a perceptual hash: what a date or a number of today changes is no other picture, another layout is.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from . import server, wheels
from .console import Problem, note, step
from .settings import ROOT

PICTURES = ROOT / "docs/img"
SCRIPT = ROOT / "docs/take_pictures.py"
SIDE = 16
STALE = 40
"""So many of the 256 bits of a hash may differ: dates, numbers and the order of rows change up to half of that."""
BY_HAND = {
    "n8n_drift": "n8n itself, which is too large to start for two pictures",
    "n8n_report": "n8n itself",
}
"""Pictures of other programs, which the script does not take."""


def hash_of(picture):
    """Return the difference hash of a picture: for each of 16 × 16 places whether it is lighter than the one to its right.

    :param picture: a Pillow image
    """
    small = picture.convert("L").resize((SIDE + 1, SIDE))
    pixels = small.tobytes()
    bits = 0
    for row in range(SIDE):
        for column in range(SIDE):
            place = row * (SIDE + 1) + column
            bits = bits << 1 | (pixels[place] > pixels[place + 1])
    return bits


def difference(old, new):
    """Return why two pictures, as files, are not the same one; "" when they are."""
    from PIL import Image

    with Image.open(old) as before, Image.open(new) as now:
        if before.size != now.size:
            return f"{before.size[0]}×{before.size[1]} was, {now.size[0]}×{now.size[1]} is"
        distance = (hash_of(before) ^ hash_of(now)).bit_count()
    return f"{distance} of {SIDE * SIDE} places look otherwise" if distance > STALE else ""


def stale(taken, kept=PICTURES):
    """Return a line for each picture of the repository that is not what was taken, and each that is in one of both only."""
    found = []
    names = {file.stem for folder in (taken, kept) for file in folder.glob("*.png")}
    for name in sorted(names - set(BY_HAND)):
        old, new = kept / f"{name}.png", taken / f"{name}.png"
        if not old.exists():
            found.append(f"{name}: is not in the repository")
        elif not new.exists():
            found.append(f"{name}: was not taken")
        elif why := difference(old, new):
            found.append(f"{name}: {why}")
    return found


def names_of_script():
    """Return the names of the pictures that the script takes, without running it."""
    table = SCRIPT.read_text().partition("PICTURE_OF = {")[2].partition("\n}")[0]
    return {line.split('"')[1] for line in table.splitlines() if '"' in line}


def run(settings):
    """Take the pictures of the running instance and compare them; return 1 when one is stale."""
    told = json.loads(server.info(settings))
    python = os.environ.get("PLAYWRIGHT", sys.executable)
    if subprocess.run([python, "-c", "import playwright"], stderr=subprocess.DEVNULL).returncode:
        raise Problem(
            "Pictures are taken with playwright: name a Python that has it, as in"
            " `make pictures PLAYWRIGHT=~/venv/bin/python`."
        )
    if not shutil.which("chromium"):
        raise Problem("Pictures are taken with Debian's chromium: `apt-get install chromium`.")
    with tempfile.TemporaryDirectory() as folder:
        step(f"Taking {len(names_of_script())} pictures of {told['url']}")
        command = [python, SCRIPT, "--into", folder]
        subprocess.run(command, input=json.dumps(told), text=True)
        compare = [wheels.get(settings) / "bin/python", "-m", "setup.pictures", folder]
        return subprocess.run(compare, cwd=ROOT).returncode


def main(folder):
    found = stale(Path(folder))
    print("\n".join(found) or "All pictures are what the product shows.")
    for name, why in BY_HAND.items():
        note(f"{name} is not taken: it shows {why}.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
