from . import ipai_asset_transition
from . import ipai_prefix_allocation
