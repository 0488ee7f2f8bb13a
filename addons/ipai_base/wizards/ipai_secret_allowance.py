# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .. import audit


class IpaiSecretAllowance(models.TransientModel):
    """A manager says that a text which is refused holds no secret, before it can be saved.

    The text itself is never kept: as it arrives, the keyed hash of what matched is made of it.
    """

    _name = "ipai.secret.allowance"
    _description = "Text without a Secret"

    res_model = fields.Selection("_selection_models", "Model", required=True)
    field_name = fields.Char(
        "Field", required=True, help="Its name as the refusal tells it in brackets, as in notes."
    )
    res_id = fields.Integer(
        "Record (ID)",
        help="0: the next record that is made with this text. It counts for that one.",
    )
    text = fields.Text(
        compute="_compute_text",
        inverse="_inverse_text",
        help="The text that is refused, as it is to be saved. It is not kept.",
    )

    @api.model
    def _selection_models(self):
        scan = self.env["ipai.secret.scan"]
        return sorted(
            (
                (name, model._description)
                for name, model in self.env.registry.items()
                if scan._is_watched(name) and model._auto and not model._abstract
            ),
            key=lambda pair: pair[1],
        )

    def _compute_text(self):
        self.text = False

    def _inverse_text(self):
        """Remember what matched as a false alarm.

        :raises AccessError: for who is no manager.
        :raises ValidationError: for a text that nobody refuses.
        """
        if not self.env.user.has_group("ipai_base.group_manager"):
            raise AccessError(self.env._("Ask a manager of the IT operations to do that."))
        scan, pardons = self.env["ipai.secret.scan"], self.env["ipai.secret.pardon"].sudo()
        for one in self:
            model, name = one.res_model, one.field_name
            if name not in self.env[model]._fields:
                raise ValidationError(
                    self.env._("%(model)s has no field %(name)s.", model=model, name=name)
                )
            digests = set().union(*scan._digests(model, one.res_id, name, one.text or "").values())
            if not digests:
                raise ValidationError(self.env._("This text holds no secret: it can be saved."))
            place = {"res_model": model, "res_id": one.res_id, "field_name": name}
            known = pardons.search([(key, "=", value) for key, value in place.items()])
            pardons.create(
                [{**place, "digest": digest} for digest in digests - set(known.mapped("digest"))]
            )
            audit.done(one, "secret.allowed", field_names=f"{model}.{name}")
