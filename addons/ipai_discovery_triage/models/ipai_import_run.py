# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from contextlib import suppress

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.ipai_discovery.importing.planning.values import shown
from odoo.addons.ipai_discovery.importing.reading import formats
from odoo.addons.ipai_discovery.importing.reading.columns import heading_key
from odoo.addons.ipai_discovery.importing.reading.csv_file import Table, headings_of
from odoo.addons.ipai_discovery.importing.reading.csv_parts import PART_COLUMNS
from odoo.addons.ipai_discovery.importing.reading.rows import FileProblem
from odoo.addons.ipai_network.addressing import Address, AddressError, Prefix
from odoo.addons.ipai_secret_scan.secret_scan import mask

from .ipai_import_column import NOT_READ
from .ipai_import_line import DECIDED

SAMPLES = 3
SAMPLE_LENGTH = 40


class IpaiImportRun(models.Model):
    """The step between reading and applying: what a person says of columns and rows, and what is remembered of it."""

    _inherit = "ipai.import.run"

    column_ids = fields.One2many("ipai.import.column", "run_id", "Columns", copy=False)
    shape_id = fields.Many2one(
        "ipai.import.shape", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    unknown_columns = fields.Integer("Columns Not Known", compute="_compute_unknown_columns")
    scan_network = fields.Char(
        "Network of This Scan",
        help="As in 192.0.2.0/24: the scan tells no masks. It is documented as a prefix when the import is "
        "applied, and its addresses get its mask.",
    )

    def _compute_unknown_columns(self):
        for run in self:
            run.unknown_columns = len(run.column_ids.filtered(lambda c: not c.meaning))

    def action_download_template(self):
        """Return the action that gives a file with all columns, and a row as an example."""
        return {
            "type": "ir.actions.act_url",
            "url": "/ipai/import-template.csv",
            "target": "download",
        }

    def _options(self):
        return super()._options() | {"scan_network"}

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_columns(vals) for vals in vals_list])

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        for command in vals.get("column_ids") or ():
            if command[0] == Command.UPDATE:
                (self.column_ids & self.column_ids.browse(command[1])).write(command[2])
        vals = self._without_columns(vals)
        return super().write(vals) if vals else True

    def _without_columns(self, vals):
        """Return what a form sends besides the columns, which are no part of the run's options."""
        vals = {name: v for name, v in vals.items() if self.env.su or name != "column_ids"}
        if vals.get("scan_network"):
            vals["scan_network"] = self._network(vals["scan_network"])
        return vals

    def _network(self, text):
        """Return a network in its one spelling.

        :raises ValidationError: for what is none
        """
        try:
            return str(Prefix.parse(text.strip()))
        except AddressError as error:
            raise ValidationError(
                self.env._("Network of This Scan: %s.", mask(str(error)))
            ) from None

    # -- columns -------------------------------------------------------------------------------

    def action_read_again(self):
        """Read the file with the meanings that were chosen, and remember them for files of this shape."""
        self.ensure_one()
        self._expect("draft", "failed", "previewed")
        chosen = self.column_ids.filtered("chosen")
        if chosen:
            headings = self.column_ids.mapped("heading")
            shape = self.env["ipai.import.shape"].sudo()._made(self.company_id, headings)
            told = {heading_key(c.heading): c.meaning or NOT_READ for c in chosen}
            shape.write({"columns": {**(shape.columns or {}), **told}, "user_id": self.env.uid})
        if self.state == "previewed":
            self.action_start_over()
        return self.action_preview()

    def _chosen_columns(self, data, file_format, known):
        """Return what a person chose for the headings of the file; list them, with what each is read as."""
        if file_format != formats.CSV:
            return super()._chosen_columns(data, file_format, known)
        known = [*known, *PART_COLUMNS]
        shape, table, chosen = self._shape_of(data, known)
        by_heading = headings_of(known)
        samples = _samples(table)
        values, meant = [], set()
        for position, heading in enumerate(table.headings):
            key = heading_key(heading)
            column = by_heading.get(key)
            meaning = chosen.get(key) or (column and column.name) or False
            if meaning in meant and key not in chosen:
                meaning = False  # another column is read as that already
            if meaning != NOT_READ:
                meant.add(meaning)
            values.append(
                {
                    "position": position,
                    "heading": heading or self.env._("(column %s)", position + 1),
                    "sample": samples[position],
                    "meaning": meaning,
                    "chosen": key in chosen,
                }
            )
        # Narrow: columns of this very run.
        self.sudo().write(
            {
                "column_ids": [Command.clear(), *map(Command.create, values)],
                "shape_id": shape.id,
            }
        )
        return {key: "" if name == NOT_READ else name for key, name in chosen.items()} or None

    def _shape_of(self, data, known):
        """Return (shape, table, {heading: field}) of a file: what was chosen for its headings before."""
        shapes = self.env["ipai.import.shape"].sudo()
        headings = headings_of(known).keys()
        table = Table.from_bytes(data, self.encoding or None, headings)
        shape = shapes._of(self.company_id, table.headings)
        chosen = {
            heading: name
            for heading, name in (shape.columns or {}).items()
            if name in (NOT_READ, *(column.name for column in known))
        }
        return shape, table, chosen

    # -- rows ----------------------------------------------------------------------------------

    def _step_preview(self):
        result = super()._step_preview()
        if self.state == "previewed":
            self._decide_as_before()
        return result

    def _remembered_shape(self):
        """Return what stands for files like this one: its shape, or that of all that its program writes."""
        shapes = self.env["ipai.import.shape"].sudo()
        if self.shape_id:
            return self.shape_id.sudo()
        headings = self.column_ids.mapped("heading") or [self.found_format or self.file_format]
        shape = shapes._made(self.company_id, headings)
        self.sudo().shape_id = shape
        return shape

    def _remember_decisions(self, lines):
        """Remember what a person said of rows: by what each is known by, and by the word in its column."""
        decisions = {}
        for line in lines:
            texts = line._texts_of()
            for name, field in DECIDED.items():
                value = line[name]
                if not value:
                    continue
                stored = value if isinstance(value, str) else value.id
                told = stored, shown(self.env, field, stored)
                if line.subject:
                    decisions[field, line.subject] = told
                if field in texts:
                    decisions[field, f"“{texts[field]}”"] = told
        if decisions:
            shape = self._remembered_shape()
            decided = self.env["ipai.import.decision"].sudo()
            # Narrow: decisions of the run's own company, in the user's name.
            decided.with_user(self.env.user).sudo()._remember(shape, decisions)

    def _decide_as_before(self):
        """Say of rows what was said of them, or of the same words, in the last file of this shape."""
        shape = self.shape_id.sudo() or self.env["ipai.import.shape"].sudo()._of(
            self.company_id, [self.found_format or ""]
        )
        known = {(d.field, d.subject): d.value for d in shape.decision_ids}
        if not known:
            return
        self.sudo().shape_id = shape
        decided = self._lines().browse()
        for line in self._lines().search([("run_id", "=", self.id), ("subject", "!=", False)]):
            if line.asset_id or not line._is_open():
                continue
            texts = line._texts_of()
            values = {}
            for name, field in DECIDED.items():
                value = known.get((field, line.subject))
                if value is None and field in texts:
                    value = known.get((field, f"“{texts[field]}”"))
                if value is not None and self._is_there(name, value):
                    values[name] = value
            if values:
                line.write(values)
                decided |= line
        if decided:
            decided._plan_decided(
                self, {"decided_customer_id"} if decided.decided_customer_id else ()
            )

    def _is_there(self, name, value):
        """Whether what was decided still exists for the user."""
        field = self.env["ipai.import.line"]._fields[name]
        if not field.relational:
            return True
        found = self.env[field.comodel_name].search([("id", "=", value)])
        return bool(found)

    # -- the network of a scan -----------------------------------------------------------------

    def action_apply(self):
        if self.scan_network:
            self._check_network()
        return super().action_apply()

    def _step_apply(self):
        if self.scan_network and not self.progress_done:
            self._document_network()
        return super()._step_apply()

    def _check_network(self):
        """Refuse a network in which none of the scanned hosts lies: it was mistyped."""
        network = Prefix.parse(self.scan_network)
        texts = [
            address
            for line in self._lines().search([("run_id", "=", self.id)])
            for address in (
                ((line.observed or {}).get("values") or {}).get("ip_addresses") or ""
            ).split(", ")
            if address
        ]
        if texts and not any(_lies_in(text, network) for text in texts):
            raise UserError(
                self.env._(
                    "None of the hosts of this file lies in %s. Start over and correct the network of the scan.",
                    self.scan_network,
                )
            )

    def _document_network(self):
        """Make the prefix that the scan is of, where it is not documented: its addresses get its mask."""
        customer = self.default_customer_id
        scopes = self.env["ipai.ip.scope"].sudo()
        scope = (
            scopes.search(
                [("customer_id", "=", customer.id), ("company_id", "=", self.company_id.id)],
                limit=1,
            )
            if customer
            else scopes
        )
        scope = scope or scopes._get_global()
        prefixes = self.env["ipai.prefix"].with_context(allowed_company_ids=self.company_id.ids)
        domain = [
            ("name", "=", self.scan_network),
            ("scope_id", "=", scope.id),
            ("company_id", "=", self.company_id.id),
        ]
        if prefixes.sudo().search(domain, limit=1):
            return
        made = prefixes.create(
            {
                "name": self.scan_network,
                "scope_id": scope.id,
                "site_id": self.default_site_id.id,
                "company_id": self.company_id.id,
            }
        )
        self._note_made(made)


def _lies_in(text, network):
    """Tell whether an address lies in a network.

    >>> _lies_in("192.0.2.7", Prefix.parse("192.0.2.0/24")), _lies_in("2001:db8::1", Prefix.parse("192.0.2.0/24"))
    (True, False)
    """
    address = Address.parse(text)
    return address.family == network.family and network.first <= address.host <= network.last


def _samples(table):
    """Return for each column a few of the texts in it, in one line."""
    found = [[] for _heading in table.headings]
    with suppress(FileProblem):
        for _number, cells in table.records():
            for texts, cell in zip(found, cells, strict=False):
                if cell.strip() and len(texts) < SAMPLES:
                    texts.append(cell.strip()[:SAMPLE_LENGTH])
            if all(len(texts) == SAMPLES for texts in found):
                break
    return [" · ".join(texts) for texts in found]
