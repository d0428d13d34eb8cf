"""A form that is sent: Slack is asked before the transaction that accepts it, and it counts for what one person may send."""

import asyncio
from typing import Any

import pytest

from handlers.slack import origin as origins
from handlers.slack.ids import Do, Form
from handlers.slack.origin import Origin
from handlers.words import list_state
from models.domain.filters import ListState
from models.messages import inbox
from models.tables.messages import InboundDelivery
from tests.handlers.bolt_harness import BoltHarness, Slack
from tests.handlers.strategies import NOW

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
_LIST = origins.pack(Origin(sheet=list_state.encode(ListState())))
_BY = {"by": {Do.FILL_FILTER: {"selected_users": ["U0SLOW"]}}}


class Slow(Slack):
    """Slack, where it takes until ``answers`` to say who one person is."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_now, self.answers = asyncio.Event(), asyncio.Event()

    async def users_info(self, *, user: str) -> dict[str, Any]:
        if user == "U0SLOW":
            self.asked_now.set()
            await self.answers.wait()
        return {"user": {"tz": "UTC", "team_id": "T0BELLHOP", "is_bot": user == "U0SLOW"}}


async def test_while_slack_is_asked_who_a_form_names_others_can_write(database: str) -> None:
    slack = Slow()
    harness = BoltHarness(slack)
    form = asyncio.create_task(harness.submit(Form.FILTER, user="U0FIRST", private=_LIST, values=_BY))
    await slack.asked_now.wait()

    async with asyncio.timeout(1):
        assert await inbox.first_time("of somebody else", now=NOW)

    slack.answers.set()
    await form
    assert harness.errors == {"by": "This is an app. Choose a person."}


async def test_a_form_that_is_one_too_many_stays_open_and_says_when_to_send_it_again(database: str) -> None:
    harness = BoltHarness(burst=1)
    await harness.submit(Form.FILTER, user="U0FIRST", private=_LIST, values=_BY)

    await harness.submit(Form.FILTER, user="U0FIRST", private=_LIST, values=_BY)

    assert "send it again in 30 seconds" in harness.errors["first"]
    assert await InboundDelivery.all().count() == 1
