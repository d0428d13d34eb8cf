"""Whole processes start their browsers themselves: let them find one."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _installed(chromium: Path) -> None:
    """On a machine that has none, the tests make sure of one, and not several workers at once."""
