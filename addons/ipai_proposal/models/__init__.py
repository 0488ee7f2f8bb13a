from . import (
    base,
    ipai_gone,
    ipai_proposal,
    ipai_proposal_deciding,
    ipai_proposal_execution,
    ipai_proposal_making,
    ipai_proposal_operation,
    ipai_proposal_review,
    ipai_proposal_simulation,
    mail_mail,
    res_partner,
)
