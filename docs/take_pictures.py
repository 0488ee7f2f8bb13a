# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Take the pictures in docs/img from the running product.

Start the suite with ``make run``, then, with the PyPI package ``playwright`` and Debian's
``chromium``: ``make info | python3 docs/take_pictures.py``. Names take only some; ``--into FOLDER`` puts
them elsewhere, for `setup/pictures.py` to compare.
"""

import argparse
import contextlib
import http.server
import json
import shutil
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import picture_pulseway
import picture_vault
from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parent
PICTURES = DOCS / "img"
CASE = "osint-harborview"
WIDE, NARROW = {"width": 1440, "height": 860}, {"width": 390, "height": 844}


def main(instance, names, folder):
    """Take the pictures; return the names of those that could not be taken."""
    failed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=WIDE)
        page.on("console", lambda message: _report(message))
        page.goto(instance["url"] + "/web/login")
        page.fill("input[name=login]", instance["login"])
        page.fill("input[name=password]", instance["password"])
        page.click("button[type=submit]")
        page.wait_for_selector(".o_web_client .o_navbar")
        for name, take in PICTURE_OF.items():
            if names and name not in names:
                continue
            page.set_viewport_size(WIDE)
            try:
                take(page, instance["url"])
            except Exception as error:  # one that cannot be taken costs that one
                failed.append(name)
                print(f"{name} cannot be taken: {error}", file=sys.stderr)
                continue
            page.wait_for_timeout(1500)  # fonts, avatars and transitions
            page.mouse.move(0, 850)
            page.screenshot(path=folder / f"{name}.png")
            print(name, flush=True)
        browser.close()
    return failed


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


def asset_network(page, url):
    asset_list(page, url)
    page.click("td[name=name] >> text=pfSense")
    page.click(".o_notebook a[role=tab]:has-text('Network')")
    page.locator(".o_field_widget[name=interface_ids] .o_data_row").last.wait_for()
    page.locator("[name=interface_ids]").last.scroll_into_view_if_needed()


def tickets(page, url):
    page.goto(url + "/odoo/it-tickets")
    page.wait_for_selector(".o_data_row")


def ticket(page, url):
    """The one about the hypervisor, with whatever else there is to say about it."""
    tickets(page, url)
    page.click("td[name=name] >> text=The machine in the rack hums")
    page.wait_for_selector(".o_form_view .o_statusbar_status")


def ticket_machine(page, url):
    ticket(page, url)
    page.click(".o_notebook a[role=tab]:has-text('About the Machine')")
    page.locator(".o_ipai_ticket_panel table").scroll_into_view_if_needed()


def ticket_articles(page, url):
    ticket(page, url)
    page.click(".o_notebook a[role=tab]:has-text('Runbooks and Articles')")
    page.locator("[name=article_ids] .o_data_row").last.scroll_into_view_if_needed()


def prefixes(page, url):
    page.goto(url + "/odoo/prefixes")
    page.wait_for_selector(".o_data_row")


def next_address(page, url):
    prefixes(page, url)
    page.click("tr:has-text('10.0.20.0/24') button[name=action_next_free_address]")
    page.wait_for_selector(".modal .o_form_view")


def network_map(page, url):
    page.goto(url + "/odoo/it-map")
    asset_selector = page.wait_for_selector(".o_ipai_map_root input")
    page.select_option(".o_ipai_map_kind", "site")
    asset_selector.wait_for_element_state("hidden")  # the one for sites takes its place
    page.fill(".o_ipai_map_root input", "Homelab")
    page.click(".o-autocomplete--dropdown-item:has-text('Homelab')")
    page.wait_for_selector(".o_ipai_map_count")


def services(page, url):
    page.goto(url + "/odoo/action-ipai_topology.ipai_service_action")
    page.wait_for_selector(".o_data_row")


def service_form(page, url):
    services(page, url)
    page.click("td[name=name] >> text=DNS")
    page.locator(".o_field_widget[name=relation_line_ids] .o_data_row").last.wait_for()


def outage(page, url):
    asset_form(page, url)
    page.click("button[name=action_what_fails]")
    page.wait_for_selector(".o_ipai_outage_sum")


def outage_notice(page, url):
    outage(page, url)
    page.click("a[role=tab]:has-text('Whom to Tell')")
    page.click("td[name=name] >> text=Harbor Dental Group")
    page.wait_for_selector(".modal .o_form_view")


def outage_map(page, url):
    outage(page, url)
    page.click("button[name=action_open_map]")
    page.wait_for_selector(".o_ipai_map_outcome")


def decommission(page, url):
    asset_form(page, url)
    page.click("button:has-text('Decommission')")
    page.wait_for_selector(".modal .o_form_view")


def import_preview(page, url):
    page.goto(url + "/odoo/action-ipai_discovery.ipai_import_run_action/new")
    page.set_input_files("input[type=file]", DOCS / "samples" / "office.csv")
    page.click("button[name=action_preview]")
    page.wait_for_selector("button[name=action_apply]")


def import_columns(page, url):
    """A file with headings of its own: what is known of them, and what is not."""
    page.goto(url + "/odoo/action-ipai_discovery.ipai_import_run_action/new")
    content = "Device;SN;Etage;OS;Bemerkung\nlab-cam-01;CM-0001;3rd floor;Linux;entrance\n"
    file = {"name": "cameras.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.set_input_files("input[type=file]", file)
    page.click("button[name=action_preview]")
    page.wait_for_selector("button[name=action_apply]")
    page.click(".nav-link:has-text('Columns')")
    page.wait_for_selector(".o_field_widget[name=column_ids] .o_data_row")


def asset_merge(page, url):
    """A machine that stands twice, as the merge is prepared."""
    kind = _rpc(page, url, "ipai.asset.type", "search", [["name", "=", "Compute"]])[0]
    mark = f"{time.time_ns() % 10**6}"
    made = []
    for name, host in (("backup01", 71), ("backup01-mgmt", 72)):
        values = {
            "name": name,
            "hostname": f"{name}-{mark}",
            "type_id": kind,
            "ip_addresses": f"10.0.20.{host}" if not made else f"10.0.99.{int(mark) % 250 + 1}",
        }
        made += _rpc(page, url, "ipai.asset", "create", [values])
    _rpc(
        page, url, "ipai.asset", "write", made[1:], {"serial_number": "BK-77", "location": "Rack A"}
    )
    action = _rpc(page, url, "ipai.asset", "action_merge", made)
    page.goto(f"{url}/odoo/merges/{action['res_id']}")
    page.wait_for_selector(".o_field_widget[name=line_ids] .o_data_row")


def drift(page, url):
    """A program reports, a person changes two things, and the program reports again."""
    if not _rpc(page, url, "ipai.drift", "search_count", [("source_id.name", "=", "n8n-lab")]):
        _report_lab(page, url)
        lab = {
            "pve01": {"os_version": "8.4"},
            "mon01": {"location": "Rack B, unit 3"},
            "vault01": {"criticality": "critical"},
            "build01": {"ip_addresses": "10.0.20.121"},
        }
        for hostname, changes in lab.items():
            found = _rpc(page, url, "ipai.asset", "search", [("hostname", "=", hostname)])
            _rpc(page, url, "ipai.asset", "write", found, changes)
        _report_lab(page, url)
    page.goto(url + "/odoo/drift")
    page.wait_for_selector(".o_data_row")


def _report_lab(page, url):
    """Report some machines of the lab as a program would."""
    admin = _rpc(page, url, "res.users", "search", [("login", "=", "admin")])[0]
    secret = _make_key(page, url, "Pictures", admin)
    machines = [
        {"hostname": "pve01", "os_version": "9.0"},
        {"hostname": "mon01", "location": "Rack A, unit 6"},
        {"hostname": "vault01", "criticality": "high"},
        {
            "id": "qemu/120",
            "hostname": "build01",
            "type": "virtual machine",
            "host": "pve01",
            "os": "Debian",
            "os_version": "12",
            "interfaces": [
                {"name": "eth0", "mac": "02:00:00:aa:bb:20", "addresses": ["10.0.20.120/24"]}
            ],
        },
    ]
    _post(page, url + "/ipai/assets/snapshot", secret, source="n8n-lab", objects=machines)
    keys = _rpc(page, url, "ipai.api.key", "search", [("name", "=", "Pictures")])
    _rpc(page, url, "ipai.api.key", "action_revoke", keys)


def snapshot_run(page, url):
    drift(page, url)
    page.goto(url + "/odoo/snapshots")
    page.locator(".o_data_row:has-text('n8n-lab') td[name=source_id]").last.click()
    page.wait_for_selector(".o_form_view .o_notebook")


def expirations(page, url):
    page.goto(url + "/odoo/expirations")
    page.wait_for_selector(".o_calendar_view, .o_calendar_renderer")


def articles(page, url):
    page.goto(url + "/odoo/articles")
    page.wait_for_selector(".o_data_row")


def api_key(page, url):
    _call(url, "/ipai/status", _make_key(page, url, "n8n"))
    page.goto(url + "/odoo/action-ipai_base.ipai_api_key_action")
    page.click("td[name=name] >> text=n8n")
    page.wait_for_selector(".o_form_view .o_field_widget[name=secret_ids] .o_data_row")


def api_docs(page, url):
    page.goto(url + "/ipai/docs")
    page.wait_for_selector("h2")


def audit(page, url):
    _call_as_programs_do(url, _make_key(page, url, "prometheus"))
    page.goto(url + "/odoo/action-ipai_base.ipai_audit_action")
    page.wait_for_selector(".o_data_row")


def _make_key(page, url, program, user=None):
    """A new key with all scopes, in clear; of a user of its own unless one is given."""
    if user is None:
        values = {"name": program, "login": f"{program}-{time.time_ns()}"}
        user = _rpc(page, url, "res.users", "create", values)
    scopes = _rpc(page, url, "ipai.api.scope", "search", [])
    values = {"name": program, "user_id": user, "scope_ids": scopes}
    key = _rpc(page, url, "ipai.api.key", "create", values)
    return _rpc(page, url, "ipai.api.key", "action_issue", [key])["params"]["value"]


def _rpc(page, url, model, method, *args):
    """Call a method of a model as the user who is logged in."""
    params = {"model": model, "method": method, "args": args, "kwargs": {}}
    answer = page.request.post(
        f"{url}/web/dataset/call_kw/{model}/{method}", data={"params": params}
    ).json()
    if "error" in answer:
        raise RuntimeError(answer["error"]["data"]["message"])
    return answer.get("result")


def _post(page, address, secret, **body):
    """Call the API as a program; return what it answers."""
    answer = page.request.post(address, data=body, headers={"Authorization": f"Bearer {secret}"})
    if not answer.ok:
        raise RuntimeError(answer.text())
    return answer.json()


def _call_as_programs_do(url, key):
    """Calls that are done, refused and failed."""
    _call(url, "/ipai/status", key)
    _call(url, "/ipai/prometheus/sd?port=9100", key)
    _call(url, "/ipai/ping", key, {"source": "n8n-lab", "case_id": "C-17"})
    _call(url, "/ipai/ping", key, {"surplus": 1})
    _call(url, "/ipai/prometheus/sd?service=Unknown", key)
    _call(url, "/ipai/status", "0" * 40)


def _call(url, path, key, body=None):
    call = urllib.request.Request(
        url + path,
        data=json.dumps(body).encode() if body else None,
        headers={"X-API-Key": key, "Content-Type": "application/json"},
    )
    with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(call):
        pass


def change_form(page, url):
    page.goto(url + "/odoo/changes")
    page.click("td[name=name] >> text=Upgrade Proxmox")
    page.wait_for_selector(".alert-warning [name=conflicts] a")


def change_touches(page, url):
    change_form(page, url)
    page.click("a[role=tab]:has-text('What It Touches')")
    page.locator("[name=affected_service_ids] .o_tag").last.scroll_into_view_if_needed()


def change_risk(page, url):
    change_form(page, url)
    page.click("a[role=tab]:has-text('Risk')")
    page.locator("[name=answer_ids] .o_data_row").last.scroll_into_view_if_needed()


def change_calendar(page, url):
    change_form(page, url)
    page.click("button[name=action_view_calendar]")
    page.wait_for_selector(".fc-event")


def change_template(page, url):
    page.goto(url + "/odoo/change-templates")
    page.click("td[name=name] >> text=Lab Change Control")
    page.wait_for_selector(".o_form_view .o_statusbar_status")


def change_feed(page, url):
    page.goto(url + "/odoo/action-ipai_change_approval.ipai_change_feed_action/new")
    page.click("button[name=action_renew]:visible")
    page.wait_for_selector(".modal .o_ipai_show_once")


def change_freeze(page, url):
    page.goto(url + "/odoo/change-freezes")
    page.click("td[name=name] >> text=Month-End")
    page.wait_for_selector(".o_form_view [name=override_group_id]")


def waiting(page, url):
    page.goto(url + "/odoo/waiting-for-me")
    page.wait_for_selector(".o_data_row")


def proposal(page, url):
    waiting(page, url)
    page.click("td[name=subject] >> text=pve01")
    page.wait_for_selector(".o_ipai_review")


def policy(page, url):
    page.goto(url + "/odoo/action-ipai_approval.ipai_approval_policy_action")
    page.click("td[name=name] >> text=Another person approves")
    page.wait_for_selector(".o_form_view .o_field_widget[name=step_ids] .o_data_row")


def loom_case(page, url):
    _work_on_loom_case(page, url)
    page.goto(url + "/odoo/loom-cases")
    page.click(f"td[name=name] >> text={CASE}")
    page.locator(".o_field_widget[name=proposal_ids] .o_data_row").last.wait_for()


def loom_proposal(page, url):
    """The one of the case that waits."""
    _work_on_loom_case(page, url)
    page.goto(url + "/odoo/change-proposals")
    page.click("td[name=summary] >> text=Update partner: Harborview")
    page.wait_for_selector(".o_ipai_review")


def loom_settings(page, url):
    page.goto(url + "/odoo/settings")
    page.click(".settings_tab .tab[data-key=ipai_loom_gateway]")
    page.wait_for_selector("#ipai_loom_search_fields input")


def _work_on_loom_case(page, url):
    """What Loom does in a case: one proposal is decided and carried out, two wait."""
    if _rpc(page, url, "ipai.loom.case", "search_count", [("name", "=", CASE)]):
        return
    user = {"name": "Loom", "login": "loom@ocg.lan"}
    found = _rpc(page, url, "res.users", "search", [("login", "=", user["login"])])
    bot = found[0] if found else _rpc(page, url, "res.users", "create", user)
    _rpc(page, url, "res.users", "write", [bot], _membership(page, url))
    secret = _make_key(page, url, "Loom", bot)

    def propose(kind, **values):
        answer = _post(page, f"{url}/loom/v1/propose/{kind}", secret, case_id=CASE, **values)
        return answer["proposal_id"]

    company = {
        "name": "Harborview Robotics",
        "website": "https://harborview-robotics.example",
        "email": "office@harborview-robotics.example",
        "city": "Oakland",
    }
    with _colleague(page, url) as robin:
        code = propose("partner", **company)
        made = _rpc(page, url, "ipai.proposal", "search", [("code", "=", code)])
        _rpc(robin, url, "ipai.proposal", "action_approve", made, "The register has them, too.")
    _post(page, f"{url}/loom/v1/execute/{code}", secret, confirmed=True)
    partner = _rpc(page, url, "res.partner", "search", [("website", "=", company["website"])])[0]
    propose("lead", name="Monitoring for a new plant", partner_id=partner, expected_revenue=15000.0)
    propose(
        "partner",
        **{**company, "city": "San Leandro", "phone": "+1 510 555 0134"},
        reasoning="The imprint names a new address and a switchboard since this week.",
        provenance=[
            {"url": "https://harborview-robotics.example/imprint", "confidence": 0.9},
            {"url": "https://register.example/4711", "confidence": 0.6, "note": "Not dated."},
        ],
    )


@contextlib.contextmanager
def _colleague(page, url):
    """A page of somebody else who may decide: nobody decides what they asked for."""
    robin = {"name": "Robin", "login": "robin@lab.example", "password": f"robin-{time.time_ns()}"}
    found = _rpc(page, url, "res.users", "search", [("login", "=", robin["login"])])
    if found:
        _rpc(page, url, "res.users", "write", found, {"password": robin["password"]})
    else:
        groups = ("ipai_base.group_technician", "ipai_approval.group_approver")
        robin |= _membership(page, url, *groups)
        _rpc(page, url, "res.users", "create", robin)
    context = page.context.browser.new_context()
    other = context.new_page()
    other.goto(url + "/web/login")
    other.fill("input[name=login]", robin["login"])
    other.fill("input[name=password]", robin["password"])
    other.click("button[type=submit]")
    other.wait_for_selector(".o_web_client .o_navbar")
    yield other
    context.close()


def credentials(page, url):
    page.goto(url + "/odoo/credentials")
    page.wait_for_selector(".o_data_row")


def credential_form(page, url):
    credentials(page, url)
    page.click("td[name=name] >> text=pve01_root")
    page.wait_for_selector(".o_form_view .o_notebook, .o_form_view .o_group")


def rotation(page, url):
    """Half done: changed on one of three machines."""
    page.goto(url + "/odoo/rotations")
    page.locator(".o_data_row:has-text('backup_ssh_key') td").nth(1).click()
    page.locator(".o_field_widget[name=line_ids] .o_data_row").last.wait_for()


def rotation_overdue(page, url):
    """What is due is red: the first step of the way to a rotation."""
    page.goto(url + "/odoo/credentials")
    page.locator(".o_searchview_input").fill("pve01")
    page.keyboard.press("Enter")
    page.click(".o_data_row:has-text('pve01_root') td[name=name]")
    page.wait_for_selector(".o_form_view button[name=action_plan_rotation]")


def rotation_done(page, url):
    """A rotation from its plan to its end, with the buttons that a person presses."""
    [reference] = _rpc(
        page, url, "ipai.credential.ref", "search", [("name", "=", "switchots_admin")]
    )
    _rpc(page, url, "ipai.credential.ref", "action_plan_rotation", [reference])
    asked = [("credential_ref_id", "=", reference)]
    [number] = _rpc(page, url, "ipai.rotation", "search", asked, 0, 1)
    _rpc(page, url, "ipai.rotation", "action_start", [number])
    lines = _rpc(page, url, "ipai.rotation.line", "search", [("rotation_id", "=", number)])
    _rpc(page, url, "ipai.rotation.line", "action_changed_here", lines)
    page.goto(f"{url}/odoo/rotations/{number}")
    page.wait_for_selector(".o_form_view .o_arrow_button_current:has-text('Done')")


def leaver(page, url):
    page.goto(url + "/odoo/action-ipai_credential_ref.ipai_leaver_action")
    page.locator(".o_field_widget[name=user_id] input").fill("Admin")
    page.locator(".o-autocomplete--dropdown-item:has-text('Administrator')").first.click()
    page.locator(".o_field_widget[name=line_ids] .o_data_row").first.wait_for()


def vaultwarden(page, url):
    page.goto(url + "/odoo/vaults")
    page.click(".o_data_row:has-text('Vaultwarden') td[name=name]")
    page.wait_for_selector(".o_form_view .o_field_widget[name=kind]")


def openbao(page, url):
    """A live one, asked: what our token cannot do is proven, and its policy stands below."""
    with picture_vault.serving():
        number = _bao(page, url)
        page.goto(f"{url}/odoo/vaults/{number}")
        page.wait_for_selector(".o_form_view .o_field_widget[name=kind]")
        page.wait_for_timeout(1500)


def credential_paste(page, url):
    """What a vault's page was pasted from is read at once."""
    page.goto(url + "/odoo/credentials/new")
    page.locator(".o_field_widget[name=name] input").fill("grafana_admin")
    link = f"{picture_vault.ADDRESS}/ui/vault/secrets/secret/show/lab/grafana_admin"
    page.locator(".o_field_widget[name=locator] input").fill(link)
    page.keyboard.press("Tab")
    page.wait_for_timeout(1500)


