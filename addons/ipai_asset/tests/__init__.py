from . import (
    test_asset,
    test_asset_history,
    test_asset_search,
    test_asset_status,
    test_company_isolation,
    test_doctests,
    test_expiry,
    test_import_apply,
    test_import_files,
    test_import_nmap,
    test_import_preview,
    test_import_tour,
    test_kb_link,
    test_links,
    test_reports,
    test_rights,
)
from . import test_addressing
