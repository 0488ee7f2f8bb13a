from . import test_lab_month