def _bao(page, url):
    """The vault of the pictures with three references, checked."""
    found = _rpc(page, url, "ipai.vault", "search", [("name", "=", "OpenBao")])
    if not found:
        values = {
            "name": "OpenBao",
            "kind": "hashicorp",
            "address": picture_vault.ADDRESS,
            "credential_source": "file",
            "credential_name": "openbao",
        }
        found = [_rpc(page, url, "ipai.vault", "create", values)]
        for name in picture_vault.NAMES[:3]:
            values = {"name": name, "vault_id": found[0], "locator": f"secret/lab/{name}"}
            _rpc(page, url, "ipai.credential.ref", "create", values)
    _rpc(page, url, "ipai.vault", "action_check", found)
    for _time in range(60):
        [told] = _rpc(page, url, "ipai.vault", "read", found, ["state"])
        if told["state"] != "unchecked":
            break
        page.wait_for_timeout(1000)
    return found[0]


def alerts(page, url):
    asked = [("name", "=", "Alertmanager of the lab")]
    if not _rpc(page, url, "ipai.inbox.source", "search_count", asked):
        _ring(page, url)
    page.goto(url + "/odoo/alerts")
    page.wait_for_selector(".o_data_row, .o_kanban_record")


def alert_form(page, url):
    alerts(page, url)
    page.click("td[name=name] >> text=pve01 does not answer")
    page.wait_for_selector(".o_form_view .o_statusbar_status")


