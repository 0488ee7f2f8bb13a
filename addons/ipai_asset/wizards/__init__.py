from . import ipai_asset_transition, ipai_outage, ipai_prefix_allocation
