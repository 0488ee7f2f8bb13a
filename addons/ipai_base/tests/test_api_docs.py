# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re
import shlex
from urllib.parse import parse_qsl, urlsplit

from ..http import openapi
from .api_common import ApiCase


class TestApiDocs(ApiCase):
    def document(self):
        status, made, _headers = self.call("GET", "/ipai/openapi.json", secret="")
        self.assertEqual(status, 200)
        return made

    def test_each_route_is_documented_and_nothing_else(self):
        made = self.document()
        routed = {
            (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
            for rule in self.env["ir.http"].routing_map().iter_rules()
            if rule.endpoint.routing["type"] == "ipai_api" and "ipai" in rule.endpoint.routing
            for method in rule.endpoint.routing["methods"]
        }
        documented = {(path, method) for path in made["paths"] for method in made["paths"][path]}
        self.assertEqual(routed, documented)
        self.assertIn(("/ipai/test/scoped", "get"), documented)

    def test_no_caller_writes_an_address_into_it(self):
        answer = self.opener.get(
            self.base_url() + "/ipai/openapi.json", headers={"Host": "evil.example"}
        )
        self.assertNotIn("evil.example", answer.text)
        page = self.opener.get(self.base_url() + "/ipai/docs", headers={"Host": "evil.example"})
        self.assertNotIn("evil.example", page.text)

    def test_the_document_holds_together(self):
        made = self.document()
        self.assertEqual(made["openapi"], "3.1.0")
        for reference in re.findall(r"'\$ref': '#/components/schemas/(\w+)'", str(made)):
            self.assertIn(reference, made["components"]["schemas"])
        ping = made["paths"]["/ipai/ping"]["post"]
        self.assertFalse(made["components"]["schemas"]["Ping"]["additionalProperties"])
        self.assertEqual(
            set(ping["responses"]),
            {"200", "400", "401", "403", "409", "413", "415", "422", "429", "500"},
        )
        self.assertIn("503", made["paths"]["/ipai/test/scoped"]["get"]["responses"])

    def test_each_parameter_and_each_property_has_a_meaning(self):
        made = self.document()
        without = [
            f"{method} {path}: {parameter['name']}"
            for path, methods in made["paths"].items()
            if not path.startswith("/ipai/test/")
            for method, operation in methods.items()
            for parameter in operation.get("parameters", [])
            if not parameter.get("description")
        ]
        tried = {"Word"}  # of the routes of these tests
        without += [
            f"{name}.{field}"
            for name, schema in made["components"]["schemas"].items()
            if name not in tried
            for field, inner in schema.get("properties", {}).items()
            if not inner.get("description")
        ]
        self.assertEqual(without, [])

    def test_the_page_has_contents_and_says_what_is_allowed(self):
        made, page = self.document(), self.url_open("/ipai/docs").text
        for methods in made["paths"].values():
            for operation in methods.values():
                with self.subTest(operation["operationId"]):
                    self.assertIn(f'href="#{operation["operationId"]}"', page)
                    self.assertIn(f'id="{operation["operationId"]}"', page)
        for methods in made["paths"].values():
            for operation in methods.values():
                for parameter in operation.get("parameters", []):
                    for value in parameter["schema"].get("enum", []):
                        self.assertIn(str(value), page)

    def test_each_sample_fits_its_schema_as_it_stands(self):
        routes = {
            (path, method): operation
            for path, _arguments, method, operation in openapi.operations(
                self.env["ir.http"].routing_map()
            )
        }
        made = {**self.document(), "servers": [{"url": self.base_url()}]}
        tried = 0
        for shown in openapi.pages(made):
            operation = routes[shown["path"], shown["method"]]
            words = shlex.split(shown["curl"])
            with self.subTest(shown["curl"]):
                if operation.body:
                    operation.body.model_validate_json(words[words.index("-d") + 1])
                    tried += 1
                asked = dict(parse_qsl(urlsplit(words[-1]).query))
                if operation.query:
                    operation.query.model_validate_strings(asked)
        self.assertTrue(tried)

    def test_the_page_shows_each_call_with_a_line_that_works(self):
        page = self.url_open("/ipai/docs")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Try a key without effect", page.text)
        line = re.search(r"<pre>(curl -sS -X POST.*/ipai/ping)</pre>", page.text)[1]
        line = line.replace("&#39;", "'").replace("&#34;", '"').replace("&quot;", '"')
        words = shlex.split(line)
        body = words[words.index("-d") + 1]
        self.assertEqual(self.call("POST", "/ipai/ping", body.encode())[0], 200)

    def test_each_refusal_leads_to_its_place_on_the_page(self):
        answer = self.url_open("/ipai/status")
        page, _sign, anchor = answer.json()["type"].partition("#")
        self.assertEqual(answer.json()["code"], "key-missing")
        self.assertEqual(page, "/ipai/docs")
        found = self.url_open(page).text
        self.assertIn(f'id="{anchor}"', found)
        for code, _status, _title in openapi.refusals():
            self.assertIn(f'id="problem-{code}"', found)

    def test_the_page_shows_what_is_inside_the_objects_of_a_body_and_of_an_answer(self):
        made = {**self.document(), "servers": [{"url": ""}]}
        shown = {one["id"]: one for one in openapi.pages(made)}
        self.assertTrue(all(one["answer"] for one in shown.values() if one["path"] == "/ipai/ping"))
        page = self.url_open("/ipai/docs").text
        inside = [
            row["name"]
            for one in shown.values()
            for row in [*one["body"], *one["answer"]]
            if "." in row["name"]
        ]
        for name in inside:
            self.assertIn(f"<code>{name}</code>", page)
