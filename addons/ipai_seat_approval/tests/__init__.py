from . import test_seat_approval, test_seat_approval_tour
