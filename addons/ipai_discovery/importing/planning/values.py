# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The fields of an asset that an import may fill, and their values as a plan compares them."""

from collections import defaultdict

from odoo import fields
from odoo.tools import html2plaintext, html_sanitize, plaintext2html

from odoo.addons.ipai_asset.headings import ALIASES, STATUS_WORDS
from odoo.addons.ipai_base.told import is_nothing, of_orm

from ..reading.columns import Column

IMPORT_FIELDS = (
    "name",
    "hostname",
    "type_id",
    "status",
    "serial_number",
    "asset_tag",
    "manufacturer_id",
    "model_id",
    "operating_system_id",
    "os_version",
    "host_id",
    "site_id",
    "location",
    "owner_id",
    "customer_id",
    "assigned_partner_id",
    "purpose",
    "environment",
    "criticality",
    "purchase_date",
    "warranty_date",
    "end_of_life_date",
    "last_seen",
    "last_audit",
    "source",
    "tag_ids",
    "notes",
    "mac_addresses",
    "ip_addresses",
)
OWN_KINDS = {"hostname": "hostname", "mac_addresses": "mac", "ip_addresses": "ip"}
KINDS = {
    "selection": "choice",
    "date": "date",
    "datetime": "datetime",
    "many2one": "reference",
    "many2many": "references",
}


def columns(env):
    """Return the Column of each field that an import may fill, with its English and its local labels."""
    asset = env["ipai.asset"]
    attributes = ["string", "type", "selection"]
    spoken = [
        asset.with_context(lang=lang).fields_get(IMPORT_FIELDS, attributes)
        for lang in ("en_US", env.lang)
    ]
    return {
        name: _column(name, [described[name] for described in spoken]) for name in IMPORT_FIELDS
    }


def _column(name, descriptions):
    kind = OWN_KINDS.get(name) or KINDS.get(descriptions[0]["type"], "text")
    choices = {}
    for description in descriptions:
        for value, label in description.get("selection", ()):
            choices |= {value.lower(): value, label.lower(): value}
    labels = tuple(dict.fromkeys(description["string"] for description in descriptions))
    if name == "status":
        choices = STATUS_WORDS | choices
    return Column(name, kind, labels, choices, ALIASES.get(name, ()))


def current_values(asset, names=IMPORT_FIELDS):
    """Return what the asset holds now: text, ISO dates, ids, sorted lists of ids; None for nothing."""
    values = {}
    for name in names:
        field, value = asset._fields[name], asset[name]
        if field.type == "many2one":
            value = value.id
        elif field.type == "many2many":
            value = sorted(value.ids)
        elif field.type == "date":
            value = fields.Date.to_string(value)
        elif field.type == "datetime":
            value = fields.Datetime.to_string(value)
        values[name] = of_orm(str(value) if field.type == "html" and value else value, field.type)
    return values


def rich_text(text, current):
    """Return a cell's text as HTML; `current` itself when it says the same already."""
    html = (
        html_sanitize(text) if text.startswith("<") and text.endswith(">") else plaintext2html(text)
    )
    same = current and html2plaintext(current).split() == html2plaintext(html).split()
    return current if same else html_sanitize(str(html))


def read_names(env, changes):
    """Read the names of all records in the changes together, for `shown` to find them at hand."""
    ids = defaultdict(set)
    for change in changes:
        field = env["ipai.asset"]._fields.get(change.field)
        if field is None:  # a part: it holds no ids
            continue
        for value in (change.old, change.new):
            if field.relational:
                ids[field.comodel_name].update(
                    entry
                    for entry in (value if isinstance(value, list) else [value])
                    if isinstance(entry, int)
                )
    for model, found in ids.items():
        env[model].browse(sorted(found)).mapped("display_name")


def shown(env, field_name, value):
    """Return a value of a field as a person reads it."""
    field = env["ipai.asset"]._fields[field_name]
    if is_nothing(of_orm(value, field.type)):
        return "-"
    if field.type == "selection":
        return dict(field._description_selection(env)).get(value, value)
    if field.type == "html":
        return html2plaintext(value)
    if field.type == "many2many":
        return ", ".join(_record_name(env, field, entry) for entry in value)
    if field.type == "many2one":
        return _record_name(env, field, value)
    return str(value)


def _record_name(env, field, value):
    if isinstance(value, dict):
        return (
            env._("%(name)s (new)", name=value["missing"]) if "missing" in value else value["name"]
        )
    return env[field.comodel_name].browse(value).display_name
