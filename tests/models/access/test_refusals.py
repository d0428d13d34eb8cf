"""Refusals of one person and command fold into one line a minute, and a second one that says how many more there were."""

import asyncio
from datetime import timedelta

import pytest

from models.access import grants
from models.access.grants import Audit
from models.access.refusals import RefusedCommand
from models.database import close_database, open_database
from models.domain.errors import Refused
from models.domain.permissions import Action, Actor, Deed
from tests.handlers.strategies import NOW


def _error(user: str = "U0EVE", command: str = "/tasks list", about: str = "/tasks") -> Refused:
    actor = Actor(user=user, subjects=(user,), place="C0OPS:1")
    return Refused(actor, Deed(action=Action.SEE, about=about, groups=("emea",), command=command))


async def _lines() -> list[tuple[str, str]]:
    return [(line.actor, line.about) for line in await Audit.all().order_by("id")]


@pytest.mark.usefixtures("database")
async def test_a_hundred_refusals_of_a_minute_are_two_lines_that_count_them() -> None:
    for second in range(50):
        await grants.refuse(_error(about=f"/tasks {second}"), now=NOW + timedelta(seconds=second))
    await asyncio.gather(*(grants.refuse(_error(), now=NOW + timedelta(seconds=50)) for _ in range(50)))
    assert await _lines() == [("U0EVE", "/tasks 0")]

    assert await grants.write_refusals(now=NOW + timedelta(seconds=59)) == 0
    assert await grants.write_refusals(now=NOW + timedelta(seconds=61)) == 1

    begins, ends = f"{NOW:%H:%M:%S}", f"{NOW + timedelta(seconds=50):%H:%M:%S}"
    assert (await _lines())[1:] == [
        ("U0EVE", f"/tasks 0 · refused 99 more times from {begins} to {ends} UTC")
    ]
    assert [(line.allowed, line.groups, line.place) for line in await Audit.all()] == [
        (False, "emea", "C0OPS:1")
    ] * 2
    assert await RefusedCommand.all().count() == 0


@pytest.mark.usefixtures("database")
async def test_a_refusal_after_the_minute_writes_the_count_and_a_line_of_its_own() -> None:
    for seconds in (0, 1, 61):
        await grants.refuse(_error(), now=NOW + timedelta(seconds=seconds))

    assert [about.partition(" · ")[2][:19] for _, about in await _lines()] == ["", "refused once more f", ""]


@pytest.mark.usefixtures("database")
async def test_each_person_and_each_command_has_its_own_line_at_once() -> None:
    for user, command in (("U0EVE", "/tasks list"), ("U0EVE", "/accounts list"), ("U0DAN", "/tasks list")):
        await grants.refuse(_error(user, command), now=NOW)

    assert len(await _lines()) == 3
    await grants.write_refusals(now=NOW + timedelta(minutes=2))
    assert len(await _lines()) == 3


async def test_a_restart_loses_no_count(database_url: str) -> None:
    await open_database(database_url)
    for _ in "123":
        await grants.refuse(_error(), now=NOW)
    await close_database()

    await open_database(database_url)
    await grants.write_refusals(now=NOW + timedelta(minutes=2))
    lines = await _lines()
    await close_database()

    assert "refused 2 more times" in lines[1][1]
