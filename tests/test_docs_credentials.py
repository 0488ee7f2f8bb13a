# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The policy that docs/credentials.md tells to paste is the one of the vault's page, with which the tests run."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_policy_of_the_docs_is_the_one_of_the_tests():
    file = ROOT / "addons/ipai_credential_ref/vaults/policies.py"
    spec = importlib.util.spec_from_file_location("policies", file)
    policies = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(policies)
    text = (ROOT / "docs/credentials.md").read_text()
    assert f"```hcl\n{policies.text('hashicorp', ['secret'])}```" in text
