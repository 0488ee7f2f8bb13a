# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging

from odoo import api, models
from odoo.exceptions import UserError

from ..importing import exports

_logger = logging.getLogger(__name__)
WATCHED = ("ipai.credential.ref", "ipai.credential.import.line")
READ = {"quoting": '"', "separator": "", "encoding": "", "has_headers": True}


class BaseImport(models.TransientModel):
    _inherit = "base_import.import"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._refuse_secrets_in_file()
        return records

    def write(self, vals):
        result = super().write(vals)
        if "file" in vals or "res_model" in vals:
            self._refuse_secrets_in_file()
        return result

    def _refuse_secrets_in_file(self):
        """Nothing of a file with secrets is kept: what was written is rolled back with the refusal.

        :raises UserError: for references from a file with a filled column of values.
        """
        for record in self.filtered(lambda one: one.file and one.res_model in WATCHED):
            try:
                rows = record._read_file(dict(READ))[1]
            except Exception:
                # One that cannot be read is not imported either; Odoo says why.
                _logger.info("The file for %s cannot be looked into", record.res_model)
                continue
            if names := exports.filled_columns([list(map(str, row)) for row in rows]):
                raise UserError(
                    self.env._(
                        "Refused, and nothing of it was kept: the file holds values (%s). Take them "
                        "out on your own machine, or use Credentials > Import, which does so in your "
                        "browser.",
                        ", ".join(names),
                    )
                )
