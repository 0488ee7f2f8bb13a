from . import helpdesk_ticket, ipai_change_ticket
