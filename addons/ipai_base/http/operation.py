# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import dataclasses


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
    # Wider scopes that open it as well as its own.
    opened_by: tuple = ()
    conditional: bool = False
    fresh: bool = False

    @property
    def scopes(self):
        """All scopes that open it, its own first; none when any key does."""
        return (self.scope, *self.opened_by) if self.scope else ()

    def takes(self, method):
        """Whether it does: Odoo lets OPTIONS through to every route, whatever it carries."""
        return method == self.method or (method, self.method) == ("HEAD", "GET")


@dataclasses.dataclass(frozen=True)
class Answer:
    """A value with another status or with headers than the route's own."""

    value: object
    status: int | None = None
    headers: dict = dataclasses.field(default_factory=dict)
