from . import (
    calendar_event,
    ipai_loom_reader,
    ir_actions,
    ir_http,
    mail_activity,
    project_project,
    res_company,
    res_config_settings,
    res_partner,
)
