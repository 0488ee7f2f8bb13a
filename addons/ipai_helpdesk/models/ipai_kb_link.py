# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class IpaiKbLink(models.Model):
    _inherit = "ipai.kb.link"

    feedback_ids = fields.One2many("ipai.kb.feedback", "kb_link_id", readonly=True)
    helped_count = fields.Integer("Helped", compute="_compute_feedback_counts")
    not_helped_count = fields.Integer("Did Not Help", compute="_compute_feedback_counts")

    @api.depends("feedback_ids.helped")
    def _compute_feedback_counts(self):
        for article in self:
            helped = article.feedback_ids.filtered("helped")
            article.helped_count = len(helped)
            article.not_helped_count = len(article.feedback_ids - helped)

    @api.depends("feedback_ids.helped", "feedback_ids.date", "last_reviewed_on")
    def _compute_is_stale(self):
        """An article that did not help is stale until somebody has reviewed it since."""
        result = super()._compute_is_stale()
        for article in self:
            since = article.last_reviewed_on
            article.is_stale = article.is_stale or any(
                not one.helped and (not since or one.date.date() > since)
                for one in article.sudo().feedback_ids
            )
        return result

    def action_helped(self):
        """It helped at the ticket of the context."""
        return self._give_feedback(True)

    def action_not_helped(self):
        """It did not help at the ticket of the context: whoever keeps it is told by its staleness."""
        return self._give_feedback(False)

    def _give_feedback(self, helped):
        self.ensure_one().check_access("read")
        ticket = self.env["helpdesk.ticket"].browse(self.env.context.get("ticket_id")).exists()
        if not ticket:
            raise UserError(self.env._("Say it on a ticket that shows the article."))
        ticket.check_access("read")
        feedback = self.env["ipai.kb.feedback"].sudo()
        mine = [
            ("kb_link_id", "=", self.id),
            ("ticket_id", "=", ticket.id),
            ("user_id", "=", self.env.uid),
        ]
        vals = {"helped": helped, "date": fields.Datetime.now()}
        known = feedback.search(mine)
        if known:
            known.write(vals)
        else:
            feedback.create({name: value for name, _equals, value in mine} | vals)
        return True
