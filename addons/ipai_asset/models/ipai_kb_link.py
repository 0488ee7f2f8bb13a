# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.ipai_base.batches import in_batches

from .. import links

KB_SCHEMES = ("http://", "https://")


class IpaiKbLink(models.Model):
    _name = "ipai.kb.link"
    _description = "Article"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char("Title", required=True, index="trigram", tracking=True)
    kind = fields.Selection(
        [("article", "Article"), ("runbook", "Runbook"), ("sop", "SOP")],
        required=True,
        default="article",
        tracking=True,
    )
    url = fields.Char("Address", tracking=True)
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    summary = fields.Char(help="What one finds there, in one line.")
    owner_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Who keeps it right, and is reminded when a review is due.",
    )
    review_interval = fields.Integer(
        "Review Every", default=180, help="Days between two reviews; 0: never."
    )
    last_reviewed_on = fields.Date(
        readonly=True, tracking=True, copy=False, help="Set by the button Reviewed."
    )
    last_reviewed_by = fields.Many2one("res.users", readonly=True, copy=False)
    next_review_date = fields.Date(
        "Next Review", compute="_compute_next_review_date", store=True, index=True
    )
    is_stale = fields.Boolean(
        "Stale",
        compute="_compute_is_stale",
        store=True,
        help="The review is overdue. Set each night, cleared by a review.",
    )
    asset_ids = fields.Many2many("ipai.asset", string="Assets")
    asset_count = fields.Integer(compute="_compute_asset_count")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)

    @api.constrains("url", "file")
    def _check_source(self):
        for article in self:
            if bool(article.url) == bool(article.file):
                raise ValidationError(
                    self.env._(
                        "Article %(name)s: give either its address or its file.", name=article.name
                    )
                )
            try:
                if article.url and not links.check_url(article.url).startswith(KB_SCHEMES):
                    raise links.LinkError(
                        "an article opens in the browser: use http:// or https://"
                    )
            except links.LinkError as error:
                raise ValidationError(
                    self.env._("Article %(name)s: %(reason)s", name=article.name, reason=error)
                ) from error

    @api.constrains("review_interval")
    def _check_review_interval(self):
        for article in self:
            if not 0 <= article.review_interval <= 3650:
                raise ValidationError(
                    self.env._(
                        "Article %(name)s: review every 1 to 3650 days, or 0 for never.",
                        name=article.name,
                    )
                )

    @api.constrains("asset_ids", "company_id")
    def _check_assets_company(self):
        for article in self:
            foreign = article.sudo().asset_ids.filtered(
                lambda asset, article=article: asset.company_id != article.company_id
            )
            if foreign:
                raise ValidationError(
                    self.env._(
                        "Article %(name)s belongs to %(company)s and cannot be tied to an asset "
                        "of another company.",
                        name=article.name,
                        company=article.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_reviewer(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_reviewer(vals)
        return super().write(vals)

    def _refuse_reviewer(self, vals):
        """:raises AccessError: for a review in the name of another, or of nobody who pressed the button."""
        if vals.get("last_reviewed_by") and not self.env.su:
            raise AccessError(
                self.env._(
                    "Who reviewed it is kept by the button Reviewed: press it in your own name."
                )
            )

    @api.depends("review_interval", "last_reviewed_on")
    def _compute_next_review_date(self):
        for article in self:
            since = article.last_reviewed_on or fields.Date.to_date(article.create_date)
            since = since or fields.Date.context_today(self)
            days = article.review_interval
            article.next_review_date = since + relativedelta(days=days) if days > 0 else False

    @api.depends("next_review_date")
    def _compute_is_stale(self):
        today = fields.Date.context_today(self)
        for article in self:
            due = article.next_review_date
            article.is_stale = bool(due and due < today)

    @api.depends("asset_ids")
    def _compute_asset_count(self):
        for article in self:
            article.asset_count = len(article.asset_ids)

    def action_reviewed(self):
        """Read and still right: the next review is counted from today."""
        self.check_access("write")
        # Narrow: two values of our own, and who reviews may write.
        self.sudo().write(
            {
                "last_reviewed_on": fields.Date.context_today(self),
                "last_reviewed_by": self.env.uid,
            }
        )
        self.activity_unlink(["ipai_asset.mail_activity_type_expiry"])
        for article in self:
            article.message_post(body=self.env._("Reviewed: still right."))
        return True

    def action_open(self):
        self.ensure_one()
        url = self.url or f"/web/content/{self._name}/{self.id}/file?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}

    def _runbook_url(self):
        """Where the first runbook of these articles opens, "" without any."""
        runbook = self.filtered(lambda article: article.kind == "runbook").sorted("name")[:1]
        if runbook.url or not runbook:
            return runbook.url or ""
        return f"{self.get_base_url()}/web/content/{self._name}/{runbook.id}/file?download=true"

    def action_view_assets(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_asset.ipai_asset_action")
        action["domain"] = [("kb_link_ids", "in", self.ids)]
        action["context"] = {"default_kb_link_ids": self.ids}
        return action

    @api.model
    def _cron_mark_stale(self):
        """Mark the articles whose review date has passed: no field of theirs changed, the day did."""
        today = fields.Date.context_today(self)
        in_batches(
            self,
            [("is_stale", "=", False), ("next_review_date", "<", today)],
            lambda overdue: overdue._mark_stale(),
            light=True,
        )

    def _mark_stale(self):
        self.env.add_to_compute(self._fields["is_stale"], self)
        self.flush_recordset(["is_stale"])
