# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What fields mean that are called the same in many schemas: said once, and shown with each of them.

A field that has a description of its own keeps it. A room adds its words beside its schemas.
"""

MEANINGS = {
    "active": "False for what was archived.",
    "case_id": "The case that it belongs to, as the caller calls it.",
    "city": "The city of the address.",
    "company": "The company in which the key works.",
    "count": "How many there are.",
    "create_date": "When the record was made, UTC.",
    "created_at": "When the record was made, UTC.",
    "cursor": "The next_cursor of the page before, with the same filters.",
    "description": "Free text about it.",
    "detail": "What is wrong, in a sentence.",
    "errors": "What is wrong, place by place.",
    "expires": "When the key ends, UTC; null when it does not.",
    "expires_at": "Until when it may be decided and carried out, UTC.",
    "id": "Its number; it stays the same.",
    "include_archived": "Archived records too.",
    "kind": "What it is.",
    "limit": "So many rows at most.",
    "method": "What is done: create or write.",
    "model": "The kind of record, as Odoo calls it.",
    "name": "Its name.",
    "next_cursor": "Send it as cursor to get the rows behind these; null on the last page.",
    "next_step": "What to do now, in a sentence.",
    "note": "Free text, for people.",
    "notes": "Free text, for people.",
    "scopes": "What the key opens.",
    "state": "Where it stands.",
    "status": "Where it stands.",
    "summary": "What it is about, in one line.",
    "time": "The time of the server, UTC.",
    "title": "The kind of problem, in words.",
    "updated_at": "When the record was last changed, UTC.",
    "url": "Where one reads more of it.",
    "user": "As whom the key works.",
    "user_id": "Who answers for it.",
    "username": "As whom the key works.",
    "warnings": "What is doubtful, in sentences.",
    "write_date": "When the record was last changed, UTC.",
    "Ping.source": "Who asks, for the audit.",
    "Ping.note": "Free text; it comes back.",
    "Pong.note": "The text that was sent.",
    "ProblemDocument.type": "Where the kind of problem is explained; decide by code.",
    "ProblemDocument.status": "The status of the answer, once more.",
}
PATHS = {
    "proposal_id": "The proposal_id that was answered to the one who proposed it.",
}
"""Of the variables in an address; all others are the number of a record."""

EXAMPLES = {}
"""Schema.field → a value as it may be: shown with the field, and left out of the sample of a call, which stays short."""


def register(meanings, examples=()):
    """Add the words of a room: field → meaning, or Schema.field → meaning; and examples, Schema.field → value."""
    MEANINGS.update(meanings)
    EXAMPLES.update(examples)


def explained(name, schema):
    """The schema of an object with a description on each property that has a meaning.

    >>> explained("Ping", {"properties": {"id": {"type": "integer"}, "x": {}}})["properties"]["id"]
    {'type': 'integer', 'description': 'Its number; it stays the same.'}
    """
    properties = {
        field: told(field, inner, name) for field, inner in schema.get("properties", {}).items()
    }
    return {**schema, **({"properties": properties} if properties else {})}


def told(field, schema, name=""):
    """A schema with its description: its own, or what the field means elsewhere."""
    meaning = MEANINGS.get(f"{name}.{field}") or MEANINGS.get(field)
    if "description" in schema or not meaning:
        return schema
    return {**schema, "description": meaning}


def of_path(name):
    """What a variable of an address is.

    >>> of_path("asset_id")
    'The number of the asset.'
    """
    return PATHS.get(name) or f"The number of the {name.removesuffix('_id')}."
