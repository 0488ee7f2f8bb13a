# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which page of the documentation explains a screen, and the page itself where it stands beside the addons."""

import html
import re
from pathlib import Path

try:
    import mistune
except ImportError:  # the pages are then shown as the text that they are
    mistune = None

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "ipai_base.docs_address"
"""The system parameter that names a site with the pages, as `make docs` builds it."""
START = "docs/index.md"
NAMES = re.compile(
    r"docs/(?:[a-z0-9_]+/)?[a-z0-9_]+\.(?:md|png|csv|json)|(?:clients/[a-z]+/|benchmarks/)?[A-Z_]+\.md"
)
PAGE_OF_ROOM = {
    "ipai_alert": "alerts.md",
    "ipai_alert_change": "alerts.md",
    "ipai_alert_ticket": "alerts.md",
    "ipai_approval": "changes.md",
    "ipai_asset": "assets.md",
    "ipai_asset_protection": "proposals.md",
    "ipai_base": "api.md",
    "ipai_change_approval": "changes.md",
    "ipai_credential_ref": "credentials.md",
    "ipai_discovery": "drift.md",
    "ipai_discovery_merge": "assets.md#it-stands-twice-or-is-two",
    "ipai_discovery_ports": "assets.md#bring-many-in",
    "ipai_discovery_runs": "drift.md#large-reports",
    "ipai_discovery_triage": "assets.md#bring-many-in",
    "ipai_helpdesk": "tickets.md",
    "ipai_helpdesk_change": "tickets.md",
    "ipai_helpdesk_contract": "tickets.md",
    "ipai_inbox": "inbox.md",
    "ipai_inbox_asset": "inbox.md",
    "ipai_loom_enrich": "loom.md",
    "ipai_loom_gateway": "loom.md",
    "ipai_loom_timesheet": "loom.md",
    "ipai_network": "network.md",
    "ipai_proposal": "proposals.md",
    "ipai_psa_pulseway": "pulseway.md",
    "ipai_psa_pulseway_contract": "pulseway.md",
    "ipai_seat_approval": "seats.md",
    "ipai_seat_billing": "seats.md",
    "ipai_topology": "impact.md",
}
PAGE_OF_MODEL = {
    "ipai.audit": "audit.md",
    "ipai.import.line": "assets.md#bring-many-in",
    "ipai.import.run": "assets.md#bring-many-in",
    "ipai.match.answer": "identity.md",
    "ipai.outbox.attempt": "webhooks.md",
    "ipai.outbox.delivery": "webhooks.md",
    "ipai.outbox.event": "webhooks.md",
    "ipai.outbox.target": "webhooks.md",
    "ipai.secret.allowance": "security.md#secrets-do-not-belong-into-the-database",
    "ipai.secret.finding": "security.md#secrets-do-not-belong-into-the-database",
    "ipai.secret.policy": "security.md#secrets-do-not-belong-into-the-database",
    "ipai.shared.identity": "identity.md",
    "res.config.settings": "reference.md#settings",
}
PAGE_OF_ACTION = {
    "ipai_discovery.ipai_snapshot_run_action": "drift.md#report",
}
"""Where one model has two screens."""
STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;color:#1f2937;max-width:64rem;margin:2rem auto;padding:0 1rem}"
    "img{max-width:100%;border:1px solid #d1d5db}table{border-collapse:collapse}"
    "td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #e5e7eb}"
    "pre{background:#f3f4f6;padding:.75rem;overflow-x:auto}pre.plain{white-space:pre-wrap}"
)


def page_of(room, model="", action=""):
    """Return the page of a screen, below docs/: of its action, else of its model, else of the room it comes from.

    >>> page_of("ipai_alert", "ipai.alert"), page_of("ipai_base", "ipai.audit"), page_of("sale", "sale.order")
    ('alerts.md', 'audit.md', 'index.md')
    """
    return (
        PAGE_OF_ACTION.get(action)
        or PAGE_OF_MODEL.get(model)
        or PAGE_OF_ROOM.get(room)
        or "index.md"
    )


def on_site(address, page):
    """Return where a page stands on a site that `make docs` built.

    >>> on_site("https://docs.example.com/19.0/", "alerts.md#rules"), on_site("https://docs.example.com", "index.md")
    ('https://docs.example.com/19.0/docs/alerts/#rules', 'https://docs.example.com/docs/')
    """
    name, hash_sign, anchor = page.partition("#")
    folder = name.removesuffix(".md").removesuffix("index")
    return f"{address.rstrip('/')}/docs/{folder}{'/' if folder else ''}{hash_sign}{anchor}"


def file_of(name):
    """Return the file that a name of a page or a picture stands for, None where there is none.

    >>> file_of("docs/../setup/keys.py"), file_of("etc/passwd")
    (None, None)
    """
    file = ROOT / name
    return file if NAMES.fullmatch(name) and file.is_file() else None


def anchor_of(heading):
    """Return the anchor of a heading, as the sites make it that show Markdown.

    >>> anchor_of("Do it once: <code>Idempotency-Key</code>")
    'do-it-once-idempotency-key'
    """
    text = html.unescape(re.sub(r"<[^>]+>", "", heading))
    return re.sub(r"[^\w -]", "", text).lower().replace(" ", "-")


def shown(name, text):
    """Return a page as HTML; it is ours, and trusted.

    >>> 'id="the-end"' in shown("docs/a.md", "## The end") or mistune is None
    True
    """
    if mistune is None:
        body = f'<pre class="plain">{html.escape(text)}</pre>'
    else:
        body = _markdown()(text)
    title = html.escape(next(iter(re.findall(r"^# (.+)$", text, re.MULTILINE)), name))
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f'<title>{title}</title><link rel="icon" href="data:,"/><style>{STYLE}</style></head>'
        f'<body><nav><a href="/ipai/help/{START}">All pages</a></nav>{body}</body></html>'
    )


def _markdown():
    class Renderer(mistune.HTMLRenderer):
        def heading(self, text, level, **attrs):
            return f'<h{level} id="{anchor_of(text)}">{text}</h{level}>\n'

    return mistune.create_markdown(renderer=Renderer(escape=False), plugins=["table"])
