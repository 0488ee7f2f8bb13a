# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The n8n workflows of docs/n8n: they fit n8n, and their requests do what they say against a server."""

import json
import re
from pathlib import Path

import pytest
import requests
from receiving import Receiver

FOLDER = Path(__file__).parent.parent / "docs" / "n8n"
NODES = {
    "n8n-nodes-base.aggregate": (1,),
    "n8n-nodes-base.httpRequest": (4.1, 4.2, 4.3, 4.4, 4.5),
    "n8n-nodes-base.if": (2.2, 2.3),
    "n8n-nodes-base.removeDuplicates": (2,),
    "n8n-nodes-base.scheduleTrigger": (1.2, 1.3, 1.4),
    "n8n-nodes-base.set": (3.4, 3.5),
    "n8n-nodes-base.splitOut": (1,),
    "n8n-nodes-base.stickyNote": (1,),
    "n8n-nodes-base.stopAndError": (1,),
    "n8n-nodes-base.webhook": (2, 2.1),
}
"""The nodes that the workflows use, and the versions of them that n8n 2.41 loads."""

HTTP_PARAMETERS = {
    "method", "url", "authentication", "genericAuthType", "sendQuery", "queryParameters", "sendHeaders",
    "headerParameters", "sendBody", "specifyBody", "jsonBody", "options",
}  # fmt: skip
"""Those of the HTTP Request node that the workflows use; n8n drops unknown ones without a word."""

MOMENT = "2026-11-22T12:00:00.000+00:00"


def workflow(name):
    return json.loads((FOLDER / f"{name}.json").read_text())


@pytest.fixture(params=["report_inventory", "react_to_drift", "take_events"])
def any_workflow(request):
    return workflow(request.param)


@pytest.fixture(scope="module")
def admin(instance, client_of):
    return client_of(instance)


@pytest.fixture(scope="module")
def secret(admin):
    return admin.new_key("assets", name="n8n", write_limit=99)


class Replay:
    """Sends the requests of a workflow as n8n would, with the few expressions that ours use."""

    def __init__(self, made, url, secret, number="ors5iuSTcoawpfAY"):
        self.number = number
        self.nodes = {node["name"]: node["parameters"] for node in made["nodes"]}
        self.settings = json.loads(self.nodes["Settings"]["jsonOutput"]) | {"url": url}
        self.secret = secret

    def text(self, template, **known):
        """Return a template with its expressions replaced; one that is not known is a KeyError."""
        known |= {f"$('Settings').first().json.{name}": v for name, v in self.settings.items()}
        known["$('Every hour').first().json.timestamp"] = MOMENT
        known["$workflow.id"] = self.number
        assert template.startswith("=") or "{{" not in template, "n8n takes it as plain text"
        return re.sub(
            r"\{\{ (.*?) \}\}", lambda found: str(known[found[1]]), template.removeprefix("=")
        )

    def send(self, name, query=(), body=None):
        parameters = self.nodes[name]
        headers = {
            header["name"]: self.text(header["value"])
            for header in parameters.get("headerParameters", {}).get("parameters", ())
        }
        assert parameters["genericAuthType"] == "httpBearerAuth"
        return requests.request(
            parameters["method"],
            self.text(parameters["url"]),
            params=list(query),
            json=body,
            headers={**headers, "Authorization": f"Bearer {self.secret}"},
            timeout=60,
        )

    def report(self, **changes):
        """Send the snapshot of the node Machines; `changes` go into its last object."""
        assert self.nodes["Report"]["jsonBody"] == (
            "={{ { source: $('Settings').first().json.source, objects: $json.objects } }}"
        )
        objects = json.loads(self.nodes["Machines"]["jsonOutput"])["objects"]
        objects[-1].update(changes)
        return self.send("Report", body={"source": self.settings["source"], "objects": objects})


def test_n8n_finds_every_node_and_every_end_of_a_line(any_workflow):
    nodes = {node["name"]: node for node in any_workflow["nodes"]}
    assert len(nodes) == len(any_workflow["nodes"]) == len({n["id"] for n in nodes.values()})
    for node in nodes.values():
        assert node["typeVersion"] in NODES[node["type"]], node["name"]
        if node["type"].endswith("httpRequest"):
            assert set(node["parameters"]) <= HTTP_PARAMETERS, node["name"]
    ends = [
        end["node"]
        for outputs in any_workflow["connections"].values()
        for branch in outputs["main"]
        for end in branch
    ]
    assert set(ends) | set(any_workflow["connections"]) <= set(nodes)
    lonely = set(nodes) - set(ends) - {"Every hour", "Every 15 minutes", "Events come", "Read me"}
    assert not lonely
    assert any_workflow["active"] is False


def test_no_key_is_in_a_workflow(any_workflow):
    assert not re.search(r"[0-9a-f]{40}", json.dumps(any_workflow))


def test_the_report_fills_the_inventory_and_its_repetition_is_one_run(instance, admin, secret):
    replay = Replay(workflow("report_inventory"), instance.url, secret)
    replay.settings["source"] = "n8n-report"
    first = replay.report()
    assert first.status_code == 200, first.text
    assert replay.report().headers["Idempotency-Replayed"] == "true"
    counts = first.json()["counts"]
    assert counts["conflict"] + counts["rejected"] == 0, first.json()["objects"]
    assert counts["created"] + counts["updated"] + counts["unchanged"] == 2
    other = Replay(workflow("report_inventory"), instance.url, secret, "Qe2mTgbVx1YcN0aZ")
    other.settings["source"] = "n8n-other"
    assert other.report().status_code == 200, "two workflows that start at once repeat nothing"
    guest = admin.call("ipai.asset", "read", [first.json()["objects"][1]["asset"]], ["host_id"])[0]
    assert guest["host_id"][0] == first.json()["objects"][0]["asset"]


