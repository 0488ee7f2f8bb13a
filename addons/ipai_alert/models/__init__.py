from . import (
    ipai_alert,
    ipai_alert_follow_up,
    ipai_alert_host,
    ipai_alert_intake,
    ipai_alert_occurrence,
    ipai_alert_rota,
    ipai_alert_silence,
    ipai_inbox_handler,
    ipai_inbox_source,
    ipai_related,
)
