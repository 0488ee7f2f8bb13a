# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import contextlib

import psycopg2
from psycopg2 import errorcodes

from odoo import api, models, tools
from odoo.exceptions import UserError

from .base import OURS

NAMED = 5
IN_USE = (errorcodes.RESTRICT_VIOLATION, errorcodes.FOREIGN_KEY_VIOLATION)


class Base(models.AbstractModel):
    """*What is in use is not deleted, and who asks is told what uses it.*

    Of records of the suite, and of others that records of the suite lead to and would be lost without:
    PostgreSQL only says that some row of some table is in the way.
    """

    _inherit = "base"

    def unlink(self):
        if not self or not self._kept_by():
            return super().unlink()
        self.env.flush_all()
        with self._told_in_use():
            return super().unlink()

    @contextlib.contextmanager
    def _told_in_use(self):
        """A savepoint to go back to when the database refuses.

        What a refusal of ours put into the audit stays, whatever becomes of the transaction.
        """
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            yield
        except psycopg2.Error as error:
            savepoint.close(rollback=True)
            self.env.cr.clear()
            self._explain(error)
            raise
        except Exception:
            savepoint.close(rollback=False)
            raise
        savepoint.close(rollback=False)

    def _explain(self, error):
        """What the database refuses is said in words; where nothing is found, as it says it."""
        if error.pgcode in IN_USE:
            self._tell_in_use(error.diag.constraint_name or "")

    @api.model
    @tools.ormcache()
    def _kept_by(self):
        """(model, field) of what keeps a record of this model from being deleted."""
        return tuple(
            sorted(
                (name, field.name)
                for name, model in self.pool.items()
                if model._auto and not model._abstract and not model._transient
                for field in model._fields.values()
                if field.type == "many2one"
                and field.store
                and field.comodel_name == self._name
                and field.ondelete == "restrict"
                and (name.startswith(OURS) or self._name.startswith(OURS))
            )
        )

    def _tell_in_use(self, reason):
        """:raises UserError: that names the record, and what uses it.

        :param reason: the foreign key that refused, looked at first.
        """
        places = sorted(
            self._kept_by(),
            key=lambda place: reason != f"{self.env[place[0]]._table}_{place[1]}_fkey",
        )
        for model, name in places:
            users = self.env[model].sudo().with_context(active_test=False)
            found = users.search([(name, "in", self.ids)], limit=100 * NAMED)
            if not found:
                continue
            used = self.browse(found[0][name].id)
            found = found.grouped(name)[found[0][name]]
            raise UserError(
                self.env._(
                    "%(record)s cannot be deleted: it is “%(field)s” of %(users)s (%(model)s). Give "
                    "them another one first, or archive it where that is possible.",
                    record=used.sudo().display_name,
                    field=found._fields[name]._description_string(self.env),
                    users=self._named_users(found),
                    model=self.env["ir.model"]._get(model).name,
                )
            )

    @api.model
    def _named_users(self, users):
        """Their names as far as the user may see them, and how many there are besides."""
        seen = users.sudo(False)._filtered_access("read")[:NAMED]
        names = seen.sudo().mapped("display_name")
        more = len(users) - len(names)
        if more:
            names.append(self.env._("%s more", more) if names else self.env._("%s records", more))
        return ", ".join(names)
