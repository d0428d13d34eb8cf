"""How much is tried: little and always the same with every test run, much and always something new by command.

``uv run pytest tests/fuzz`` is the short form: fixed seeds, a few minutes. ``BELLHOP_FUZZ=long uv run pytest
tests/fuzz`` is the long one: other examples each time, those that failed kept in ``.hypothesis`` and tried first.
The profiles are registered in ``conftest``.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import example, settings

from tests.fuzz.harness.unlike import UNLIKE

IS_LONG = os.environ.get("BELLHOP_FUZZ") == "long"
SHORT_FORM, LONG_FORM = "fuzz", "fuzz-long"


def tries(short: int, *, long: int) -> settings:
    """The settings of a property: how many examples it gets in the short form and in the long one.

    In the short form each is drawn anew, and what is known to be there is tried beside them (``all_of``): 200 reach
    more branches of the program than 1,250 of Hypothesis's own with their variations. Where screens are drawn 75 reach
    all that 200 do.
    """
    profile = settings.get_profile(LONG_FORM if IS_LONG else SHORT_FORM)
    return settings(
        profile, max_examples=long if IS_LONG else short, backend="hypothesis" if IS_LONG else UNLIKE
    )


def all_of(examples: Iterable[dict[str, Any]]) -> Callable[[Any], Any]:
    """Try these beside what is drawn: what is known to be there is not left to chance."""

    def add(test: Any) -> Any:
        for one in examples:
            test = example(**one)(test)
        return test

    return add
