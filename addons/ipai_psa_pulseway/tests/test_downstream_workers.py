# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import os
import threading
import time
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, common, tagged

from ..models import ipai_pulseway_downstream as downstream
from .server import TOKEN, Server


@tagged("post_install", "-at_install")
class TestTwoWorkers(BaseCase):
    """Two workers with connections of their own: what they do is committed, and taken away at the end."""

    def prepared(self):
        """(registry, (account, partner), server) with one customer that is to be brought there."""
        server = Server()
        self.addCleanup(server.close)
        environ = {"IPAI_SECRET_PW_ID": TOKEN[0], "IPAI_SECRET_PW_SECRET": TOKEN[1]}
        self.startPatcher(patch.dict(os.environ, environ))
        registry = Registry(common.get_db_name())
        # The runner of the tests holds the lock, which the workers would wait for.
        self.startPatcher(patch.object(Registry, "_lock", DummyRLock()))
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"ipai_pulseway_in_test": True})
            account = env["ipai.pulseway.account"].create(
                {"name": "Two workers", "base_url": server.url, "credential_source": "env", "rate": 50, "burst": 100,
                 "token_id_name": "IPAI_SECRET_PW_ID", "token_secret_name": "IPAI_SECRET_PW_SECRET", "downstream": "all"}
            )  # fmt: skip
            partner = env["res.partner"].create({"name": "Two Workers Pulse", "is_company": True})
            ids = account.id, partner.id
        self.addCleanup(self.take_away, registry, *ids)
        return registry, ids, server

    def test_two_workers_at_once_make_one_organization(self):
        registry, ids, server = self.prepared()
        started = threading.Barrier(2, timeout=30)
        server.pulseway.before_page = lambda _path, _skip: time.sleep(0.2)
        problems = []

        def work(renames):
            try:
                with registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {"ipai_pulseway_in_test": True})
                    account = env["ipai.pulseway.account"].browse(ids[0])
                    account.mapped("name")
                    started.wait()
                    if renames:
                        with registry.cursor() as other:
                            one = api.Environment(
                                other, SUPERUSER_ID, {"ipai_pulseway_in_test": True}
                            )
                            one["res.partner"].browse(ids[1]).name = "Renamed Workers Pulse"
                    for _turn in range(6):
                        account._push_some()
                        _commit(env)
                        time.sleep(0.2)
            except Exception as problem:
                problems.append(problem)

        workers = [threading.Thread(target=work, args=(number == 1,)) for number in range(2)]
        with patch.object(downstream, "cron_progress", _commit):
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join(120)
        if problems:
            raise problems[0]
        self.assertEqual(
            [row["Name"] for row in server.pulseway.organizations.values()],
            ["Renamed Workers Pulse"],
        )
        posts = [call[1] for call in server.pulseway.calls if call[0] == "POST"]
        self.assertEqual(sorted(posts), ["groups", "organizations", "sites"])

    def test_who_comes_later_sees_what_the_first_has_done(self):
        """Its transaction may have begun before."""
        registry, ids, server = self.prepared()
        first, second = registry.cursor(), registry.cursor()
        self.addCleanup(first.close)
        self.addCleanup(second.close)
        accounts = [
            api.Environment(cr, SUPERUSER_ID, {})["ipai.pulseway.account"].browse(ids[0])
            for cr in (first, second)
        ]
        for account in accounts:
            self.assertEqual(account.env["ipai.pulseway.task"].search_count([("account_id", "=", ids[0])]), 1)  # fmt: skip
        with patch.object(downstream, "cron_progress", _commit):
            for account in accounts:
                account._push_some()
                _commit(account.env)
        posts = [call for call in server.pulseway.calls if call[0] == "POST"]
        self.assertEqual(len(posts), 3)
        self.assertEqual(len({str(call[:2]) for call in server.pulseway.calls}), 4, "read once")

    def take_away(self, registry, account_id, partner_id):
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            account = env["ipai.pulseway.account"].browse(account_id)
            source, inventory, rule = account.source_id, account.inventory_id, account.rule_id
            env["ipai.pulseway.client"].search([("account_id", "=", account_id)]).unlink()
            account.unlink()
            (rule | rule.browse()).unlink()
            source.unlink()
            inventory.unlink()
            env["res.partner"].browse(partner_id).unlink()


def _commit(env, *_counts):
    """As outside a test."""
    env.cr.commit()
