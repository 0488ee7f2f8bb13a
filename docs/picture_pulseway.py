# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pulseway and RocketCyber on this machine for the pictures: the servers that the tests use, with a few customers' machines.

``STATE`` names the state of `make run`, in whose folder of secrets our tokens are put.
"""

import functools
import itertools
import os
import runpy
import time
from pathlib import Path

DOCS = Path(__file__).resolve().parent
TESTS = DOCS.parent / "addons/ipai_psa_pulseway/tests"
PORT = 18300
HARBOR, CEDAR, BRIGHT = "Harbor Dental Group", "Cedar Hill Accounting", "Brightwater Logistics"
PERHAPS = ("Brightwater Logistics Inc.", "Brightwater Holding")
"""Partners that the unmatched client may be."""
BRIGHT_NUMBER, KESTREL_NUMBER, BOLT_NUMBER = 4821, 4823, 4822


@functools.cache
def servers():
    """(Pulseway, RocketCyber) as they are asked by Odoo; they serve until this program ends."""
    pulseway = runpy.run_path(str(TESTS / "server.py"))
    rocketcyber = runpy.run_path(str(TESTS / "rocketcyber.py"))
    folder = Path(os.environ.get("STATE", DOCS.parent / ".state")) / "secrets"
    tokens = {"pulseway_id": pulseway["TOKEN"][0], "pulseway_secret": pulseway["TOKEN"][1]}
    for name, token in {**tokens, "rocketcyber_token": rocketcyber["TOKEN"]}.items():
        (folder / name).write_text(token)
        (folder / name).chmod(0o600)
    one, other = pulseway["Server"](PORT), rocketcyber["RocketCyberServer"](PORT + 1)
    # What it makes has other numbers than what is there.
    one.pulseway.number = itertools.count(5001).__next__
    _fill(one.pulseway)
    _fill_soc(other)
    return one, other


def _fill(pulseway):
    for number in range(1, 10):
        pulseway.add(f"harbor-{number}", f"HDG-WKS-{number:02}", HARBOR, organization_id=101)
    for number in range(1, 4):
        pulseway.add(f"cedar-{number}", f"CHA-LAP-{number:02}", CEDAR, organization_id=102)
    for number in range(1, 3):
        pulseway.add(
            f"bright-{number}", f"BWL-SRV-{number:02}", "Brightwater Logistics - IT", os="Windows Server 2022",
            organization_id=BRIGHT_NUMBER,
        )  # fmt: skip
    pulseway.add("kestrel-1", "KES-MAC-01", "Kestrel Architects", os="macOS 15", organization_id=KESTREL_NUMBER)  # fmt: skip
    # One that is another PSA's already, for a customer that is to be brought there.
    pulseway.organizations[BOLT_NUMBER] = {
        "Id": BOLT_NUMBER, "Name": "Bolt Manufacturing", "PsaMappingId": 9, "PsaMappingType": "Autotask",
    }  # fmt: skip


def move_on(pulseway):
    """What has changed since the first reconciliation: new, renamed, moved and gone machines."""
    for number in (10, 11):
        pulseway.add(f"harbor-{number}", f"HDG-WKS-{number:02}", HARBOR, organization_id=101)
    pulseway.add("harbor-3", "HDG-DESK-03", HARBOR, organization_id=101)
    pulseway.add("cedar-1", "CHA-LAP-01", HARBOR, organization_id=101, serial="SNcedar-1")
    pulseway.devices.pop("harbor-9", None)
    pulseway.hardware.pop("harbor-9", None)


def resolve_some(server):
    """The SOC is done with two of its incidents."""
    for number, minutes in ((7002, 60), (7004, 120)):
        server.incidents[number] |= {"resolvedAt": _ago(minutes), "status": "resolved"}


def _ago(minutes):
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() - minutes * 60))


def _fill_soc(server):
    told = (
        (7001, 101, HARBOR, "Suspicious PowerShell on HDG-WKS-02", "Critical", 25),
        (7002, 101, HARBOR, "Sign-in from an unusual country", "High", 190),
        (7003, 102, CEDAR, "Malware quarantined on CHA-LAP-02", "Medium", 50),
        (7004, 102, CEDAR, "Firewall analyzer: port scan from outside", "Low", 300),
    )
    for number, account, name, title, severity, began in told:
        server.add_incident(
            number, _ago(began), accountId=account, accountName=name, title=title, severity=severity,
            description="Seen by RocketCyber's SOC.", remediation="Isolate the machine, then reset the user's password.",
        )  # fmt: skip
    for number, host, account, name in (
        (1, "HDG-WKS-01", 101, HARBOR),
        (2, "hdg-front-desk", 101, HARBOR),
        (3, "CHA-LAP-02", 102, CEDAR),
    ):
        server.add_agent(number, account, customerName=name, hostname=host)
