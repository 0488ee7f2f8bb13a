from . import (
    guarded,
    ipai_approval_delegation,
    ipai_approval_mixin,
    ipai_approval_voting,
    ipai_approval_policy,
    ipai_approval_policy_step,
    ipai_approval_step,
    ipai_decision,
    ipai_proposal,
    ipai_proposal_operation,
    res_company,
    res_users,
)
