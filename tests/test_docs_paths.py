# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the pages call a menu, a button, a scope or a scheduled action is called so in the running product."""

import re

import pytest

from setup.settings import ROOT

PAGES = sorted({*ROOT.glob("docs/**/*.md"), ROOT / "README.md", *ROOT.glob("addons/*/readme/*.md")})
PATH = re.compile(r"\*([^*|`]+?(?:\s+>\s+[^*|`]+?)+)\*")
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
OTHERS = {
    "Add calendar > Subscribe from web": "Outlook",
    "Datacenter > Notifications > Webhook": "Proxmox",
    "Header Auth > Create": "n8n",
    "My Account > Seats": "the portal",
    "Notifications > Webhook": "Uptime Kuma",
    "Settings > Webhooks": "GitHub",
    "Alerting > Contact points > Add": "Grafana",
    "Bearer Auth > Connect to Bearer Auth": "n8n",
    "Devices > Export > All Data": "NetBox",
    "My account > Tickets > New Ticket": "the portal, which has no menus",
    "Other calendars > From URL": "Google Calendar",
    "Header Auth > Create": "n8n",
    "⋯ > Import > From file": "n8n",
}
"""Paths in other programs."""
OURS = "IT Operations"


def paths():
    """Yield (page, path) of each path that a page names."""
    for page in PAGES:
        for found in PATH.finditer(FENCED.sub("", page.read_text())):
            yield page.relative_to(ROOT).as_posix(), re.sub(r"\s+", " ", found[1])


@pytest.fixture(scope="module")
def admin(instance, client_of):
    return client_of(instance)


@pytest.fixture(scope="module")
def menus(admin):
    """The path of each menu, as a tuple of names; hidden ones included."""
    rows = admin.call("ir.ui.menu", "search_read", [], ["complete_name"])
    return {tuple(row["complete_name"].split("/")) for row in rows}


@pytest.fixture(scope="module")
def labels(admin):
    """What stands on a screen of ours: names of fields, buttons, filters, tabs, groups and reports."""
    reports = admin.call("ir.actions.report", "search_read", [], ["name"])
    of_ours = ["|", ("model", "=like", "ipai.%"), ("name", "=like", "ipai_%")]
    return (
        _texts(admin, [("model", "!=", "res.config.settings")])
        | _fields(admin, of_ours)
        | {row["name"] for row in reports}
        | {"New", "Print", "Clone", "a user", "Preferences"}
    )


@pytest.fixture(scope="module")
def settings(admin):
    """What stands on the page of the settings."""
    of_settings = [("model", "=", "res.config.settings")]
    return _texts(admin, of_settings) | _fields(admin, of_settings)


def _texts(admin, domain):
    """The labels and texts of the views of our addons."""
    ours = [("model", "=", "ir.ui.view"), ("module", "=like", "ipai_%")]
    ids = [row["res_id"] for row in admin.call("ir.model.data", "search_read", ours, ["res_id"])]
    found = set()
    for view in admin.call("ir.ui.view", "search_read", [("id", "in", ids), *domain], ["arch_db"]):
        arch = view["arch_db"].replace("&amp;", "&")
        found.update(re.findall(r'(?:string|title)="([^"]+)"', arch))
        found.update(re.findall(r">\s*([^<>]+?)\s*<", arch))
    return found


def _fields(admin, domain):
    rows = admin.call("ir.model.fields", "search_read", domain, ["field_description"])
    return {row["field_description"] for row in rows}


def none_missing(found):
    listed = "\n".join(found)
    assert not listed, listed


def known(path, menus, labels, settings):
    """Whether a path is a menu, or a menu and what stands on its screen."""
    parts = tuple(path.removeprefix("⚙ > ").split(" > "))
    if parts[0] == "Settings" and all(part in settings for part in parts[1:]):
        return True
    for length in range(len(parts), 0, -1):
        head, rest = parts[:length], parts[length:]
        inside = length > 1 or parts[0] != "Settings"
        if inside and any(_ends(menu, head) for menu in menus):
            return all(part in labels for part in rest)
    return all(part in labels for part in parts)


def _ends(menu, head):
    """Whether a menu's path ends with these names, from the top or from a menu of its application."""
    return menu == head or (menu[0] == OURS and menu[-len(head) :] == head)


def test_every_path_of_the_pages_leads_somewhere(menus, labels, settings):
    found = [one for one in paths() if one[1] not in OTHERS]
    assert len(found) > 50
    none_missing(
        f"{page}: {path}" for page, path in found if not known(path, menus, labels, settings)
    )


@pytest.mark.parametrize(
    "path",
    [
        "Settings > Users",
        "Settings > Technical > Sequences",
        "IT Operations > Changes > Nothing of This",
        "Assets > Wating for Me",
    ],
)
def test_a_path_that_no_screen_has_is_found(path, menus, labels, settings):
    assert not known(path, menus, labels, settings)


def test_every_menu_of_ours_stands_on_a_page(menus):
    text = re.sub(r"\s+", " ", " ".join(page.read_text() for page in PAGES))
    holders = {menu[:-1] for menu in menus}
    leaves = [menu for menu in menus if menu[0] == OURS and menu not in holders]
    assert leaves
    none_missing(" > ".join(menu) for menu in sorted(leaves) if menu[-1] not in text)


def test_every_scope_and_scheduled_action_stands_on_a_page(admin):
    text = re.sub(r"\s+", " ", " ".join(page.read_text() for page in PAGES))
    scopes = [row["code"] for row in admin.call("ipai.api.scope", "search_read", [], ["code"])]
    ours = [("model", "=", "ir.cron"), ("module", "=like", "ipai_%")]
    ids = [row["res_id"] for row in admin.call("ir.model.data", "search_read", ours, ["res_id"])]
    crons = [row["name"] for row in admin.call("ir.cron", "read", ids, ["name"])]
    assert scopes and crons
    none_missing(scope for scope in scopes if f"`{scope}`" not in text)
    none_missing(cron for cron in crons if cron not in text)
