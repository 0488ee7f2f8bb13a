from . import ipai_asset_clone, ipai_prefix_allocation, ipai_prefix_space
