# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The committed translation templates hold the terms that the addons have."""

import pytest

from setup import translations
from setup.instance import opened
from setup.settings import Settings


@pytest.fixture(scope="module")
def exported():
    settings = Settings.from_environment()
    with opened(settings.for_tests(), tools=True, keep=True, durable=False) as instance:
        return translations.export(instance, settings.suite.names)


@pytest.mark.parametrize("addon", Settings.from_environment().suite.names)
def test_the_template_is_up_to_date(exported, addon):
    committed = translations.committed(Settings.from_environment().addons, addon)
    assert translations.same(exported[addon]) == translations.same(committed), "run `make pot`"
