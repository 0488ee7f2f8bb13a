from . import test_secret_scan
