# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the image installs is all that the addons need and Odoo's image has not."""

import re

from setup import external, wheels
from setup.settings import ROOT
from setup.suite import Suite

ODOOS_OWN = {"cryptography", "jinja2", "openpyxl", "qrcode"}
"""In Odoo's own requirements, of both series."""


def test_requirements_are_those_of_the_manifests():
    assert (ROOT / "requirements.txt").read_text() == external.text(Suite(ROOT / "addons"))


def test_the_image_installs_what_the_manifests_ask_for():
    dockerfile = (ROOT / "setup/docker/Dockerfile").read_text()
    chosen = re.compile(re.search(r"--extended-regexp '([^']+)'", dockerfile)[1])
    for series in ("18.0", "19.0"):
        pins = wheels.pins(wheels.REQUIREMENTS / f"{series}.txt")
        installed = {re.split(r"[=\[]", pin)[0].lower() for pin in pins if chosen.match(pin)}
        missing = set(external.names(Suite(ROOT / "addons"))) - ODOOS_OWN - installed
        assert not missing


def test_the_image_installs_what_pydantic_imports():
    dockerfile = (ROOT / "setup/docker/Dockerfile").read_text()
    chosen = re.compile(re.search(r"--extended-regexp '([^']+)'", dockerfile)[1])
    pins = wheels.pins(wheels.REQUIREMENTS / "19.0.txt")
    installed = {re.split(r"[=\[]", pin)[0].lower() for pin in pins if chosen.match(pin)}
    assert {
        "pydantic_core",
        "annotated-types",
        "typing_extensions",
        "typing-inspection",
    } <= installed
