from . import (
    test_asset,
    test_asset_history,
    test_asset_search,
    test_asset_status,
    test_company_isolation,
    test_evidence,
    test_expiry,
    test_kb_link,
    test_links,
    test_reports,
    test_rights,
    test_secrets,
)
