from . import ipai_change_step, ipai_decide
