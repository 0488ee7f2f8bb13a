# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of approvals share: people, an asset that is protected, proposals and changes of it, a freeze."""

import datetime
import uuid

CLIENTS = 8
PASSWORD = "a-long-password-for-tests"
TECHNICIAN = "ipai_base.group_technician"
APPROVER = "ipai_approval.group_approver"
MANAGER = "ipai_base.group_manager"


def moment(hours=0):
    """So many hours from now, as Odoo takes it."""
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
    return str(now + datetime.timedelta(hours=hours))


class Stage:
    """A running server with an asset whose purpose is protected.

    :ivar admin: the administrator, a ``conftest.Client``.
    """

    def __init__(self, running, admin, client_of):
        self.running, self.admin, self.client_of = running, admin, client_of
        # Before there is a second manager, whom changes of rules would wait for.
        admin.call("res.company", "write", [1], {"ipai_second_manager": "never"})
        kind = admin.call("ipai.asset.type", "search", [("name", "=", "Compute")])[0]
        field = admin.call(
            "ir.model.fields", "search", [("model", "=", "ipai.asset"), ("name", "=", "purpose")]
        )
        admin.call(
            "ipai.field.protection",
            "create",
            {"name": "Tests", "environment": "test", "field_ids": [[6, 0, field]]},
        )
        vals = {"name": "Approvals", "type_id": kind, "environment": "test", "purpose": "old"}
        self.asset = admin.call("ipai.asset", "create", vals)

    def people(self, *groups, sessions=1):
        """A new user of these groups, logged in so many times."""
        login = f"user-{uuid.uuid4().hex[:8]}"
        self.admin.new_user(login, *groups, password=PASSWORD)
        return [self.client_of(self.running, login, PASSWORD) for _session in range(sessions)]

    def person(self, *groups):
        return self.people(*groups)[0]

    def proposal(self, technician):
        """A proposal that a technician made by editing the asset: carried out once it is approved."""
        technician.call(
            "ipai.asset", "action_propose_edits", [self.asset], {"purpose": uuid.uuid4().hex}
        )
        return self.admin.call("ipai.proposal", "search", [], limit=1)[0]

    def move_target(self):
        """Write another field of the asset, which is not protected."""
        self.admin.call("ipai.asset", "write", [self.asset], {"location": uuid.uuid4().hex})

    def change(self, technician, proposals=(), until="draft", approver=None):
        """A normal change of the asset whose window is open, taken as far as a state."""
        text = "<p>As agreed.</p>"
        vals = {
            "name": f"Change {uuid.uuid4().hex[:6]}",
            **dict.fromkeys(("reason", "plan", "test_plan", "backout_plan"), text),
            "asset_ids": [[6, 0, [self.asset]]],
            "planned_start": moment(-1),
            "planned_end": moment(2),
        }
        change = technician.call("ipai.change", "create", vals)
        answers = technician.call(
            "ipai.change.answer", "search_read", [("change_id", "=", change)], ["question_id"]
        )
        for answer in answers:
            least = [("question_id", "=", answer["question_id"][0]), ("degree", "=", "1")]
            choice = technician.call("ipai.change.choice", "search", least)[0]
            technician.call("ipai.change.answer", "write", [answer["id"]], {"choice_id": choice})
        if proposals:
            technician.call("ipai.change", "action_add_proposals", [change], list(proposals))
        for state, who, method in (
            ("assess", technician, "action_request"),
            ("approve", technician, "action_submit"),
            ("scheduled", approver, "action_approve"),
            ("implementing", technician, "action_start"),
            ("review", technician, "action_implemented"),
        ):
            if self.state("ipai.change", change) == until:
                break
            who.call("ipai.change", method, [change])
            assert self.state("ipai.change", change) == state
        return change

    def freeze(self):
        """A freeze of this hour."""
        vals = {"name": "Tests", "starts_at": moment(-1), "ends_at": moment(1)}
        return self.admin.call("ipai.change.freeze", "create", vals)

    def end_freezes(self):
        found = self.admin.call("ipai.change.freeze", "search", [("name", "=", "Tests")])
        self.admin.call("ipai.change.freeze", "write", found, {"active": False})

    def state(self, model, number):
        return self.admin.call(model, "read", [number], ["state"])[0]["state"]

    def audit(self, model, number, action, outcome, code=None):
        """How many rows of the audit tell this of a record; of refusals, with this code."""
        domain = [
            ("target", "=like", f"{model},{number}%"),
            ("action", "=", action),
            ("outcome", "=", outcome),
        ]
        if code:
            domain.append(("field_names", "=", code))
        return self.admin.call("ipai.audit", "search_count", domain)
