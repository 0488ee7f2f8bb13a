# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What opens a source: its address, known by a hash, and its secrets, sealed. In a table that no model shows."""

from odoo.tools import config

from . import door, sealing

SCHEMA = """
CREATE TABLE IF NOT EXISTS ipai_inbox_credential (
    source_id integer PRIMARY KEY REFERENCES ipai_inbox_source ON DELETE CASCADE,
    token_hash varchar UNIQUE,
    previous_token_hash varchar UNIQUE,
    secret varchar,
    previous varchar
);
"""


def prepare(cr, source_ids):
    """See that each source has a row."""
    cr.execute(
        "INSERT INTO ipai_inbox_credential (source_id) SELECT unnest(%s) ON CONFLICT DO NOTHING",
        [source_ids],
    )


def with_secret(cr, source_ids):
    """Return the ids of the sources that have a secret."""
    cr.execute(
        "SELECT source_id FROM ipai_inbox_credential"
        " WHERE secret IS NOT NULL AND source_id = ANY(%s)",
        [source_ids],
    )
    return {source_id for (source_id,) in cr.fetchall()}


def store_secret(cr, source_id, secret):
    """Seal a secret; the one that was there becomes the previous one.

    :raises OSError, SealError: when the key is not to be had.
    """
    sealed = sealing.ring(config).seal(secret, door.place(source_id))
    cr.execute(
        "UPDATE ipai_inbox_credential SET previous = secret, secret = %s WHERE source_id = %s",
        [sealed, source_id],
    )


def secret_of(cr, source_id):
    """Return the secret in clear, to sign a test with; None without one.

    :raises OSError, SealError: when it cannot be opened.
    """
    cr.execute("SELECT secret FROM ipai_inbox_credential WHERE source_id = %s", [source_id])
    [sealed] = cr.fetchone() or [None]
    return sealed and sealing.ring(config).open(sealed, door.place(source_id))


def store_token(cr, source_id, token):
    """Take the address that ends with a token; the one that was there becomes the previous one."""
    cr.execute(
        """
        UPDATE ipai_inbox_credential SET previous_token_hash = token_hash, token_hash = %s
         WHERE source_id = %s
        """,
        [door.token_hash(token), source_id],
    )


def forget_previous(cr, source_ids):
    cr.execute(
        "UPDATE ipai_inbox_credential SET previous = NULL, previous_token_hash = NULL"
        " WHERE source_id = ANY(%s)",
        [source_ids],
    )


def forget_secrets(cr, source_ids):
    cr.execute(
        "UPDATE ipai_inbox_credential SET secret = NULL, previous = NULL WHERE source_id = ANY(%s)",
        [source_ids],
    )
