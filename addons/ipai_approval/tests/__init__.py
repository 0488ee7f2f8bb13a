from . import test_decide, test_decision, test_delegation, test_freeze, test_policy
