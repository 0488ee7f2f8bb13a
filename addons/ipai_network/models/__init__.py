from . import (
    ipai_asset_network,
    ipai_interface,
    ipai_ip_address,
    ipai_ip_range,
    ipai_ip_scope,
    ipai_link_template,
    ipai_network_duplicate,
    ipai_prefix,
    ipai_prefix_free,
    ipai_prefix_mask,
    ipai_vlan,
    ipai_vlan_group,
)
