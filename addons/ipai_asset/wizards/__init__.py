from . import ipai_asset_transition, ipai_prefix_allocation
