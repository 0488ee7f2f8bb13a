from . import test_inventory_proposals
