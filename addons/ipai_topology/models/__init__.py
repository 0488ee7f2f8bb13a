from . import (
    ipai_find,
    ipai_impact,
    ipai_map_layout,
    ipai_redundancy_group,
    ipai_related,
    ipai_related_asset,
    ipai_relation,
    ipai_relation_line,
    ipai_relation_type,
    ipai_service,
)
