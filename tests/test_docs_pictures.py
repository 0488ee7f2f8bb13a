# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Each picture of the pages is one that the script takes; `make pictures` takes them all and names those that are stale."""

import re
import shutil

from PIL import Image

from setup import pictures
from setup.settings import ROOT

PAGES = sorted({ROOT / "README.md", *ROOT.glob("docs/**/*.md")})


def test_each_picture_is_shown_on_a_page_and_taken_by_the_script():
    shown = {
        name
        for page in PAGES
        for name in re.findall(r"!\[[^\]]+\]\([^)]*img/(\w+)\.png\)", page.read_text())
    }
    kept = {file.stem for file in pictures.PICTURES.glob("*.png")}
    assert len(kept) > 50
    assert shown - kept == set(), "shown, and not there"
    assert kept - shown == set(), "there, and shown on no page"
    assert kept == pictures.names_of_script() | set(pictures.BY_HAND)


def test_a_picture_of_another_screen_or_size_is_stale_and_the_same_one_is_not(tmp_path):
    kept, taken = tmp_path / "kept", tmp_path / "taken"
    kept.mkdir()
    taken.mkdir()
    for name in ("asset_form", "inbox", "drift", "alerts"):
        shutil.copy(pictures.PICTURES / f"{name}.png", kept)
        shutil.copy(pictures.PICTURES / f"{name}.png", taken)
    assert pictures.stale(taken, kept) == []
    shutil.copy(pictures.PICTURES / "network_map.png", taken / "inbox.png")
    with Image.open(kept / "drift.png") as picture:
        picture.resize((picture.width, picture.height // 2)).save(taken / "drift.png")
    (taken / "alerts.png").unlink()
    found = {line.partition(":")[0] for line in pictures.stale(taken, kept)}
    assert found == {"inbox", "drift", "alerts"}
