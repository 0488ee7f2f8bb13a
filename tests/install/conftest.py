# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import pytest

from setup.instance import opened
from setup.settings import Settings


@pytest.fixture(scope="session")
def server():
    """The instance of the tests: databases are made beside its own."""
    settings = Settings.from_environment().for_tests()
    with opened(settings, tools=True, keep=True, durable=False) as instance:
        yield instance
