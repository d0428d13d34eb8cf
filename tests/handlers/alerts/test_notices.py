"""``/tasks notify``: what is switched on and off by words and by the form, and what then comes, to whom."""

from datetime import timedelta

import pytest

from bot.outbox.personal.recipients import recipients
from handlers.alerts.personal import present_notices
from handlers.alerts.personal.notices import changed
from handlers.slack.ids import Do, Form
from handlers.slack.users import People
from models.domain.errors import BadFilter
from models.domain.triage.outcome import Outcome
from models.domain.values.notices import Notice, NoticeDetail, OwnDay
from models.messages import notices
from models.messages.outbox import MessageKind
from models.tables.messages import Outbox
from tests.handlers.bolt_harness import BoltHarness, Slack
from tests.handlers.strategies import NOW

_ALL = NoticeDetail()
_NONE = NoticeDetail(batches=False, accounts=False, schedules=False)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("off", _NONE),
        ("on", _ALL),
        ("batches off", NoticeDetail(batches=False)),
        ("accounts off", NoticeDetail(accounts=False)),
        ("schedules off", NoticeDetail(schedules=False)),
        ("daily 8:00", NoticeDetail(daily_at="08:00")),
        ("daily off", _ALL),
    ],
)
def test_words_switch_one_thing_or_all(typed: str, wanted: NoticeDetail) -> None:
    assert changed(_ALL, typed.split()) == wanted


@pytest.mark.parametrize("typed", ["daily", "daily 25:00", "accounts maybe", "acounts off", "off now"])
def test_other_words_are_answered_with_what_can_be_said(typed: str) -> None:
    with pytest.raises(BadFilter):
        changed(_ALL, typed.split())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_form_writes_what_is_ticked_and_wants_a_time_for_the_summary(database: str) -> None:
    harness = BoltHarness()
    ticked = [{"value": Notice.ACCOUNTS.value}, {"value": "daily"}]
    values = {"wanted": {Do.FILL_NOTICES: {"selected_options": ticked}}}

    await harness.submit(Form.NOTICES, user="U0FIRST", values=values)
    assert harness.errors == {"daily_at": "Choose the time of the daily summary."}
    values["daily_at"] = {Do.FILL_NOTICES: {"selected_time": "07:30"}}  # type: ignore[dict-item]
    await harness.submit(Form.NOTICES, user="U0FIRST", values=values)

    wanted = await notices.of("U0FIRST")
    assert (wanted.batches, wanted.accounts, wanted.schedules, wanted.daily_at) == (
        False,
        True,
        False,
        "07:30",
    )


async def test_a_question_goes_past_whoever_wants_none_and_is_never_lost(database: str) -> None:
    people = People(Slack(), admins=("U0FIRST",))  # type: ignore[arg-type]
    whom = ("U0OWNER", "U0ASKER")
    assert await recipients(whom, "C0OPS", people) == [*whom]

    await notices.choose("U0OWNER", NoticeDetail(accounts=False), now=NOW)
    assert await recipients(whom, "C0OPS", people) == ["U0ASKER", "C0OPS", "U0FIRST"]
    await notices.choose("U0ASKER", NoticeDetail(accounts=False), now=NOW)
    assert await recipients(whom, "D0ASKER", people) == ["U0FIRST"]


async def test_a_summary_is_asked_for_once_a_day_from_its_next_time_on(database: str) -> None:
    await notices.choose("U0ANA", NoticeDetail(daily_at=f"{NOW:%H:%M}"), now=NOW)

    asked = [await notices.due(now=NOW + timedelta(hours=hours)) for hours in (0, 1, 23, 24, 25)]

    assert asked == [0, 0, 0, 1, 0]
    assert await Outbox.filter(kind=MessageKind.MY_DAY).count() == 1


def test_a_summary_says_what_ended_and_what_needs_one_and_nothing_where_nothing_is() -> None:
    words = present_notices.day(OwnDay(ended={Outcome.DONE: 3}, held=("ann",), held_count=1))

    assert "3 tasks of yours ended: Done 3." in words
    assert "1 account on hold needs you: ann." in words
    assert present_notices.day(OwnDay()) == ""
