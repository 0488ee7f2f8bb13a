from . import (
    helpdesk_ticket,
    ipai_alert,
    ipai_asset,
    ipai_inbox_handler_pulseway,
    ipai_inbox_source,
    ipai_pulseway_account,
    ipai_pulseway_client,
    ipai_pulseway_device,
    ipai_pulseway_notification,
    ipai_pulseway_recovery,
    ipai_pulseway_suggestion,
)
