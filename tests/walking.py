# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What docs/tutorial.md has a reader do in the web client, done by the methods behind its buttons."""

import time

from approving import moment

PASSWORD = "a-long-password-for-tests"
ROBIN = "robin@lab.example"
WAIT = 120


class Walk:
    """The steps of the tutorial by hand: of the reader, who is the administrator, and of Robin."""

    def __init__(self, admin, client_of):
        self.admin, self.client_of = admin, client_of
        self.run = None

    @property
    def robin(self):
        """Robin's own window."""
        number = self.admin.call("res.users", "search", [("login", "=", ROBIN)])
        self.admin.call("res.users", "write", number, {"password": PASSWORD})
        return self.client_of(self.admin.running, ROBIN, PASSWORD)

    def found(self, model, *domain):
        """The one record of a domain."""
        numbers = self.admin.call(model, "search", list(domain))
        assert len(numbers) == 1, (model, domain, numbers)
        return numbers

    def read(self, model, number, *fields):
        return self.admin.call(model, "read", number, list(fields))[0]

    def apply(self, *rows):
        """Apply the import that was previewed last; `rows` must have become assets."""
        self._take("action_apply", "applied")
        assert all(self.admin.call("ipai.asset", "search", [("name", "=", one)]) for one in rows)

    def undo(self, *rows):
        self._take("action_undo", "undone")
        assert not any(
            self.admin.call("ipai.asset", "search", [("name", "=", one)]) for one in rows
        )

    def _take(self, method, until):
        self.admin.call("ipai.import.run", method, [self.run])
        for _part in range(100):
            row = self.read("ipai.import.run", [self.run], "state", "message")
            if row["state"] == until:
                return
            self.admin.call("ipai.import.run", "run_step", [self.run])
        raise AssertionError(row)

    def answer(self, which):
        line = self.found(
            "ipai.import.line", ("run_id", "=", self.run), ("action", "=", "conflict")
        )
        self.admin.call("ipai.import.line", f"action_answer_{which}", line)

    def fails(self, asset, *others):
        """What Fails With It, on an asset by its host name or name."""
        number = self.found("ipai.asset", ("name", "=", asset))
        action = self.admin.call("ipai.asset", "action_what_fails", number)
        lines = self.admin.call(
            "ipai.outage.line", "search_read", [("outage_id", "=", action["res_id"])], ["name"]
        )
        names = [line["name"] for line in lines]
        missing = [one for one in others if not any(name.startswith(one) for name in names)]
        assert names and not missing, (missing, names)

    def cable(self, asset, other):
        kind = self.found("ipai.relation.type", ("name", "=", "reaches the network through"))
        ends = [self.found("ipai.asset", ("name", "=", name))[0] for name in (asset, other)]
        values = {"type_id": kind[0], "source_asset_id": ends[0], "target_asset_id": ends[1]}
        self.admin.call("ipai.relation", "create", values)

    def change(self, asset):
        """From draft to closed: Robin decides, and the reader may not."""
        text = "<p>As agreed.</p>"
        values = {
            "name": f"Replace the fan of {asset}",
            **dict.fromkeys(("reason", "plan", "test_plan", "backout_plan"), text),
            "asset_ids": [[6, 0, self.found("ipai.asset", ("name", "=", asset))]],
            "planned_start": moment(-0.01),
            "planned_end": moment(2),
        }
        change = self.admin.call("ipai.change", "create", values)
        asked = [("change_id", "=", change)]
        for one in self.admin.call("ipai.change.answer", "search_read", asked, ["question_id"]):
            least = [("question_id", "=", one["question_id"][0]), ("degree", "=", "1")]
            choice = self.admin.call("ipai.change.choice", "search", least)[0]
            self.admin.call("ipai.change.answer", "write", [one["id"]], {"choice_id": choice})
        for who, method, words in (
            (self.admin, "action_request", {}),
            (self.admin, "action_submit", {}),
            (self.robin, "action_approve", {"reason": "The spare part is here."}),
            (self.admin, "action_start", {}),
            (self.admin, "action_implemented", {}),
        ):
            if method == "action_approve":
                self._may_not(self.admin, "ipai.change", [change])
            who.call("ipai.change", method, [change], **words)
        self.admin.call("ipai.change", "write", [change], {"review_summary": "<p>Quieter now.</p>"})
        self.admin.call("ipai.change", "action_close", [change])
        assert self.read("ipai.change", [change], "state")["state"] == "closed"

    def _may_not(self, who, model, numbers):
        try:
            who.call(model, "action_approve", numbers, reason="Mine")
        except Exception as refusal:
            assert "asked" in str(refusal) or "yourself" in str(refusal), refusal
        else:
            raise AssertionError("Nobody decides what they asked for")

    def approve(self, subject):
        number = self.found(
            "ipai.proposal", ("summary", "ilike", subject), ("state", "=", "pending")
        )
        self.robin.call("ipai.proposal", "action_approve", number, reason="It is known to us.")

    def alert(self, *words):
        """The alert of this title, once it is there; on the machine `asset=`."""
        title, *asset = " ".join(words).split(" on ")
        domain = [("name", "ilike", title)]
        number = self._wait_for("ipai.alert", domain)
        if asset:
            assert self.read("ipai.alert", number[:1], "asset_id")["asset_id"][1].startswith(
                asset[0]
            )
        self.admin.call("ipai.alert", "action_acknowledge", number[:1], "I look at it.")

    def _wait_for(self, model, domain):
        for _second in range(WAIT):
            if numbers := self.admin.call(model, "search", domain):
                return numbers
            time.sleep(1)
        raise AssertionError(f"no {model}: {domain}")

    def rule(self):
        team = self.admin.call("helpdesk.ticket.team", "search", [])[:1]
        values = {"name": "The tutorial's", "min_severity": "critical", "team_id": team[0]}
        rule = self.admin.call("ipai.alert.rule", "create", values)
        self.admin.call("ipai.alert.rule", "action_simulate", [rule])
        self.admin.call("ipai.alert.rule", "action_switch_on", [rule])

    def ticket(self, *words):
        self._wait_for("helpdesk.ticket", [("name", "ilike", " ".join(words))])

    def seats(self):
        """A month, counted: nothing is invoiced by it."""
        plans = self.admin.call("ipai.seat.plan", "search", [])
        assert plans
        invoices = self.admin.call("account.move", "search_count", [])
        run = self.admin.call("ipai.seat.run", "create", {})
        self.admin.call("ipai.seat.run", "action_compute", [run])
        assert self.admin.call("ipai.seat.line", "search_count", [("run_id", "=", run)])
        assert self.admin.call("account.move", "search_count", []) == invoices
