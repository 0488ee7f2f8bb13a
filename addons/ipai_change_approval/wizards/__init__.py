from . import ipai_change_step