def inbox(page, url):
    alerts(page, url)
    page.goto(url + "/odoo/inbox")
    page.wait_for_selector(".o_data_row")


def inbox_source(page, url):
    inbox(page, url)
    page.goto(url + "/odoo/inbox-sources")
    page.click("td[name=name] >> text=Alertmanager of the lab")
    page.wait_for_selector(".o_form_view .o_notebook")


def outbox_target(page, url):
    """A target on this machine that answers as n8n does, told of what is written now."""
    name = "n8n of the lab"
    found = _rpc(page, url, "ipai.outbox.target", "search", [("name", "=", name)])
    if not found:
        topics = ("asset.changed", "drift.opened", "alert.notice", "change.moved")
        values = {
            "name": name,
            "kind": "webhook",
            "new_url": "http://127.0.0.1:5678/webhook/ipai-events",
            "networks": "127.0.0.0/8",
            "subscription_ids": [(0, 0, {"topic": topic}) for topic in topics],
        }
        found = [_rpc(page, url, "ipai.outbox.target", "create", values)]
        _rpc(page, url, "ipai.outbox.target", "action_issue", found)
    with _answering(5678):
        asset = _rpc(page, url, "ipai.asset", "search", [("status", "=", "active")])[:1]
        _rpc(
            page,
            url,
            "ipai.asset",
            "write",
            asset,
            {"location": f"Rack B, unit {time.time() % 40:.0f}"},
        )
        sent = [("target_id", "=", found[0]), ("state", "=", "sent")]
        for _second in range(90):
            if _rpc(page, url, "ipai.outbox.delivery", "search", sent):
                break
            time.sleep(1)
    page.goto(f"{url}/odoo/outbox-targets/{found[0]}")
    page.wait_for_selector(".o_form_view .o_notebook")


