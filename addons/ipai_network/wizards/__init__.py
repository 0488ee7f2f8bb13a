from . import ipai_prefix_allocation
