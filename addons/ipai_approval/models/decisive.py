# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import SUPERUSER_ID, api, models

from odoo.addons.ipai_base import audit

from .. import second

LENGTH = 80


class IpaiDecisive(models.AbstractModel):
    """What decides who decides, or whether: who changes it is seen by the others who could.

    The audit has the values from before and after; the other managers of the company are told at once. Where
    there is another, it takes effect when one of them has confirmed it.
    """

    _name = "ipai.decisive"
    _description = "Rule of Decisions"

    _decisive_eases = True  # A new one may make decisions easier; what only forbids is made by one.

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_decisive("create", ()):
            return super().create(vals_list)
        if self._decisive_eases:
            act = super().create
            second.ask(
                self,
                "create",
                vals_list,
                lambda: act(vals_list),
                lambda made: "; ".join(made.mapped("display_name")),
            )
        records = super().create(vals_list)
        for record, vals in zip(records, vals_list, strict=True):
            names = [name for name in vals if name in record._fields]
            record._decisive_changed("create", record._decisive_words({}, names))
        return records

    def write(self, vals):
        if not self._is_decisive("write", vals):
            return super().write(vals)
        before = {record: record._decisive_values(vals) for record in self}

        def words_of(records):
            told = (record._decisive_words(before[record], vals) for record in records)
            return "; ".join(filter(None, told))

        act = super().write
        second.ask(self, "write", [vals], lambda: act(vals), words_of)
        result = super().write(vals)
        for record in self:
            if words := record._decisive_words(before[record], vals):
                record._decisive_changed("write", words)
        return result

    def unlink(self):
        if not self._is_decisive("unlink", ()):
            return super().unlink()
        names = "; ".join(self.mapped("display_name"))
        act = super().unlink
        second.ask(self, "unlink", [], act, lambda _gone: names)
        for record in self:
            record._decisive_changed("unlink", record.display_name)
        return super().unlink()

    def _is_decisive(self, verb, vals):
        """Whether doing this changes what decides: a seam for models that are more than rules."""
        return True

    def _decisive_companies(self):
        companies = self.env["res.company"].browse()
        for record in self.sudo():
            companies |= record._decisive_company()
        return companies

    def _decisive_name(self):
        """What the audit calls it."""
        return self._name

    def _decisive_company(self):
        """The company whose managers are told; empty: of all."""
        return self.company_id

    def _decisive_values(self, names):
        """Field name → what a person reads there."""
        self.ensure_one()
        values = {}
        for name in names:
            if name in self._fields:
                field, value = self._fields[name], self.sudo()[name]
                shown = ", ".join(value.mapped("display_name")) if field.relational else value
                values[name] = "" if shown is False and field.type != "boolean" else str(shown)
        return values

    def _decisive_words(self, before, names):
        """As in: mode: human → self; without what stayed as it was."""
        after = self._decisive_values(names)
        return "; ".join(
            f"{name}: {before.get(name, '')[:LENGTH]} → {after[name][:LENGTH]}"
            for name in sorted(after)
            if before.get(name, "") != after[name]
        )

    def _decisive_changed(self, verb, words):
        audit.done(self, f"{self._decisive_name()}.{verb}", field_names=words)
        tell_managers(self, self.sudo()._decisive_company(), words)


def tell_managers(rule, company, words):
    """Let the other managers of a company, or of all when there is none, know at once what was changed."""
    env = rule.env
    others = second.other_managers(env, company)
    # Not an installation: its data were not changed by anybody.
    if others and env.uid != SUPERUSER_ID:
        # Narrow: to managers of the company alone, of what was just changed.
        env["mail.thread"].sudo().message_notify(
            partner_ids=others.partner_id.ids,
            author_id=env.user.partner_id.id,
            subject=env._("A rule of decisions was changed: %s", rule.display_name),
            body=words,
        )
