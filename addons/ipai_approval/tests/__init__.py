from . import test_decision, test_delegation, test_freeze, test_policy
