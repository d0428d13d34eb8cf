"""Pausing and resuming in Slack: one command, or a form; every screen says what is paused."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.lists import present, present_home
from handlers.slack.ids import Do, Form
from handlers.tasks import present as present_card
from handlers.words import pause_words
from models.access import grants
from models.domain.errors import BadFilter
from models.domain.filters import ListState
from models.domain.permissions import Grant, Role
from models.domain.values.home import HomeSummary
from models.domain.values.pauses import OpenPause, PauseScope
from models.pauses import reading
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tasks import pages, queries
from tests.factories import waiting_tasks
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW

_ADMIN, _OPERATOR = "U0FIRST", "U0BEN"
ZONE = ZoneInfo("Asia/Kathmandu")
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def harness(database: str, sealer: Sealer) -> BoltHarness:
    await waiting_tasks(2, sealer)
    await waiting_tasks(1, sealer, group="apac")
    grant = Grant(subject=_OPERATOR, role=Role.OPERATOR, group="emea")
    await transaction(lambda: grants.grant([grant], by=_ADMIN, now=NOW))
    return BoltHarness()


async def _scopes() -> list[PauseScope]:
    return [pause.scope for pause in await reading.in_force(now=NOW)]


@pytest.mark.parametrize(
    ("text", "scope", "length", "why"),
    [
        ("all", PauseScope(), None, ""),
        ("group:emea 2h Proxies are being  changed: see <https://a.example>", PauseScope(group="emea"), 2, "Proxies are being  changed: see https://a.example"),
        ("type:check group:“north america” 48h", PauseScope(group="north america", type="check"), 48, ""),
        ("account:ann@example.com 1d 2h of rest", PauseScope(account="ann@example.com"), 24, "2h of rest"),
        ("all because", PauseScope(), None, "because"),
    ],
)  # fmt: skip
def test_what_is_typed_is_scope_length_and_reason(
    text: str, scope: PauseScope, length: int | None, why: str
) -> None:
    said = pause_words.parse(text)

    assert (said.scope, said.why) == (scope, why)
    assert said.length == (timedelta(hours=length) if length else None)
    assert pause_words.parse(pause_words.typed(scope)).scope == scope


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("emea proxies", "Say which tasks"),
        ("2h", "Say which tasks"),
        ("group: 2h", "needs a value"),
        ("type:chekc", "Did you mean `type:check`"),
        ("group:emea group:apac", "One pause is about one group"),
        ("all 31d", "30 days at most"),
        ("all " + "x" * 301, "300 characters"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_helps(text: str, sentence: str) -> None:
    with pytest.raises(BadFilter, match=sentence):
        pause_words.parse(text)


@on_sqlite
async def test_everything_is_paused_and_resumed_by_one_command_of_an_admin(harness: BoltHarness) -> None:
    await harness.say("/tasks", "pause all 2h the site is down", user=_ADMIN)
    (pause,) = await reading.in_force(now=NOW)
    assert (pause.scope, pause.why, pause.until) == (
        PauseScope(),
        "the site is down",
        NOW + timedelta(hours=2),
    )
    assert "3 tasks wait, and no worker begins them." in harness.slack.said[-1]

    await harness.say("/tasks", "resume all", user=_ADMIN)

    assert await _scopes() == []
    assert len(harness.slack.notified) == 3


@on_sqlite
@pytest.mark.parametrize("words", ["all", "type:check", "group:apac", "account:apac00"])
async def test_an_operator_pauses_only_in_their_groups(harness: BoltHarness, words: str) -> None:
    await harness.say("/tasks", f"pause {words} so", user=_OPERATOR)
    assert await _scopes() == []

    await harness.say("/tasks", "pause group:Emea so", user=_OPERATOR)

    assert await _scopes() == [PauseScope(group="emea")]


@on_sqlite
async def test_resume_names_exactly_what_was_paused(harness: BoltHarness) -> None:
    await harness.say("/tasks", "pause group:emea so", user=_ADMIN)
    await harness.say("/tasks", "resume group:apac", user=_ADMIN)
    assert "No pause is for exactly tasks in *apac*." in harness.slack.said[-1]
    assert await _scopes() == [PauseScope(group="emea")]

    await harness.say("/tasks", "resume", user=_ADMIN)  # there is only one

    assert await _scopes() == []


@on_sqlite
async def test_resume_all_ends_what_one_may_and_says_what_one_may_not(harness: BoltHarness) -> None:
    for words in ("group:emea", "all"):
        await harness.say("/tasks", f"pause {words} so", user=_ADMIN)

    await harness.say("/tasks", "resume all", user=_OPERATOR)

    assert await _scopes() == [PauseScope()]
    assert "Resumed." in harness.slack.said[-1]
    assert "You may not pause or resume tasks of every group." in harness.slack.said[-1]


@on_sqlite
async def test_a_form_pauses_too_and_refuses_an_unknown_account_at_its_field(harness: BoltHarness) -> None:
    await harness.say("/tasks", "pause", user=_OPERATOR)
    assert harness.slack.views[-1]["title"]["text"] == "Pause tasks"
    values = {
        "group": {Do.CHOOSE_PAUSE_GROUP: {"selected_option": {"value": "emea"}}},
        "length": {Do.FILL_PAUSE: {"selected_option": {"value": "1h"}}},
        "why": {Do.FILL_PAUSE: {"value": "new proxies"}},
    }
    wrong = values | {"account": {Do.FILL_PAUSE: {"value": "nobody"}}}

    await harness.submit(Form.PAUSE, user=_OPERATOR, private="{}", values=wrong)
    assert "No account is called" in harness.errors["account"]
    await harness.submit(Form.PAUSE, user=_OPERATOR, private="{}", values=values)

    (pause,) = await reading.in_force(now=NOW)
    assert (pause.scope, pause.why, pause.until) == (
        PauseScope(group="emea"),
        "new proxies",
        NOW + timedelta(hours=1),
    )


@on_sqlite
async def test_list_card_and_home_say_the_same_sentence(harness: BoltHarness) -> None:
    await harness.say("/tasks", "pause group:emea the proxies are being changed", user=_ADMIN)
    (pause,) = await reading.in_force(now=NOW)
    sentence = pause_words.sentence(pause, zone=ZONE, now=NOW)
    page = await pages.page(ListState(), zone=ZONE, now=NOW)
    card = await queries.task_detail(1, now=NOW)
    assert card is not None

    assert present.task_list(ListState(), page, zone=ZONE, now=NOW).paused == sentence
    drawn = present_card.card(card, thread_link="", news=present_card.News(), zone=ZONE, now=NOW)
    assert drawn.explained == sentence
    home = present_home.sections(HomeSummary(pauses=(pause,)), _ADMIN, zone=ZONE, now=NOW)
    assert [view.text for view in home] == [sentence]


def test_the_sentence_says_what_until_when_by_whom_and_why() -> None:
    pause = OpenPause(
        id=1, scope=PauseScope(group="emea", type="check"), why="<new> proxies", by="U0BEN",
        since=datetime(2026, 11, 1, 12, tzinfo=UTC), until=None,
    )  # fmt: skip

    assert (
        pause_words.sentence(pause, zone=None, now=NOW)
        .replace("\u00a0", " ")
        .endswith(
            " ⏸️ *Paused* *Check* tasks in *emea* · until somebody resumes · by <@U0BEN> since <!date^1793534400^{date_short_pretty}, {time}|1 Nov, 12:00 UTC>: &lt;new&gt; proxies".strip()
        )
    )
