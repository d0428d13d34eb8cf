"""How much is tried: little and always the same with every test run, much and always something new by command.

``uv run pytest tests/fuzz`` is the short form: fixed seeds, a few minutes. ``BELLHOP_FUZZ=long uv run pytest
tests/fuzz`` is the long one: other examples each time, those that failed kept in ``.hypothesis`` and tried first.
The profiles are registered in ``conftest``.
"""

import os

from hypothesis import settings

IS_LONG = os.environ.get("BELLHOP_FUZZ") == "long"
SHORT_FORM, LONG_FORM = "fuzz", "fuzz-long"


def tries(short: int, *, long: int) -> settings:
    """The settings of a property: how many examples it gets in the short form and in the long one.

    Where screens are drawn 70 examples reach every branch of the program that 700 reach: they have 200.
    """
    profile = settings.get_profile(LONG_FORM if IS_LONG else SHORT_FORM)
    return settings(profile, max_examples=long if IS_LONG else short)
