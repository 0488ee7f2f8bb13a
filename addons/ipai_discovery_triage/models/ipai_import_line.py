# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_discovery.importing.planning import plan
from odoo.addons.ipai_discovery.importing.planning.preview import Preview
from odoo.addons.ipai_discovery.importing.planning.references import key

DECIDED = {
    "decided_name": "name",
    "decided_type_id": "type_id",
    "decided_customer_id": "customer_id",
    "decided_site_id": "site_id",
}
"""What a person says of a row, to the field of the asset."""


class IpaiImportLine(models.Model):
    """A row of which a person says what it is, one by one or many at once, before it is applied."""

    _inherit = "ipai.import.line"

    decided_name = fields.Char("Name", help="As it is to be called.")
    decided_type_id = fields.Many2one(
        "ipai.asset.type", "Type", index="btree_not_null", ondelete="set null"
    )
    decided_customer_id = fields.Many2one(
        "res.partner",
        "Customer",
        domain=[("is_company", "=", True)],
        index="btree_not_null",
        ondelete="set null",
    )
    decided_site_id = fields.Many2one(
        "ipai.site", "Site", index="btree_not_null", ondelete="set null"
    )

    def _for_hands(self):
        return super()._for_hands() | DECIDED.keys()

    def write(self, vals):
        if self.env.su or not vals.keys() & DECIDED.keys():
            return super().write(vals)
        closed = self.filtered(lambda line: line.run_state != "previewed")
        if closed:
            raise UserError(
                self.env._("What a row is can be said while the preview stands, not after.")
            )
        result = super().write(vals)
        for run, lines in self.grouped("run_id").items():
            lines._check_decided(run)
            lines._plan_decided(run, vals.keys())
        return result

    def _check_decided(self, run):
        """Refuse a customer or a site of another company."""
        for record in (*self.decided_customer_id, *self.decided_site_id):
            if record.company_id and record.company_id != run.company_id:
                raise UserError(
                    self.env._(
                        "%(record)s is of another company than the import. Choose another.",
                        record=record.display_name,
                    )
                )

    def _plan_decided(self, run, names):
        """Say anew what the rows would do, and remember what a person said of them."""
        lines = self.sudo()
        for line in lines:
            observed = dict(line.observed or {})
            observed["decided"] = line._decided()
            line.observed = observed
        # What could not be read, or is asked, is not settled by what a person says besides.
        open_lines = lines.filtered(lambda line: not line.observed.get("problems"))
        if "decided_customer_id" in names:
            open_lines = open_lines._match_again(run)
        else:
            open_lines = open_lines.filtered(lambda line: line.action != plan.CONFLICT)
        open_lines.write({"state": "matched", "action": False, "reason": False})
        run._plan_again(open_lines)
        run._remember_decisions(lines)

    def _decided(self):
        """Return {field: value} of what a person said of the row."""
        self.ensure_one()
        found = {}
        for name, field in DECIDED.items():
            value = self[name]
            if value:
                found[field] = value if isinstance(value, str) else value.id
        return found

    def _match_again(self, run):
        """Look anew for the assets of rows whose customer was said; return those of which nothing is asked."""
        preview, settled = Preview(run), self.browse()
        rows = [preview._row(line) for line in self]
        for line, (_row, match) in zip(self, preview.match(rows), strict=True):
            asked = match.conflict or (match.twin is not None and line.reason)
            line.write(
                {
                    "asset_id": match.asset if not asked else False,
                    "candidate_ids": [Command.set(match.candidates)],
                    "subject": match.subject,
                }
            )
            if not asked:
                settled |= line
                continue
            line.write(
                {
                    "action": plan.CONFLICT,
                    "state": "planned",
                    "reason": asked,
                    "changes": False,
                    "changes_text": False,
                }
            )
        return settled

    def _texts_of(self):
        """Return {field: word in the file} of the columns that name a record."""
        values = (self.observed or {}).get("values") or {}
        fields_ = set(DECIDED.values()) - {"name"}
        return {name: key(values[name]) for name in fields_ if values.get(name)}

    def _is_open(self):
        """Whether a person may still say what it is."""
        return self.action in (plan.CREATE, plan.UPDATE, plan.SEEN, plan.ERROR, False)
