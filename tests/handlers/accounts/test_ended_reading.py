"""A form whose file is being read is never left waiting."""

import pytest

from bot.sandbox.slack import Person
from handlers.accounts import csv_import
from tests.handlers.accounts.bringing import GOOD, given

pytestmark = pytest.mark.usefixtures("bot")


async def test_whatever_ends_the_reading_the_form_says_that_it_ended(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(csv_import, "losses", broken)

    assert "It stopped before its end" in ana.reads(await given(ana, GOOD.encode()))