@contextlib.contextmanager
def _answering(port):
    """A receiver while the block runs."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"message": "Workflow was started"}')

        def log_message(self, *_arguments):
            """Nothing: what is printed are the pictures."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def outbox_delivery(page, url):
    outbox_target(page, url)
    page.goto(url + "/odoo/outbox")
    page.locator(".o_data_row:has-text('asset.changed') td[name=topic]").first.click()
    page.wait_for_selector(".o_form_view .o_notebook")


def seat_runs(page, url):
    page.goto(url + "/odoo/seat-runs")
    page.wait_for_selector(".o_data_row")


def seat_run(page, url):
    """The last month of the lab: one customer billed, one held."""
    seat_runs(page, url)
    page.locator(".o_data_row td[name=name]").first.click()
    page.locator(".o_field_widget[name=line_ids] .o_data_row").last.wait_for()


def seat_evidence(page, url):
    page.goto(url + "/odoo/seats")
    page.click(".o_data_row:has-text('Harbor Dental Group') td[name=customer_id]")
    page.locator(".o_field_widget[name=evidence_table] tr").last.wait_for()


def seat_months(page, url):
    page.goto(url + "/odoo/seats")
    page.wait_for_selector(".o_data_row")
    page.click(".o_switch_view.o_graph")
    page.wait_for_selector(".o_graph_renderer canvas")


