from . import test_rules, test_tickets, test_tour
