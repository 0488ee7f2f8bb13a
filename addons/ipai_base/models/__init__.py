from . import (
    base,
    ipai_api_key,
    ipai_api_scope,
    ipai_api_secret,
    ipai_audit,
    ipai_idempotency,
    ir_http,
    res_groups,
    res_users_apikeys_show,
)
