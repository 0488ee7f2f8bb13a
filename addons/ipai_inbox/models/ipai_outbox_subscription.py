# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import ast

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_base.compat import UniqueIndex
from odoo.addons.ipai_base.remembered import Remembered

ALL = "*"


class IpaiOutboxSubscription(Remembered, models.Model):
    """A kind of event that a target is told of, and of which records."""

    _name = "ipai.outbox.subscription"
    _description = "Events of a Target"
    _order = "topic"
    _rec_name = "topic"

    target_id = fields.Many2one("ipai.outbox.target", required=True, index=True, ondelete="cascade")
    topic = fields.Selection("_selection_topic", required=True)
    domain = fields.Char("Only of Records", default="[]", help="Empty: of all of its company.")
    model_name = fields.Char(compute="_compute_model_name")

    _topic_uniq = UniqueIndex("(target_id, topic)", "The target is told of this already.")

    @api.model
    def _selection_topic(self):
        return [(ALL, self.env._("Everything")), *((topic, topic) for topic in self._topics())]

    @api.model
    def _topics(self):
        """``{topic: name of the model}`` of what installed rooms announce."""
        found = {
            topic: name for name, model in self.env.registry.items() for topic in model._announced
        }
        return dict(sorted(found.items()))

    @api.depends("topic")
    def _compute_model_name(self):
        topics = self._topics()
        for one in self:
            one.model_name = topics.get(one.topic, False)

    @api.constrains("topic", "domain")
    def _check_domain(self):
        for one in self:
            try:
                domain = ast.literal_eval(one.domain or "[]")
                if not isinstance(domain, list):
                    raise ValueError(self.env._("it is no list"))
                if domain and one.topic == ALL:
                    raise ValueError(self.env._("of everything there is no common field"))
                if domain:
                    self.env[one.model_name].search_count(domain, limit=1)
            except Exception as error:
                raise ValidationError(
                    self.env._(
                        "%(topic)s: its filter cannot be used (%(error)s). Choose fields and plain values.",
                        topic=one.topic,
                        error=error,
                    )
                ) from error
