"""Settings for exports."""

import pytest

from bot.settings import Settings


@pytest.fixture
def config(config: Settings) -> Settings:
    """Ana is the first admin; nobody else may do anything."""
    return config.model_copy(update={"admins": ("U0ANA",)})
