# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Take the pictures in docs/img from the running product.

Start the suite with ``make run``, then, with the PyPI package ``playwright`` and Debian's
``chromium``: ``make info | python3 docs/take_pictures.py``.
"""

import json
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parent
PICTURES = DOCS / "img"


def main(instance):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 860})
        page.on("console", lambda message: _report(message))
        page.goto(instance["url"] + "/web/login")
        page.fill("input[name=login]", instance["login"])
        page.fill("input[name=password]", instance["password"])
        page.click("button[type=submit]")
        page.wait_for_selector(".o_web_client .o_navbar")
        for name, take in PICTURE_OF.items():
            if sys.argv[1:] and name not in sys.argv[1:]:
                continue
            take(page, instance["url"])
            page.wait_for_timeout(1500)  # fonts, avatars and transitions
            page.mouse.move(0, 850)
            page.screenshot(path=PICTURES / f"{name}.png")
            print(name)
        browser.close()


def asset_list(page, url):
    page.goto(url + "/odoo/assets")
    page.wait_for_selector(".o_data_row")


def asset_kanban(page, url):
    asset_list(page, url)
    page.click(".o_switch_view.o_kanban")
    page.wait_for_selector(".o_kanban_record")


def asset_form(page, url):
    asset_list(page, url)
    page.click("td[name=name] >> text=pve01")
    page.wait_for_selector(".o_form_view .o_statusbar_status")


def decommission(page, url):
    asset_form(page, url)
    page.click("button:has-text('Decommission')")
    page.wait_for_selector(".modal .o_form_view")


def import_preview(page, url):
    page.goto(url + "/odoo/action-ipai_asset.ipai_import_run_action/new")
    page.set_input_files("input[type=file]", DOCS / "samples" / "office.csv")
    page.click("button[name=action_preview]")
    page.wait_for_selector("button[name=action_apply]")


def expirations(page, url):
    page.goto(url + "/odoo/expirations")
    page.wait_for_selector(".o_calendar_view, .o_calendar_renderer")


def articles(page, url):
    page.goto(url + "/odoo/articles")
    page.wait_for_selector(".o_data_row")


PICTURE_OF = {
    "asset_list": asset_list,
    "asset_kanban": asset_kanban,
    "asset_form": asset_form,
    "decommission": decommission,
    "import_preview": import_preview,
    "expirations": expirations,
    "articles": articles,
}


def _report(message):
    if message.type in ("error", "warning"):
        print(f"console {message.type}: {message.text}", file=sys.stderr)


if __name__ == "__main__":
    main(json.load(sys.stdin))