def pulseway_health(page, url):
    """An account whose webhook has delivered, and clients that wait."""
    pulseway_ticket(page, url)
    _pulseway_account(page, url, _pulseway(page, url))


def pulseway_plan(page, url):
    """A dry run on a day on which machines came, went and moved."""
    account = _pulseway(page, url)
    picture_pulseway.move_on(picture_pulseway.servers()[0].pulseway)
    action = _rpc(page, url, "ipai.pulseway.account", "action_dry_run", [account])
    _wait_for_run(page, url, action["res_id"], "planned")
    page.goto(f"{url}/odoo/action-ipai_psa_pulseway.ipai_pulseway_run_action/{action['res_id']}")
    page.locator(".o_field_widget[name=line_ids] .o_data_row").last.wait_for()


def pulseway_unmatched(page, url):
    _pulseway(page, url)
    for name in picture_pulseway.PERHAPS:
        if not _rpc(page, url, "res.partner", "search_count", [("name", "=", name)]):
            values = {"name": name, "is_company": True}
            _rpc(page, url, "res.partner", "create", values)
    unmatched = _rpc(page, url, "ipai.pulseway.client", "search", [("state", "=", "unmatched")])
    _rpc(page, url, "ipai.pulseway.client", "action_look_again", unmatched)
    page.goto(url + "/odoo/pulseway-unmatched")
    page.click(f"td[name=name] >> text={picture_pulseway.BRIGHT}")
    page.locator(".o_field_widget[name=suggestion_ids] .o_data_row").last.wait_for()


