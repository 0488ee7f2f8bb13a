from . import (
    ipai_inventory_desk,
    ipai_inventory_proposer,
    ipai_ip_address,
    ipai_kb_link,
    ipai_proposal,
    ipai_relation,
)
