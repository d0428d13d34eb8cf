"""Who is meant by a handle or an e-mail address."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Grid, LocalSlack, workspace
from bot.sandbox.slack.directory import USERS
from handlers.slack import members
from handlers.slack.members import Members
from handlers.slack.users import People


@pytest.fixture
def known(slack: LocalSlack) -> Members:
    return _members(slack)


def _members(slack: LocalSlack) -> Members:
    return People(AsyncWebClient(token=slack.workspace.bot_token, base_url=slack.api_url)).named


async def test_a_person_is_found_by_either_over_all_pages_of_the_list(
    known: Members, slack: LocalSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "_PAGE", 2)

    assert [await known.by_handle(handle) for handle in ("@ana", "@Chen", "@gia")] == [
        "U0ANA",
        "U0CHEN",
        "U0GIA",
    ]
    assert await known.by_email("Ben@team.example") == "U0BEN"
    assert (
        len([call for call in slack.books()["calls"] if call["method"] == "users.list"])
        == (len(USERS) + 1) // 2
    )


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("@nobody", "owner @nobody is nobody in Slack. Write a Slack user id, or an e-mail address."),
        ("@drew", "nobody in Slack"),  # deactivated
        ("@sara", "nobody in Slack"),  # of another workspace
        ("@bellhop", "nobody in Slack"),
        ("x@team.example", "owner x@team.example is nobody in Slack. Write a Slack user id, or an @handle."),
    ],
)
async def test_who_is_no_member_is_nobody(known: Members, asked: str, sentence: str) -> None:
    find = known.by_handle if asked.startswith("@") else known.by_email
    with pytest.raises(ValueError, match=sentence):
        await find(asked)


async def test_what_two_are_called_and_what_is_beyond_the_bound_is_told(
    known: Members, slack: LocalSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.change_person("U0BEN", name="Ana")
    with pytest.raises(ValueError, match="owner @ana is the name of 2 people"):
        await known.by_handle("@ana")

    monkeypatch.setattr(members, "_PAGE", 1)
    monkeypatch.setattr(members, "_MOST_PAGES", 2)
    other = Members(known._slack, known._teams)
    with pytest.raises(ValueError, match="nobody in Slack among the first 2 members"):
        await other.by_handle("@gia")


async def test_a_workspace_that_gave_no_scope_is_told_which(known: Members, slack: LocalSlack) -> None:
    slack.switches.fail("users.lookupByEmail", "missing_scope")
    with pytest.raises(ValueError, match=r"give the Slack app the scope users:read\.email"):
        await known.by_email("ana@team.example")

    slack.switches.fail("users.list", "fatal_error")
    with pytest.raises(ValueError, match="could not be looked up in Slack"):
        await known.by_handle("@ana")


async def test_with_an_organisations_token_each_of_its_workspaces_is_asked() -> None:
    async with LocalSlack(workspace(grid=Grid(is_org_wide=True))) as slack:
        known = _members(slack)

        assert [await known.by_handle(handle) for handle in ("@ana", "@wim")] == ["U0ANA", "W0WIM"]