def pulseway_ticket(page, url):
    """What Pulseway delivers, twice: one ticket."""
    account = _pulseway(page, url)
    pulseway = picture_pulseway.servers()[0].pulseway
    known = [("name", "=like", "Alert: Low disk space%"), ("asset_id.name", "=", "HDG-WKS-02")]
    if not _rpc(page, url, "helpdesk.ticket", "search_count", known):
        if not pulseway.webhooks:
            _rpc(page, url, "ipai.pulseway.account", "action_provision", [account])
        for share in (9, 7):
            title = f"Low disk space on C: ({share}% free)"
            pulseway.deliver(pulseway.notify("harbor-2", title))
    found = _wait_for(page, url, "helpdesk.ticket", known)
    page.goto(f"{url}/odoo/it-tickets/{found[0]}")
    page.wait_for_selector(".o_form_view .o_statusbar_status")


def pulseway_customers(page, url):
    """Customers on their way to Pulseway: some are there, and about two a person decides."""
    _brought(page, url)
    page.goto(url + "/odoo/pulseway-customers")
    page.locator(".o_data_row").nth(2).wait_for()


def pulseway_partner(page, url):
    """What is said where a customer could not be brought there: once, with one activity."""
    [bolt] = _brought(page, url)
    page.goto(f"{url}/odoo/res.partner/{bolt}")
    page.wait_for_selector(".o-mail-Activity")


def rocketcyber_account(page, url):
    rocketcyber_alerts(page, url)
    _pulseway_account(page, url, _rocketcyber(page, url))


def rocketcyber_alerts(page, url):
    """Incidents as alerts, what is over with them."""
    account = _rocketcyber(page, url)
    [told] = _rpc(page, url, "ipai.pulseway.account", "read", [account], ["source_id"])
    whose = [("source_id", "=", told["source_id"][0])]
    _wait_for(page, url, "ipai.alert", [*whose, ("to_follow", "=", False)], 4)
    picture_pulseway.resolve_some(picture_pulseway.servers()[1])
    _wait_for(page, url, "ipai.alert", [*whose, ("state", "=", "closed")], 2)
    page.goto(url + "/odoo/alerts")
    page.wait_for_selector(".o_searchview_input")
    for _facet in range(page.locator(".o_facet_remove").count()):
        page.locator(".o_facet_remove").first.click()
    page.fill(".o_searchview_input", "incident:")
    page.click(".o_searchview_autocomplete .o-dropdown-item:has-text('Fingerprint')")
    page.wait_for_selector(".o_data_row:has-text('PowerShell'), .o_kanban_record:has-text('PowerShell')")  # fmt: skip


def pulseway_one_machine(page, url):
    """A machine that RocketCyber called otherwise until now, and one about which discovery asks."""
    account, soc = _pulseway(page, url), _rocketcyber(page, url)
    one, other = picture_pulseway.servers()
    if not _rpc(page, url, "ipai.pulseway.reimaged", "search_count", []):
        other.agents[2]["hostname"] = "HDG-WKS-04"
        one.pulseway.add("harbor-new", "HDG-WKS-05", picture_pulseway.HARBOR, organization_id=101, serial="None")  # fmt: skip
        one.pulseway.add("harbor-7", "HDG-WKS-07", picture_pulseway.HARBOR, organization_id=101, serial="SNharbor-6")  # fmt: skip
        for number in (soc, account):
            action = _rpc(page, url, "ipai.pulseway.account", "action_reconcile", [number])
            _wait_for_run(page, url, action["res_id"], "done")
    page.goto(url + "/odoo/pulseway-one-machine")
    page.locator(".o_data_row").nth(1).wait_for()


def _pulseway(page, url):
    """The account of the pictures, reconciled once, with its webhook."""
    values = {"token_id_name": "pulseway_id", "token_secret_name": "pulseway_secret", "rate": 20, "poll_minutes": 1}  # fmt: skip
    return _account(page, url, "Pulseway in the cloud", "pulseway", values)


def _rocketcyber(page, url):
    values = {"token_secret_name": "rocketcyber_token", "poll_minutes": 1}
    return _account(page, url, "RocketCyber", "rocketcyber", values)


