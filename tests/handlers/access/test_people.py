"""The subjects of a person: by what Slack says of them, and when it says nothing."""

import asyncio
from typing import Any

import pytest

from models.access import grants
from models.domain.permissions import EVERYONE, Action, Grant, Role
from models.sql import transaction
from tests.handlers.access.directory import Directory
from tests.handlers.strategies import NOW

pytestmark = pytest.mark.usefixtures("database")


async def _granted_to_groups() -> None:
    given = [Grant(subject=group, role=Role.OPERATOR) for group in ("S0OPS", "S0NIGHT")]
    await transaction(lambda: grants.grant(given, by="U0FIRST", now=NOW))


@pytest.mark.parametrize(
    ("of_ben", "subjects", "kind"),
    [
        ({}, ("U0BEN", EVERYONE, "S0OPS"), ""),
        ({"is_restricted": True}, ("U0BEN",), "guest"),
        ({"is_restricted": True, "is_ultra_restricted": True}, ("U0BEN",), "guest"),
        ({"is_stranger": True}, ("U0BEN",), "from another workspace"),
        ({"team_id": "T0OTHER"}, ("U0BEN",), "from another workspace"),
        ({"team_id": "T0OTHER", "is_stranger": False}, ("U0BEN",), "from another workspace"),
        ({"team_id": None}, ("U0BEN",), "from another workspace"),
        ({"deleted": True}, (), "deactivated"),
        ({"is_bot": True}, (), "bot"),
    ],
)
async def test_a_guest_or_stranger_is_granted_by_name_only_a_bot_not_at_all(
    of_ben: dict[str, Any], subjects: tuple[str, ...], kind: str
) -> None:
    await _granted_to_groups()

    ben = await Directory(**of_ben).people().actor("U0BEN", "C0OPS:1")

    assert (ben.subjects, ben.kind, ben.unsure) == (subjects, kind, False)


async def test_a_deactivated_first_admin_may_nothing() -> None:
    first = await Directory(deleted=True).people().actor("U0FIRST", "")

    assert (await grants.of(first)).role is None


async def test_whom_slack_cannot_be_asked_about_may_change_nothing() -> None:
    slack = Directory()
    slack.down = True

    first = await slack.people().actor("U0FIRST", "")

    assert first.unsure


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("error", ["user_not_found", "users_not_found", "user_not_visible", "user_disabled"])
async def test_a_certain_no_of_slack_denies_everything_even_to_a_first_admin(error: str) -> None:
    slack = Directory()
    slack.refuses = error

    first = await slack.people().actor("U0FIRST", "")

    assert (await grants.of(first)).role is None
    assert not first.unsure


async def test_whom_slack_cannot_be_asked_about_may_look_and_nothing_else() -> None:
    slack = Directory()
    slack.down = True
    may = await grants.of(await slack.people().actor("U0FIRST", ""))

    assert {action for action in Action if may.may(action)} == {Action.ASK, Action.SEE}


class Patient(Directory):
    """Answers about user groups only when it was asked about all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.members = {group: ["U0BEN"] for group in ("S0NIGHT", "S0OPS")}
        self._asked: set[str] = set()
        self._all = asyncio.Event()

    async def usergroups_users_list(self, *, usergroup: str, team_id: str | None = None) -> dict[str, Any]:
        self._asked.add(usergroup)
        if self._asked == set(self.members):
            self._all.set()
        await self._all.wait()
        return await super().usergroups_users_list(usergroup=usergroup, team_id=team_id)


async def test_slack_is_asked_about_all_user_groups_at_once_since_a_form_waits_for_it() -> None:
    await _granted_to_groups()

    ben = await Patient().people().actor("U0BEN", "")

    assert ben.subjects == ("U0BEN", EVERYONE, "S0NIGHT", "S0OPS")


async def test_a_user_group_slack_does_not_speak_of_gives_nothing() -> None:
    await _granted_to_groups()
    slack = Directory()
    people = slack.people()
    await people.zone("U0BEN")
    slack.down = True

    ben = await people.actor("U0BEN", "")

    assert ben.subjects == ("U0BEN", EVERYONE)
