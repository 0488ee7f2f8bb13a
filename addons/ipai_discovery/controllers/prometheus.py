# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from odoo.addons.ipai_base.http.routing import api_route

from .. import prometheus


class Prometheus(http.Controller):
    @api_route(
        "/ipai/prometheus/sd",
        "GET",
        "What Prometheus is to scrape (HTTP service discovery)",
        scope="monitoring",
        query=prometheus.Choice,
        answer=prometheus.TargetGroups,
        refuses=("not-found",),
    )
    def discover(self, query):
        # The scope opens this list of the key's company and nothing else: a bot without any group will do.
        return request.env["ipai.asset"].sudo()._prometheus_groups(query.port, query.service)
