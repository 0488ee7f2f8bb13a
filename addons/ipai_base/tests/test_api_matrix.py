# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every route of ours, those of other addons as well, against every way not to be let in."""

import datetime

from odoo import Command, fields

from ..compat import generate_api_key
from ..http import openapi
from .api_common import ApiCase

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW")


class TestApiMatrix(ApiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.routes = list(openapi.operations(cls.env["ir.http"].routing_map()))
        cls.key.write(dict.fromkeys(("read_limit", "write_limit", "execute_limit"), 10**6))
        cls.key.scope_ids = [Command.set(cls.env["ipai.api.scope"].search([]).ids)]

    def call(self, method, path, *arguments, **options):
        """As one of many callers: wrong keys of the calls before count for another address."""
        self.env.cr.execute("DELETE FROM ipai_api_counter")
        return super().call(method, path, *arguments, **options)

    def paths(self):
        """Yield (path with its arguments filled in, {method: Operation})."""
        found = {}
        for path, arguments, method, operation in self.routes:
            for name, kind in arguments:
                path = path.replace(f"{{{name}}}", "none" if kind == "string" else "2147483000")
            found.setdefault(path, {})[method] = operation
        yield from found.items()

    def assert_each(self, status, code, secret=None, scoped=False):
        """Each route that asks for a key, or for a scope, refuses the call in this way and says so."""
        documented = openapi.document(self.routes)["paths"]
        for path, operations in self.paths():
            for method, operation in operations.items():
                if operation.open or scoped and not operation.scope:
                    continue
                with self.subTest(path=path, method=method):
                    answer = self.call(method, path, secret=secret)
                    self.assert_problem(answer, status, code)
        for methods in documented.values():
            for operation in methods.values():
                if operation["security"] and (not scoped or operation.get("x-ipai-scope")):
                    self.assertIn(str(status), operation["responses"])

    def test_the_routes_of_all_installed_addons_are_here(self):
        paths = {path for path, _operations in self.paths()}
        self.assertLessEqual({"/ipai/status", "/ipai/ping", "/ipai/test/scoped"}, paths)

    def test_no_key(self):
        self.assert_each(401, "key-missing", secret="")

    def test_a_key_that_is_not_ours(self):
        self.assert_each(401, "key-unknown", secret="0" * 40)
        self.assert_each(401, "key-unknown", secret="nonsense")
        self.assert_each(401, "key-unknown", secret=generate_api_key(self.bot, "global", None))

    def test_an_expired_key(self):
        self.key.expiration_date = fields.Datetime.now() - datetime.timedelta(seconds=1)
        self.assert_each(401, "key-expired")

    def test_a_revoked_key(self):
        self.key.action_revoke()
        self.assert_each(401, "key-unknown")

    def test_the_key_of_a_user_who_left(self):
        self.bot.active = False
        self.assert_each(401, "key-unknown")

    def test_the_key_of_a_user_who_left_its_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.bot.write({"company_id": other.id, "company_ids": [Command.set(other.ids)]})
        self.assert_each(403, "access-denied")

    def test_an_address_that_is_not_the_keys(self):
        self.key.ip_ranges = "192.0.2.0/24"
        self.assert_each(403, "address-refused")

    def test_a_key_without_the_scope(self):
        self.key.scope_ids = [Command.clear()]
        self.assert_each(403, "scope-missing", scoped=True)

    def test_a_scope_that_is_switched_off(self):
        self.key.scope_ids.enabled = False
        self.assert_each(503, "scope-off", scoped=True)

    def test_every_other_verb_is_refused_with_those_that_are_taken(self):
        for path, operations in self.paths():
            for verb in VERBS:
                if verb in operations or (verb == "HEAD" and "GET" in operations):
                    continue
                for secret in (self.secret, ""):
                    with self.subTest(path=path, verb=verb, key=bool(secret)):
                        answer = self.call(verb, path, secret=secret)
                        self.assertEqual(answer[0], 405)
                        self.assertEqual(set(answer[2]["Allow"].split(", ")), set(operations))
                        if verb != "HEAD":
                            self.assert_problem(answer, 405, "method-not-allowed")

    def test_every_address_below_is_json_too(self):
        for path, _operations in self.paths():
            for verb in ("GET", "POST", "DELETE", "BREW"):
                for below in ("/none/of/it", "/%00", "/%ff", "/..%2f..", "/;x"):
                    with self.subTest(path=path + below, verb=verb):
                        answer = self.call(verb, path + below)
                        # One that takes arguments may know the address, not what it names.
                        self.assertIn(answer[0], (400, 404, 405))
                        self.assertEqual(answer[2]["Content-Type"], "application/problem+json")

    def test_parameters_that_no_schema_names_and_the_database_cannot_hold(self):
        for path, operations in self.paths():
            for method in operations:
                for query in ("surplus=1", "a=1&a=2", "%00=1", "service=%00"):
                    with self.subTest(path=path, method=method, query=query):
                        answer = self.call(method, f"{path}?{query}")
                        self.assert_problem(answer, 400, "invalid-parameters")
