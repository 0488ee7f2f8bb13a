# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The ways in which a person or a program calls a method of a model on a running server."""

import uuid
import xmlrpc.client

from approving import PASSWORD

from setup.settings import Settings


def by_web_client(who, model, method, ids, *arguments):
    """As the buttons of a form call it, with the session of a person."""
    if method == "write":
        # A form saves with this one.
        return who.call(model, "web_save", ids, *arguments, specification={})
    return who.rpc(
        f"/web/dataset/call_button/{model}/{method}",
        model=model,
        method=method,
        args=[ids, *arguments],
        kwargs={},
    )


def by_xml_rpc(who, model, method, ids, *arguments):
    server = xmlrpc.client.ServerProxy(f"{who.running.url}/xmlrpc/2/object", allow_none=True)
    user = (who.running.db, who.info["uid"], PASSWORD)
    return server.execute_kw(*user, model, method, [ids, *arguments])


NAMES = {
    "write": ("vals",),
    "action_approve": ("reason", "seen"),
    "action_override_freeze": ("reason",),
}
"""JSON-2 takes arguments by their names only."""


def by_json_2(who, model, method, ids, *arguments):
    answer = who.post(
        f"/json/2/{model}/{method}",
        json={"ids": ids, **dict(zip(NAMES.get(method, ()), arguments, strict=False))},
        headers={"Authorization": f"bearer {json_2_key(who)}", "X-Odoo-Database": who.running.db},
        cookies={},
    )
    if not answer.ok:
        raise RuntimeError(answer.json()["message"])
    return answer.json()


def json_2_key(who):
    """A key of Odoo's own, made once as a person makes it: after saying the password again."""
    if not hasattr(who, "json_2_key"):
        check = who.call("res.users", "api_key_wizard", [who.info["uid"]])
        who.call(
            check["res_model"],
            "run_check",
            [check["res_id"]],
            context={**check["context"], "password": PASSWORD},
        )
        wizard = "res.users.apikeys.description"
        number = who.call(wizard, "create", {"name": uuid.uuid4().hex, "duration": "1"})
        who.json_2_key = who.call(wizard, "make_key", [number])["context"]["default_key"]
    return who.json_2_key


WAYS = [by_web_client, by_xml_rpc]
if Settings.from_environment().series != "18.0":  # JSON-2 came with 19.0
    WAYS.append(by_json_2)
