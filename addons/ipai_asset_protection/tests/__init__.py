from . import test_asset_proposal, test_protection
