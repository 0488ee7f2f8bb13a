# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a delivery proves where it comes from: one file a scheme, none of them knows Odoo."""

from .common import Proof, Scheme, SecretError
from .github import GitHub
from .pulseway import Pulseway
from .shared_secret import Bearer, Header
from .standard import Standard
from .stripe import Stripe

SCHEMES = {
    scheme.code: scheme
    for scheme in (Standard(), Stripe(), GitHub(), Pulseway(), Bearer(), Header())
}
"""By their codes, the strongest first."""
