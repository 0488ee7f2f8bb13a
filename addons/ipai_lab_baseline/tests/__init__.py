from . import test_lab_baseline
