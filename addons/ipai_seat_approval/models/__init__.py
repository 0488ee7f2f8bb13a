from . import ipai_seat_line, ipai_seat_run, ipai_seat_written
