"""The filter's form: every condition, as the words make it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.slack import LocalSlack, Person
from models.secrets.sealing import Sealer
from tests.factories import ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


async def opened(ana: Person, sealer: Sealer) -> dict[str, object]:
    """The form, over a list of four tasks of which one has ended."""
    ids = await waiting_tasks(4, sealer)
    await ended(ids[0])
    await ana.say("/tasks")
    message = await ana.wait_for_message("Total 4")
    await ana.click(message, "Filter")
    return await ana.wait_for_view("Filter")


@pytest.mark.parametrize(
    ("filled", "line", "total"),
    [
        ({"Execution status": "Execution ends"}, "Filter: status:ended", 1),
        ({"Task type": "Check"}, "Filter: type:check", 4),
        ({"Create time": "One week"}, "Filter: 1w", 4),
        ({"Create time": "Yesterday"}, "Filter: yesterday", 0),
        ({"Group": "emea"}, "Filter: group:emea", 4),
        ({"Account ID": "emea02"}, "Filter: account:emea02", 1),
        ({"Account ID": "emea0"}, "Filter: account:emea0", 0),
        ({"Task ID": "3"}, "Filter: id:3", 1),
        ({"Operation user": "U0ANA"}, "Filter: by:<@U0ANA>", 4),
        ({"Operation user": "U0BEN"}, "Filter: by:<@U0BEN>", 0),
        ({"Operation user": ["U0ANA", "U0BEN"]}, "Filter: by:<@U0ANA> by:<@U0BEN>", 4),
        ({"Outcome": "Failed"}, "Filter: failed", 0),
        ({"Outcome": "Done"}, "Filter: outcome:done", 1),
        ({"Login status": "logged in"}, "Filter: login:logged_in", 1),
        ({"Operation user or owner": "U0ANA"}, "Filter: for:<@U0ANA>", 4),
        ({"Batch": "1"}, "Filter: batch:1", 4),
    ],
)
async def test_search_draws_the_list_by_the_form(
    ana: Person, sealer: Sealer, filled: dict[str, str], line: str, total: int
) -> None:
    form = await opened(ana, sealer)
    await ana.fill(form, filled)

    assert await ana.submit(form) is None

    message = await ana.wait_for_message(line)
    assert f"Total {total} · Page 1 of 1" in ana.reads(message)


async def test_a_period_is_two_days(ana: Person, sealer: Sealer) -> None:
    form = await opened(ana, sealer)
    today = datetime.now(UTC).date()
    since, until = today - timedelta(days=2), today + timedelta(days=1)
    await ana.fill(form, {"Create time": "Period", "From": str(since), "To": str(until)})

    assert await ana.submit(form) is None

    message = await ana.wait_for_message(f"Filter: from:{since} to:{until}")
    assert "Total 4" in ana.reads(message)


@pytest.mark.parametrize(
    ("filled", "refusals"),
    [
        ({"Task ID": "12a"}, {"Task ID": "A Task ID is a number, such as 4711."}),
        ({"Batch": "x"}, {"Batch": "A batch is a number, such as 12."}),
        ({"From": "2026-11-02", "To": "2026-11-01"}, {"To": "To is before From."}),
        ({"Create time": "Period"}, {"From": "A period needs From, To or both."}),
        (
            {"Create time": "One week", "From": "2026-11-02"},
            {"Create time": "Choose Period to use From and To, or clear them."},
        ),
    ],
)
async def test_what_cannot_be_is_told_at_its_field(
    ana: Person, sealer: Sealer, filled: dict[str, str], refusals: dict[str, str]
) -> None:
    form = await opened(ana, sealer)
    await ana.fill(form, filled)

    assert await ana.submit(form) == refusals


async def test_the_form_shows_the_filter_in_force_and_reset_clears_it(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(2, sealer)
    await ana.say("/tasks status:waiting group:emea account:emea01")
    message = await ana.wait_for_message("Total 1")
    await ana.click(message, "Filter")
    form = await ana.wait_for_view("Filter")

    assert await ana.submit(form) is None
    before = message["blocks"]
    message = await ana.wait_for_message(
        lambda message: "Filter: " in ana.reads(message) and message["blocks"] != before
    )
    assert "Filter: status:waiting group:emea account:emea01" in ana.reads(message)
    await ana.click(message, "Reset")

    await ana.wait_for_message("Filter: none")


async def test_a_viewer_is_offered_the_groups_too(ana: Person, slack: LocalSlack, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    await waiting_tasks(2, sealer, group="apac")
    await ana.say("/tasks access <@U0BEN|ben> viewer")
    await ana.wait_for_message("Done: <@U0BEN> is viewer.")
    async with Person(slack.url, "U0BEN") as ben:
        await ben.say("/tasks")
        await ben.click(await ben.wait_for_message("Total 3"), "Filter")
        form = await ben.wait_for_view("Filter")

        await ben.fill(form, {"Group": "apac"})
        assert await ben.submit(form) is None

        assert "Total 2" in ben.reads(await ben.wait_for_message("Filter: group:apac"))


@pytest.mark.parametrize("field", ["Operation user", "Operation user or owner"])
async def test_an_app_that_slacks_menu_offers_is_refused(ana: Person, sealer: Sealer, field: str) -> None:
    form = await opened(ana, sealer)
    await ana.fill(form, {field: "U0BELLHOP"})

    refusals = await ana.submit(form)

    assert refusals is not None
    assert "This is an app. Choose a person." in refusals.values()
