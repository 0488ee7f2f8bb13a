from . import (
    test_drift,
    test_import_apply,
    test_import_files,
    test_import_nmap,
    test_import_parts,
    test_import_preview,
    test_import_tour,
    test_linkage_pairs,
    test_prometheus,
    test_snapshot,
    test_snapshot_api,
    test_snapshot_vanished,
)
