from . import (
    ipai_asset_network,
    ipai_find,
    ipai_in_network,  # extends what is above
    ipai_interface,
    ipai_ip_address,
    ipai_ip_range,
    ipai_ip_scope,
    ipai_link_template,
    ipai_network_duplicate,
    ipai_prefix,
    ipai_prefix_free,
    ipai_vlan,
    ipai_vlan_group,
)
