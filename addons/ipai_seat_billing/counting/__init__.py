# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Seats as arithmetic: stretches of history become days, days a count, a count what is billed. No ORM.

* ``calendar``: whose day is it? cut-offs, and the days that a stretch of time covers;
* ``alike``: devices that were there on the same days, counted together;
* ``tally``: the devices of one customer in one period, and three ways to count them;
* ``terms``: free allowance, cap, minimum, and what is included;
* ``evidence``: the rows behind a count, as a text that a hash binds.
"""

from .alike import gathered
from .calendar import Period, cut_off, days_of
from .evidence import read_rows, sealed, write_rows
from .tally import Exclusion, Stretch, Tally, total
from .terms import Terms