def _account(page, url, name, provider, values):
    """An account that asks a server on this machine, reconciled once."""
    servers = dict(zip(("pulseway", "rocketcyber"), picture_pulseway.servers(), strict=True))
    found = _rpc(page, url, "ipai.pulseway.account", "search", [("name", "=", name)])
    if found:
        return found[0]
    values = {"name": name, "provider": provider, "base_url": servers[provider].url, "credential_source": "file",
              "reconcile_hours": 0, **values}  # fmt: skip
    made = _rpc(page, url, "ipai.pulseway.account", "create", values)
    _rpc(page, url, "ipai.pulseway.account", "action_test_connection", [made])
    action = _rpc(page, url, "ipai.pulseway.account", "action_reconcile", [made])
    _wait_for_run(page, url, action["res_id"], "done")
    if provider == "pulseway":
        _rpc(page, url, "ipai.pulseway.account", "action_provision", [made])
    return made


def _brought(page, url):
    """Have customers brought to Pulseway; return the one that cannot be, for it is another PSA's."""
    account = _pulseway(page, url)
    names = ("Bolt Manufacturing", "Lakeside Law", "Orchard Kindergarten")
    bolt = _rpc(page, url, "res.partner", "search", [("name", "=", names[0])])
    if not bolt:
        _rpc(page, url, "ipai.pulseway.account", "write", [account], {"downstream": "all"})
        made = [_rpc(page, url, "res.partner", "create", {"name": one, "is_company": True}) for one in names]  # fmt: skip
        over = [("partner_id", "in", made), ("state", "in", ["done", "by_hand"])]
        _wait_for(page, url, "ipai.pulseway.task", over, len(names))
        picture_pulseway.servers()[0].pulseway.refused_paths = {"POST": ("organizations",)}
        made = [_rpc(page, url, "res.partner", "create", {"name": "Riverside Bakery", "is_company": True})]  # fmt: skip
        _wait_for(page, url, "ipai.pulseway.task", [("partner_id", "in", made), ("state", "=", "by_hand")])  # fmt: skip
        bolt = _rpc(page, url, "res.partner", "search", [("name", "=", names[0])])
    return bolt


def _wait_for_run(page, url, number, state):
    _wait_for(page, url, "ipai.pulseway.run", [("id", "=", number), ("state", "=", state)])


def _wait_for(page, url, model, domain, count=1):
    """The records of a domain, once there are so many: scheduled actions bring them about."""
    for _second in range(180):
        if len(found := _rpc(page, url, model, "search", domain)) >= count:
            return found
        time.sleep(1)
    raise RuntimeError(f"No {model} came about: {domain}")


def _pulseway_account(page, url, number):
    page.goto(f"{url}/odoo/action-ipai_psa_pulseway.ipai_pulseway_account_action/{number}")
    page.wait_for_selector(".o_form_view .o_field_widget[name=token_state]")


def alert_simulation(page, url):
    """A rule that is not switched on yet, tried on the alerts of before."""
    alerts(page, url)
    rules = _rpc(page, url, "ipai.alert.rule", "search", [("name", "=", "What customers notice")])
    if not rules:
        values = {"name": "What customers notice", "min_severity": "high"}
        rules = [_rpc(page, url, "ipai.alert.rule", "create", values)]
    page.goto(f"{url}/odoo/action-ipai_alert_ticket.ipai_alert_rule_action/{rules[0]}")
    page.click("button[name=action_simulate]")
    page.wait_for_selector(".o_field_widget[name=line_ids] .o_data_row")


def alert_phone(page, url):
    """As who is on call sees it at night."""
    alerts(page, url)
    page.set_viewport_size(NARROW)
    page.reload()
    page.wait_for_selector(".o_kanban_record")


def _source(page, url, **values):
    """Make a source; return its address and its secret."""
    made = _rpc(page, url, "ipai.inbox.source", "create", values)
    shown = _rpc(page, url, "ipai.inbox.source", "action_issue", [made])["params"]["values"]
    return url + "/ipai/hook/" + shown[0]["value"].rpartition("/")[2], shown[-1]["value"]


def _ring(page, url):
    """Have an Alertmanager tell of the hypervisor of the lab, of what runs on it, and of one that nobody knows."""
    address, secret = _source(
        page, url, name="Alertmanager of the lab", kind="alertmanager", scheme="bearer"
    )
    told = (
        ("HostDown", "critical", "pve01", "pve01 does not answer"),
        ("HostDown", "critical", "dc01", "dc01 does not answer"),
        ("HostDown", "critical", "odoo01", "odoo01 does not answer"),
        ("VaultSealed", "critical", "vault01", "vault01 is sealed"),
        ("TargetDown", "warning", "mon01", "mon01:9100 is not scraped"),
        ("CertificateExpires", "warning", "pfSense", "The certificate of pfSense ends in 6 days"),
        ("HostDown", "critical", "printer-attic", "printer-attic does not answer"),
    )
    alerts = [
        {
            "status": "firing",
            "labels": {"alertname": name, "severity": severity, "instance": f"{host}:9100"},
            "annotations": {"summary": summary},
            "startsAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "endsAt": "0001-01-01T00:00:00Z",
            "fingerprint": f"{number:016x}",
        }
        for number, (name, severity, host, summary) in enumerate(told)
    ]
    body = {"version": "4", "status": "firing", "receiver": "odoo", "alerts": alerts}
    _post(page, address, secret, **body)
    _knock(page, url)
    for _second in range(60):
        asked = [("to_follow", "=", False)]
        if _rpc(page, url, "ipai.alert", "search_count", asked) >= len(told):
            return
        time.sleep(1)


