from . import (
    ipai_asset,
    ipai_asset_protected,
    ipai_asset_type,
    ipai_field_protection,
    ipai_proposal,
)
