# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    ipai_inbox_event,
    ipai_inbox_handler,
    ipai_inbox_handler_generic,
    ipai_inbox_handler_github,
    ipai_inbox_handler_test,
    ipai_inbox_lane,
    ipai_inbox_map,
    ipai_inbox_recording,
    ipai_inbox_refusal,
    ipai_inbox_source,
    ipai_inbox_source_health,
    ir_http,
    mail_thread,
)
