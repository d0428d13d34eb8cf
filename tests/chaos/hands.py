"""Blows that come while people fill in and click, or on what they clicked."""

from bot.sandbox.slack import Person
from bot.sandbox.slack.person import Refused
from models.points import Point
from models.tables import Task
from tests.chaos.house import GROUP, House

_WAITS = 40.0  # seconds


async def accepted_and_dead(house: House) -> None:
    """The bot dies when a form's tasks are written and nobody was told, the person neither."""
    async with Person(house.slack.url, "U0ANA") as ana:
        house.doom(Point.CREATED)
        try:
            await _create(house, ana)
        except Refused:  # Slack says that the app did not answer
            await house.until_dead(_WAITS)


async def canceled_and_dead(house: House) -> None:
    """The bot dies in the middle of canceling what waits; somebody else must go on with it."""
    await house.ask("check", "check")
    async with Person(house.slack.url, "U0ANA") as ana:
        await ana.say("/tasks status:waiting")
        await ana.click(await ana.wait_for_message("Select all", seconds=_WAITS), "Select all")
        await ana.click(await ana.wait_for_view("match this list"), "Cancel execution")
        house.doom(Point.STEPPED)
        await ana.submit(await ana.wait_for_view("will be canceled"))
        await house.until_dead(_WAITS)


async def delivered_twice(house: House) -> None:
    """Whatever a person does comes to the bot twice: the words, the form, the click that runs it all again."""
    house.slack.switches.set({"deliver_twice": True})
    try:
        async with Person(house.slack.url, "U0ANA") as ana:
            await _create(house, ana)
            newest = await _newest()
            await house.until_over(90)
            await ana.say(f"/tasks retry {' '.join(map(str, newest))}")
            await ana.submit(await ana.wait_for_view("Re-execute", seconds=_WAITS))
            await ana.wait_for_message(f"Re-executed {len(newest)}", seconds=_WAITS)
    finally:
        house.slack.switches.set({"deliver_twice": False})


async def _create(house: House, ana: Person) -> None:
    house.expect()
    await ana.say("/tasks new")
    form = await ana.wait_for_view("New tasks", seconds=_WAITS)
    await ana.fill(form, {"Task type": "Check"})
    form = await ana.wait_for_view("New tasks")
    await ana.fill(form, {"Group": GROUP})
    await ana.submit(form)


async def _newest() -> list[int]:
    """The tasks of the newest batch: a form that was accepted has written them."""
    newest = (await Task.all().order_by("-id"))[0]
    return [task.id for task in await Task.filter(batch_id=newest.batch_id).order_by("id")]
