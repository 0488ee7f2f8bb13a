from . import (
    test_impact,
    test_map,
    test_map_tour,
    test_needed,
    test_relation,
    test_service,
    test_topology_api,
)
