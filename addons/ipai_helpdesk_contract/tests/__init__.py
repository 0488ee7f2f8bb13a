from . import test_ticket_contract
