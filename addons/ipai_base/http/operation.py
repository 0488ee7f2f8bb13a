# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import dataclasses

from .problems import Problem


@dataclasses.dataclass(frozen=True)
class Operation:
    """What a route takes and gives."""

    method: str
    summary: str
    scope: str | None
    bucket: str
    body: type | None
    query: type | None
    answer: type | None
    status: int
    idempotent: bool
    refuses: tuple
    open: bool

    def check_method(self, method):
        """Refuse what Odoo lets through to a route beyond its own method: OPTIONS, whatever it carries."""
        if method != self.method and (method, self.method) != ("HEAD", "GET"):
            raise Problem(
                "method-not-allowed",
                f"This address takes {self.method}.",
                headers={"Allow": self.method},
            )


@dataclasses.dataclass(frozen=True)
class Answer:
    """A value with another status or with headers than the route's own."""

    value: object
    status: int | None = None
    headers: dict = dataclasses.field(default_factory=dict)
