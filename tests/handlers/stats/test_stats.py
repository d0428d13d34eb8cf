"""Pictures of what became of tasks: asked for in words, taken by Slack, and otherwise answered with less."""

import asyncio
from typing import Any

import pytest

from bot.sandbox.slack import LocalSlack, Person
from models.domain.lifecycle import Status
from models.domain.permissions import Role
from models.domain.values.figures import Figures
from models.secrets.sealing import Sealer
from models.stats import figures as stats_figures
from tests.bot.outbox.kinds import allow
from tests.factories import ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


async def a_day(sealer: Sealer) -> None:
    """Four checks, one of them still waiting, and two pages that another group waits for."""
    ids = await waiting_tasks(4, sealer)
    await ended(ids[0])
    await ended(ids[1], result="Not done: the account is at a checkpoint.")
    await ended(ids[2], status=Status.NO_PROXY)
    await waiting_tasks(2, sealer, kind="create_page", group="apac")


def charts(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The charts of a message by their titles."""
    drawn = [block for block in message["blocks"] if block["type"] == "data_visualization"]
    return {block["title"]: block["chart"] for block in drawn}


def sums(chart: dict[str, Any]) -> dict[str, float]:
    """What the points of each series come to."""
    return {series["name"]: sum(point["value"] for point in series["data"]) for series in chart["series"]}


async def test_stats_are_two_charts_with_their_totals(ana: Person, sealer: Sealer) -> None:
    await a_day(sealer)

    await ana.say("/tasks stats")

    message = await ana.wait_for_message("Filter: 1w")
    drawn = charts(message)
    assert list(drawn) == ["Tasks created each day, by outcome", "Tasks waiting to be executed"]
    outcomes, waiting = drawn.values()
    assert sums(outcomes) == {"Done": 1, "Needs a fix": 1, "Refused by the site": 1, "Not over yet": 3}
    assert [point["value"] for point in waiting["series"][0]["data"]] == [0, 0, 0, 0, 0, 0, 3]
    assert "*6 tasks* · 33 % of 3 executed are done · median wait" in ana.reads(message)
    assert "as of " in ana.reads(message)


async def test_the_other_two_charts_are_a_click_away_and_lead_back(ana: Person, sealer: Sealer) -> None:
    await a_day(sealer)
    await ana.say("/tasks stats today")
    message = await ana.wait_for_message("Filter: today")

    await ana.click(message, "Durations and groups")

    message = await ana.wait_for_message(lambda message: "Tasks by group" in charts(message))
    durations, groups = charts(message).values()
    assert [series["name"] for series in durations["series"]] == ["Median", "95th percentile"]
    assert groups["segments"] == [{"label": "emea", "value": 4}, {"label": "apac", "value": 2}]
    await ana.click(message, "Outcomes and waiting")
    again = await ana.wait_for_message(lambda message: "Tasks waiting to be executed" in charts(message))
    assert again["ts"] == message["ts"]


async def test_the_filter_decides_what_is_drawn_and_the_tasks_are_a_click_away(
    ana: Person, sealer: Sealer
) -> None:
    await a_day(sealer)
    await ana.say("/tasks stats group:apac type:create_page 30d")
    message = await ana.wait_for_message("Filter: type:create_page 30d group:apac")
    outcomes, waiting = charts(message).values()
    assert sums(outcomes) == {"Not over yet": 2}
    assert waiting["series"][0]["data"][-1]["value"] == 2

    await ana.click(message, "Show tasks")

    await ana.wait_for_message("Total 2 · Page 1 of 1")


async def test_refresh_counts_anew(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(2, sealer)
    await ana.say("/tasks stats today")
    message = await ana.wait_for_message("*2 tasks*")
    await ended(ids[0])

    await ana.click(message, "Refresh")

    await ana.wait_for_message("*2 tasks* · 100 % of 1 executed are done")


async def test_where_charts_are_refused_the_figures_come_as_lines_and_as_a_picture(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await a_day(sealer)
    slack.switches.set({"refused_blocks": ["data_visualization"]})

    await ana.say("/tasks stats today")

    message = await ana.wait_for_message("In short: Slack did not take the charts.")
    assert "Done 1 · Needs a fix 1 · Refused by the site 1 · Not over yet 3" in ana.reads(message)
    await ana.wait_for_message("A picture of the charts is in your messages with me.")
    direct = next(channel for channel in ana.memory.messages if channel.startswith("D"))
    posted = await ana.wait_for_message(lambda message: bool(message.get("files")), channel=direct)
    picture = await ana.download(posted["files"][0])
    assert picture.startswith(b"\x89PNG")
    await ana.click(message, "Durations and groups")
    await ana.wait_for_message("emea: 4 (66 %)")


async def test_where_the_picture_fails_too_the_lines_stand_alone(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await a_day(sealer)
    slack.switches.set({"refused_blocks": ["data_visualization"]})
    slack.switches.fail("files.getUploadURLExternal", "missing_scope")

    await ana.say("/tasks stats today")

    await ana.wait_for_message("Done 1 · Needs a fix 1 · Refused by the site 1 · Not over yet 3")
    await slack.refusal("missing_scope")
    assert not [posted for posted in ana.messages() if "picture" in ana.reads(posted)]


async def test_nothing_to_draw_is_said_with_what_would_help(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)

    await ana.say("/tasks stats type:create_bm")

    message = await ana.wait_for_message("There is nothing to draw: no task matches this filter.")
    assert charts(message) == {}


async def test_more_tasks_than_can_be_counted_in_a_moment_are_told(
    ana: Person, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await waiting_tasks(3, sealer)
    monkeypatch.setattr("handlers.stats.show.MOST_TASKS", 2)

    await ana.say("/tasks stats today")

    await ana.wait_for_message("3 tasks match, and pictures are drawn of at most")


async def test_a_word_that_is_no_filter_gets_the_nearest_one(ana: Person) -> None:
    await ana.say("/tasks stats grup:emea")

    await ana.wait_for_message("Did you mean `group:`?")


async def test_however_many_charts_one_person_asks_for_others_get_their_lists(
    ana: Person, slack: LocalSlack, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await waiting_tasks(1, sealer)
    await allow("U0BEN", Role.VIEWER)
    figures, begun, may_end = stats_figures.figures, asyncio.Event(), asyncio.Event()

    async def slow(*given: Any, **named: Any) -> Figures | None:
        begun.set()
        await may_end.wait()
        return await figures(*given, **named)

    monkeypatch.setattr(stats_figures, "figures", slow)
    async with Person(slack.url, "U0BEN") as ben:
        for _ in range(4):
            await ben.say("/tasks stats")
        await begun.wait()

        await ana.say("/tasks")
        await ana.wait_for_message("Total 1")

        may_end.set()
        await ben.wait_for_message("Filter: 1w")