def test_drift_is_read_page_by_page(instance, admin, secret):
    reporter = Replay(workflow("report_inventory"), instance.url, secret)
    reporter.settings["source"] = "n8n-drift"
    reporter.nodes["Report"].pop("headerParameters")
    changed = {"id": "qemu/999", "hostname": "drift01", "interfaces": [], "host": None}
    asset = reporter.report(**changed).json()["objects"][-1]["asset"]
    admin.call("ipai.asset", "write", [asset], {"os_version": "11", "purpose": "Names"})
    assert reporter.report(**changed, purpose="Other").json()["new_drift"] == 1

    reader = Replay(workflow("react_to_drift"), instance.url, secret)
    parameters = reader.nodes["Read drift"]
    paging = parameters["options"]["pagination"]["pagination"]
    assert paging["completeExpression"] == "={{ !$response.body.more }}"
    (cursor,) = paging["parameters"]["parameters"]
    assert (cursor["type"], cursor["name"]) == ("qs", "cursor")
    query = {p["name"]: p["value"] for p in parameters["queryParameters"]["parameters"]}
    lines, at, more = [], 0, True
    while more:
        at = reader.text(cursor["value"], **{"$response.body?.next_cursor ?? 0": at})
        page = reader.send("Read drift", [*{**query, "limit": "1", "cursor": at}.items()]).json()
        lines += page[reader.nodes["Line by line"]["fieldToSplitOut"]]
        at, more = page["next_cursor"], page["more"]
    mine = [line for line in lines if line["asset"] == asset]
    assert [(line["label"], line["observed"]) for line in mine] == [("OS Version", "12")]
    told = re.findall(r"\bline\.(\w+)", reader.nodes["Tell"]["jsonBody"])
    assert told and set(told) <= set(mine[0])


def test_pages_and_memory_reach_as_far_as_the_documentation_says():
    nodes = {node["name"]: node["parameters"] for node in workflow("react_to_drift")["nodes"]}
    paging = nodes["Read drift"]["options"]["pagination"]["pagination"]
    query = {p["name"]: p["value"] for p in nodes["Read drift"]["queryParameters"]["parameters"]}
    assert int(query["limit"]) * paging["maxRequests"] == 10_000
    assert paging["maxRequests"] <= 30, "more pages a minute than a key may read"
    # n8n refuses to go on when what it remembers and what it reads are more than that together
    assert nodes["Only new ones"]["options"]["historySize"] == 100_000


def test_what_the_chat_did_not_take_is_told_again():
    made = workflow("react_to_drift")
    nodes = {node["name"]: node for node in made["nodes"]}
    lines = made["connections"]
    assert nodes["Tell"]["onError"] == "continueErrorOutput"
    success, failure = lines["Tell"]["main"]
    assert [success, [end["node"] for end in failure]] == [[], ["Forget them"]]
    forget = nodes["Forget them"]["parameters"]
    assert forget["operation"] == "clearDeduplicationHistory"
    assert [end["node"] for end in lines["Forget them"]["main"][0]] == ["Say so"]
    # a node that forgets reaches the memory of another one only when both share the workflow's
    scopes = {
        nodes[name]["parameters"]["options"]["scope"] for name in ("Only new ones", "Forget them")
    }
    assert scopes == {"workflow"}


def test_events_that_the_outbox_sends_are_what_the_workflow_reads(instance, admin):
    made = workflow("take_events")
    nodes = {node["name"]: node["parameters"] for node in made["nodes"]}
    assert (nodes["Events come"]["httpMethod"], nodes["Events come"]["authentication"]) == (
        "POST",
        "headerAuth",
    )
    bearer = "Bearer a-long-word-of-the-workflow"
    with Receiver() as receiver:
        target = receiver.target(
            admin,
            "n8n",
            ["asset.created", "asset.changed"],
            new_header=f"Authorization: {bearer}",
        )
        assert target.settings["batch_size"] > 1
        kind = admin.call("ipai.asset.type", "search", [], limit=1)[0]
        names = [f"n8n-{target.id}-{number}" for number in range(3)]
        assets = [
            admin.call("ipai.asset", "create", {"name": name, "type_id": kind}) for name in names
        ]
        admin.call("ipai.asset", "write", assets, {"purpose": "Told"})
        receiver.wait(lambda: len(receiver.events) >= 6)
        assert {headers["authorization"] for headers, _body in receiver.taken} == {bearer}
        # The node takes the body's `events`; the message names what stands in each.
        for _headers, body in receiver.taken:
            assert nodes["One by one"]["jsonOutput"] == (
                "={{ { events: $('Events come').first().json.body.events } }}"
            )
            assert json.loads(body)["events"]
        told = re.findall(r"event\.([\w.]+)", nodes["Tell"]["jsonBody"])
        assert told
        for event in receiver.events:
            for path in told:
                value = event
                for part in path.split("."):
                    value = value[part]
                assert value, path
        assert nodes["Only new ones"]["dedupeValue"] == "={{ $json.id }}"
        assert {e["data"]["record"]["name"] for e in receiver.events} == set(names)
