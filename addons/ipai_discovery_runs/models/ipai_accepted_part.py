# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import OperationalError

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.modules import module

from odoo.addons.ipai_asset.attempts import reason_of


class IpaiAcceptedPart(models.Model):
    """Some objects of an accepted run: a snapshot of its own, done as a whole or not at all."""

    _name = "ipai.accepted.part"
    _description = "Part of an Accepted Run"
    _order = "run_id, number"
    _rec_name = "number"

    run_id = fields.Many2one(
        "ipai.accepted.run", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="run_id.company_id", store=True, index=True, precompute=True
    )
    number = fields.Integer("Part", readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        readonly=True,
        default="waiting",
    )
    size = fields.Integer("Objects", readonly=True)
    positions = fields.Json(readonly=True, help="Where its objects stood in the report.")
    objects = fields.Json(
        "Reported", readonly=True, groups="base.group_system", help="Until the part is done."
    )
    results = fields.Json(readonly=True)
    counts = fields.Json(readonly=True)
    snapshot_id = fields.Many2one(
        "ipai.import.run", readonly=True, index="btree_not_null", ondelete="set null"
    )
    error = fields.Text(readonly=True)
    done_on = fields.Datetime("Done", readonly=True)

    def action_open_snapshot(self):
        self.ensure_one()
        return self.snapshot_id._get_records_action(context={})

    def _work(self):
        """Carry the part out with the rights of who reported it; return whether it is settled.

        What somebody else holds at this moment is tried again in a transaction of its own.
        """
        self.ensure_one()
        run = self.run_id
        sources = self.env(user=run.user_id.id, su=False)["ipai.source"].with_context(
            allowed_company_ids=run.company_id.ids, lang=run.user_id.lang
        )
        try:
            with self.env.cr.savepoint():
                answer = sources._take_snapshot(run.source_id.name, self.objects, complete=False)
        except OperationalError:
            if module.current_test:
                raise
            self.env.cr.rollback()
            return False
        except (UserError, AccessError, ValueError) as error:
            self.write({"state": "failed", "error": reason_of(self.env, error)})
            return True
        self.write(
            {
                "state": "done",
                "error": False,
                "objects": False,
                "results": answer["objects"],
                "counts": answer["counts"],
                "snapshot_id": answer["run"],
                "done_on": fields.Datetime.now(),
            }
        )
        return True
