from . import (
    test_case,
    test_contract,
    test_execute,
    test_loom_paths,
    test_loom_reads,
    test_loom_rights,
    test_partner_search,
    test_propose,
    test_sameness,
    test_web_client,
)
