# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What one series alone understands is found, and what both understand is left alone."""

import pytest

from setup.series_lint import findings

WRONG = {
    "constraint.py": "_sql_constraints = [('a', 'UNIQUE(a)', 'taken')]",
    "index.py": "from odoo import models\nx = models.UniqueIndex('(a)')",
    "domain.py": "from odoo.fields import Domain",
    "domain_attribute.py": "from odoo import fields\nfields.Domain('a', '=', 1)",
    "expression.py": "from odoo.osv import expression",
    "expression_module.py": "from odoo.osv.expression import AND",
    "registry.py": "from odoo import registry",
    "read_group.py": "self.read_group([], ['a'], ['b'])",
    "route.py": "@http.route('/a', type='jsonrpc', auth='user')\ndef a(self): pass",
    "groups.py": "user.write({'groups_id': []})",
    "groups_keyword.py": "new_test_user(env, 'a', group_ids=[1])",
    "cron.py": "self.env['ir.cron']._commit_progress(1)",
    "unit.py": "line.product_uom",
    "aggregate.py": "x = fields.Float(group_operator='avg')",
    "access.py": "self.check_access_rights('write')",
    "syntax.py": "def (",
    "__manifest__.py": "{'version': '18.0.1.0.0'}",
    "tree.xml": "<odoo><tree/></odoo>",
    "mode.xml": "<odoo><field name='view_mode'>tree,form</field></odoo>",
    "kanban.xml": "<odoo><t t-name='kanban-box'/></odoo>",
    "chatter.xml": "<odoo><div class='x oe_chatter'/></odoo>",
    "cron.xml": "<odoo><record model='ir.cron'><field name='numbercall'>-1</field></record></odoo>",
    "category.xml": "<odoo><record model='res.groups'><field name='category_id' ref='a'/></record></odoo>",
    "users.xml": "<odoo><record model='res.groups'><field name='users' eval='[]'/></record></odoo>",
    "action.xml": "<odoo><record model='ir.actions.report'><field name='groups_id'/></record></odoo>",
    "attrs.xml": "<odoo><field name='a' attrs='{}'/></odoo>",
    "search.xml": "<odoo><search><group expand='0'/></search></odoo>",
    "asset.xml": "<odoo><asset id='a'/></odoo>",
    "broken.xml": "<odoo>",
    "service.js": 'this.user = useService("user");',
    "tour.js": "steps: () => [stepUtils.showAppsMenuItem()],",
}
RIGHT = {
    "compat.py": "_sql_constraints = []\nmodels.UniqueIndex",
    "comment.py": "# _sql_constraints\nx = 'why groups_id is not written'",
    "read_group.py": "self._read_group([], ['a'], ['__count'])",
    "route.py": "@http.route('/a', type='http', auth='user')\ndef a(self): pass",
    "__manifest__.py": "{'version': '1.0.0'}",
    "comment.xml": "<odoo><!-- <tree/> is gone --><list/></odoo>",
    "mode.xml": "<odoo><field name='view_mode'>list,form</field></odoo>",
    "search.xml": "<odoo><search><group name='by'/></search><form><group string='A'/></form></odoo>",
    "category.xml": "<odoo><record model='ipai.article'><field name='category_id'/></record></odoo>",
    "service.js": 'this.orm = useService("orm");',
}


def found(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return list(findings(path))


@pytest.mark.parametrize("name", WRONG)
def test_what_one_series_refuses_is_found(tmp_path, name):
    assert found(tmp_path, name, WRONG[name])


@pytest.mark.parametrize("name", RIGHT)
def test_what_both_series_take_is_left_alone(tmp_path, name):
    assert found(tmp_path, name, RIGHT[name]) == []
