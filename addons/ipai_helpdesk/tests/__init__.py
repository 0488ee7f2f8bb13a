from . import (
    test_ticket,
    test_ticket_feedback,
    test_ticket_reach,
    test_ticket_routes,
    test_ticket_time,
    test_ticket_tour,
)
