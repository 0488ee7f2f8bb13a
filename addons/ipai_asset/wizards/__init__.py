from . import ipai_asset_transition
