from . import (
    helpdesk_ticket,
    ipai_asset,
    ipai_kb_feedback,
    ipai_kb_link,
    ipai_service,
)
