# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a target must not show: its address, which may be as good as a password, its secrets, its header. Sealed."""

from odoo.tools import SQL, config

from .. import sealing

SCHEMA = """
CREATE TABLE IF NOT EXISTS ipai_outbox_credential (
    target_id integer PRIMARY KEY REFERENCES ipai_outbox_target ON DELETE CASCADE,
    url varchar,
    secret varchar,
    previous varchar,
    header varchar
);
"""
NAMES = ("url", "secret", "previous", "header")


def store(cr, target_id, name, text):
    """Seal one of the things that a target has; None forgets it.

    :raises OSError, SealError: when the key is not to be had.
    """
    sealed = text and sealing.ring(config).seal(text, _place(target_id, name))
    cr.execute(
        SQL(
            """
            INSERT INTO ipai_outbox_credential (target_id, %(name)s) VALUES (%(target)s, %(sealed)s)
            ON CONFLICT (target_id) DO UPDATE SET %(name)s = excluded.%(name)s
            """,
            name=SQL.identifier(name),
            target=target_id,
            sealed=sealed,
        )
    )


def of(cr, target_id):
    """Return what a target has, in clear: a dictionary of ``NAMES``, None where there is none.

    :raises OSError, SealError: when it cannot be opened.
    """
    cr.execute(
        "SELECT url, secret, previous, header FROM ipai_outbox_credential WHERE target_id = %s",
        [target_id],
    )
    row = cr.fetchone() or [None] * len(NAMES)
    return {
        name: sealed and sealing.ring(config).open(sealed, _place(target_id, name))
        for name, sealed in zip(NAMES, row, strict=True)
    }


def there(cr, target_ids):
    """Return ``{target id: names of what it has}``."""
    cr.execute(
        """
        SELECT target_id, array_remove(ARRAY[
            CASE WHEN url IS NOT NULL THEN 'url' END, CASE WHEN secret IS NOT NULL THEN 'secret' END,
            CASE WHEN previous IS NOT NULL THEN 'previous' END, CASE WHEN header IS NOT NULL THEN 'header' END
        ], NULL) FROM ipai_outbox_credential WHERE target_id = ANY(%s)
        """,
        [list(target_ids)],
    )
    return dict(cr.fetchall())


def _place(target_id, name):
    # Each opens only as what it was sealed for.
    return f"outbox target {target_id} {name}"