def _knock(page, url):
    """Have other programs tell something too: one that is read, one whose map finds no title, one of no use."""
    kuma = {"name": "Uptime Kuma", "is_on": True, "key_template": "{monitor.id}"}
    kuma |= {"title_template": "{monitor.label}", "severity_template": "{heartbeat.status}"}
    made = _rpc(page, url, "ipai.inbox.map", "create", kuma)
    address, secret = _source(
        page, url, name="Uptime Kuma", kind="generic", scheme="bearer", map_id=made
    )
    beat = {"status": 0, "msg": "timeout of 48000ms exceeded"}
    _post(
        page,
        address,
        secret,
        heartbeat=beat,
        monitor={"id": 7, "name": "shop.example", "url": "https://shop.example"},
        msg="[shop.example] [Down] timeout of 48000ms exceeded",
    )
    address, secret = _source(page, url, name="Backups", kind="generic", scheme="bearer")
    for night in ("Monday", "Tuesday"):
        _post(page, address, secret, title=f"Backup of {night} is complete", machine="odoo01")
    _post(page, address, secret, title="Backup of Wednesday failed", severity="high", host="odoo01")


def _membership(page, url, *groups):
    """The values that make a user a member of groups, of Loom's when none is named."""
    fields = _rpc(page, url, "res.users", "fields_get", [], ["type"])
    links = []
    for group in groups or ("ipai_loom_gateway.group_loom",):
        module, name = group.split(".")
        asked = [("module", "=", module), ("name", "=", name)]
        links.append(
            (4, _rpc(page, url, "ir.model.data", "search_read", asked, ["res_id"])[0]["res_id"])
        )
    return {"group_ids" if "group_ids" in fields else "groups_id": links}


PICTURE_OF = {
    "asset_list": asset_list,
    "asset_kanban": asset_kanban,
    "asset_form": asset_form,
    "asset_network": asset_network,
    "loom_case": loom_case,
    "loom_proposal": loom_proposal,
    "loom_settings": loom_settings,
    "waiting": waiting,
    "proposal": proposal,
    "approval_policy": policy,
    "change_form": change_form,
    "change_touches": change_touches,
    "change_risk": change_risk,
    "change_calendar": change_calendar,
    "change_template": change_template,
    "change_freeze": change_freeze,
    "change_feed": change_feed,
    "credentials": credentials,
    "credential_form": credential_form,
    "rotation_overdue": rotation_overdue,
    "rotation": rotation,
    "rotation_done": rotation_done,
    "leaver": leaver,
    "vaultwarden": vaultwarden,
    "openbao": openbao,
    "credential_paste": credential_paste,
    "alerts": alerts,
    "alert_form": alert_form,
    "alert_simulation": alert_simulation,
    "inbox": inbox,
    "inbox_source": inbox_source,
    "pulseway_health": pulseway_health,
    "pulseway_ticket": pulseway_ticket,
    "pulseway_unmatched": pulseway_unmatched,
    "pulseway_plan": pulseway_plan,
    "pulseway_customers": pulseway_customers,
    "pulseway_partner": pulseway_partner,
    "rocketcyber_account": rocketcyber_account,
    "rocketcyber_alerts": rocketcyber_alerts,
    "pulseway_one_machine": pulseway_one_machine,
    "outbox_target": outbox_target,
    "outbox_delivery": outbox_delivery,
    "seat_runs": seat_runs,
    "seat_run": seat_run,
    "seat_evidence": seat_evidence,
    "seat_months": seat_months,
    "tickets": tickets,
    "ticket_machine": ticket_machine,
    "ticket_articles": ticket_articles,
    "prefixes": prefixes,
    "network_map": network_map,
    "services": services,
    "service_form": service_form,
    "outage": outage,
    "outage_notice": outage_notice,
    "outage_map": outage_map,
    "decommission": decommission,
    "import_preview": import_preview,
    "import_columns": import_columns,
    "asset_merge": asset_merge,
    "drift": drift,
    "snapshot_run": snapshot_run,
    "expirations": expirations,
    "articles": articles,
    "api_key": api_key,
    "api_docs": api_docs,
    "audit": audit,
    "alert_phone": alert_phone,
    "next_address": next_address,  # last: leaving a form that is not saved saves it
}


def _report(message):
    if message.type in ("error", "warning"):
        print(f"console {message.type}: {message.text}", file=sys.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--into", type=Path, default=PICTURES)
    chosen = parser.parse_args()
    sys.exit(bool(main(json.load(sys.stdin), chosen.names, chosen.into)))
