from . import test_seat_approval
