from . import helpdesk_ticket, ipai_alert, ipai_alert_rule
