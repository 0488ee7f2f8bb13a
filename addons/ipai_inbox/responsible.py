# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who answers for a source or a target is told of its troubles; the administrator where nobody does."""


def tell(record, summary, note):
    """Make an activity of it.

    :param record: one with a ``responsible_id`` and activities.
    """
    record.activity_schedule(
        "mail.mail_activity_data_todo",
        summary=summary,
        note=note,
        user_id=(record.responsible_id or record.env.ref("base.user_admin")).id,
    )
