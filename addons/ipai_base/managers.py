# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who answers where nobody else does."""

from .compat import GROUP_ALL_USERS_FIELD


def managers_of(env, company):
    """The managers of a company, or of all when there is none, who can still do something."""
    managers = env.ref("ipai_base.group_manager").sudo()[GROUP_ALL_USERS_FIELD]
    return managers.filtered(lambda user: is_there(user, company))


def is_there(user, company):
    """Whether a user has not left, and works in the company where there is one."""
    return user.active and not user.share and (not company or company in user.company_ids)
