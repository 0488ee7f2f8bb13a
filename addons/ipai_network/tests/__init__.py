from . import (
    test_addressing,
    test_asset_extensions,
    test_find,
    test_ip_address,
    test_ip_asset,
    test_ip_concurrency,
    test_ip_derived,
    test_ip_interface,
    test_ip_prefix,
    test_ip_range,
    test_ip_tour,
    test_network_api,
)
