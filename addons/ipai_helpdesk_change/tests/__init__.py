from . import test_ticket_change
