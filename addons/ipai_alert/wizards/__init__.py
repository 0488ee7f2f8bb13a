from . import ipai_alert_acknowledge, ipai_alert_match
