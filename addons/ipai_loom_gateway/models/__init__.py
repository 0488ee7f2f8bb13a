# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
# In the order of inheritance: a mixin before the models that it goes into.
# isort: off
from . import (
    ipai_loom_traced,
    calendar_event,
    crm_lead,
    ipai_loom_case,
    ipai_loom_desk,
    ipai_loom_duplicates,
    ipai_loom_proposer,
    ipai_loom_reader,
    ipai_loom_upsert,
    ipai_proposal,
    ipai_proposal_operation,
    ir_actions,
    ir_http,
    mail_activity,
    project_project,
    project_task,
    res_company,
    res_config_settings,
    res_partner,
)
