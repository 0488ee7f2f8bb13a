# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ipai_discovery.importing.planning.values import (
    IMPORT_FIELDS,
    current_values,
    shown,
)

from ..moving.carrying import IDENTITIES, Carrying, listed

NOT_COMPARED = frozenset({"mac_addresses", "ip_addresses", "status", "source", "last_seen"})
"""Fields that follow the parts, or say how the record itself stands."""
CHOSEN = frozenset({"kind", "source_id", "target_id", "name", "line_ids", "value_ids"})


class IpaiAssetMerge(models.Model):
    """Two assets that are one machine become one, or one that was two becomes two; and back.

    Both are the same work: what a person chooses goes from one asset to another.
    """

    _name = "ipai.asset.merge"
    _description = "Merge or Split of Assets"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    kind = fields.Selection(
        [("merge", "Merge"), ("split", "Split")], required=True, default="merge"
    )
    source_id = fields.Many2one(
        "ipai.asset",
        "Asset",
        required=True,
        check_company=True,
        index=True,
        ondelete="cascade",
        help="It gives: of a merge the duplicate, of a split the one that is two machines.",
    )
    target_id = fields.Many2one(
        "ipai.asset",
        "Into",
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
        help="It gets: of a merge the one that stays, of a split the one that is made.",
    )
    name = fields.Char("Name of the Other Machine")
    state = fields.Selection(
        [("draft", "To Choose"), ("done", "Done"), ("undone", "Undone")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    line_ids = fields.One2many("ipai.asset.merge.line", "merge_id", "What Hangs on It")
    value_ids = fields.One2many("ipai.asset.merge.value", "merge_id", "Values")
    picture = fields.Json(readonly=True, copy=False, help="What the undo gives back.")
    user_id = fields.Many2one(
        "res.users", "By", readonly=True, copy=False, default=lambda self: self.env.user
    )
    done_on = fields.Datetime("Done", readonly=True, copy=False)
    undone_on = fields.Datetime("Undone", readonly=True, copy=False)
    company_id = fields.Many2one(
        related="source_id.company_id", store=True, index=True, precompute=True
    )

    @api.depends("kind", "source_id", "target_id", "name")
    def _compute_display_name(self):
        for merge in self:
            one, other = merge.source_id.name or "", merge.target_id.name or merge.name or ""
            merge.display_name = (
                self.env._("%(one)s into %(other)s", one=one, other=other)
                if merge.kind == "merge"
                else self.env._("%(other)s out of %(one)s", one=one, other=other)
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_state(vals)
        merges = super().create(vals_list)
        for merge in merges:
            merge._check_assets()
            merge._list()
        return merges

    def write(self, vals):
        self._refuse_state(vals)
        if not self.env.su:
            self._expect("draft")
        return super().write(vals)

    def _refuse_state(self, vals):
        if not self.env.su and set(vals) - CHOSEN:
            raise AccessError(
                self.env._("A merge is moved by its buttons only: Merge, Split, Swap and Undo.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if self.filtered(lambda merge: merge.state == "done"):
            raise UserError(
                self.env._("It says what came from where. Undo it before you delete it.")
            )

    # -- actions -------------------------------------------------------------------------------

    def action_swap(self):
        """Keep the other one of the two."""
        self.ensure_one()
        self._expect("draft")
        if self.kind != "merge":
            raise UserError(self.env._("Only the two assets of a merge are swapped."))
        self.write({"source_id": self.target_id.id, "target_id": self.source_id.id})
        self._list()
        return True

    def action_do(self):
        """Carry it out: what was chosen goes along, the rest stays."""
        self.ensure_one()
        self._expect("draft")
        self._check_assets()
        Carrying(self).carry_out()
        self.sudo().write({"state": "done", "done_on": fields.Datetime.now()})
        self._tell(self.env._("Done: %s", self.display_name))
        return True

    def action_undo(self):
        """Give back what went along, where nobody has changed it since."""
        self.ensure_one()
        self._expect("done")
        kept = Carrying(self).take_back()
        self.sudo().write({"state": "undone", "undone_on": fields.Datetime.now()})
        words = self.env._("Undone: %s", self.display_name)
        if kept:
            words += " " + self.env._("Changed since, and left as it is now: %s.", ", ".join(kept))
        self._tell(words)
        return True

    def action_open_target(self):
        self.ensure_one()
        return self.target_id._get_records_action(context={})

    # -- seams ---------------------------------------------------------------------------------

    def _expect(self, *states):
        if any(merge.state not in states for merge in self):
            raise UserError(self.env._("This is not possible any more. Reload the page."))

    def _check_assets(self):
        """Refuse what cannot be merged or split, and who may not.

        :raises UserError: saying why
        """
        assets = self.source_id | self.target_id
        assets.check_access("write")
        if self.source_id == self.target_id:
            raise UserError(self.env._("An asset cannot be merged with itself. Choose another."))
        if self.kind == "merge" and not self.target_id:
            raise UserError(self.env._("Choose the asset that stays."))
        merged = assets.filtered("merged_into_id")
        if merged:
            raise UserError(
                self.env._(
                    "%(asset)s was merged into %(other)s already. Undo that first.",
                    asset=merged[0].name,
                    other=merged[0].merged_into_id.name,
                )
            )
        if self.kind == "split" and self.state == "draft" and self.target_id:
            raise UserError(self.env._("The other machine of a split is made by it."))

    def _list(self):
        """List what hangs on the asset, and in which fields the two differ."""
        self.ensure_one()
        goes = self.kind == "merge"
        lines = [
            {**line, "sequence": position, "goes": goes and line["movable"]}
            for position, line in enumerate(listed(self.source_id, goes))
        ]
        self.sudo().write(
            {
                "line_ids": [Command.clear(), *map(Command.create, lines)],
                "value_ids": [Command.clear(), *map(Command.create, self._values())],
            }
        )

    def _values(self):
        """Return the values of the lines of the fields in which the two assets differ."""
        mine, others = current_values(self.source_id), current_values(self.target_id)
        found = []
        for name in IMPORT_FIELDS:
            here, there = mine[name], others[name] if self.target_id else None
            if name in NOT_COMPARED or here is None or here == there:
                continue
            if self.kind == "split" and name not in IDENTITIES:
                continue
            found.append(
                {
                    "field": name,
                    "label": self.env["ipai.asset"]._fields[name]._description_string(self.env),
                    "here": shown(self.env, name, here),
                    "there": shown(self.env, name, there),
                    "take": self.kind == "merge" and there is None,
                }
            )
        return found

    def _tell(self, words):
        for asset in (self.source_id | self.target_id).exists():
            asset.message_post(body=words)
