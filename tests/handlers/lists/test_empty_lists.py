"""Lists without rows say why, and what would have some."""

import pytest

from bot.sandbox.slack import Person
from models.secrets.sealing import Sealer
from tests.factories import waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/tasks group:emae", "*There is no group `emae`.* Did you mean `group:emea`?"),
        (
            "/tasks account:emea0",
            "matches the whole login or user id, exactly. Did you mean `account:emea00`?",
        ),
        ("/tasks account:zz", "*There is no account `zz`.*"),
        ("/tasks group:emea status:ended", "*No task matches this filter.*"),
    ],
)
async def test_an_empty_list_names_what_is_missing(
    ana: Person, sealer: Sealer, typed: str, sentence: str
) -> None:
    await waiting_tasks(2, sealer)

    await ana.say(typed)

    message = await ana.wait_for_message(sentence)
    assert "Total 0 · Page 1 of 1" in ana.reads(message)
