"""A workspace on Enterprise Grid: what profiles say, and what an organisation's token must."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Grid, LocalSlack, workspace

from .bots import web_client


async def _told(client: AsyncWebClient, user: str) -> tuple[str, list[str], bool]:
    user_info = (await client.users_info(user=user))["user"]
    return user_info["team_id"], user_info["enterprise_user"]["teams"], "is_stranger" in user_info


async def test_a_profile_names_the_organisation_any_workspace_or_a_strangers():
    async with LocalSlack(workspace(grid=Grid())) as slack, web_client(slack) as client:
        told = {user: await _told(client, user) for user in ("U0ANA", "U0BEN", "U0CHEN", "W0WIM", "U0SARA")}

    assert told == {
        "U0ANA": ("T0BELLHOP", ["T0BELLHOP"], False),
        "U0BEN": ("E0ACME", ["T0SALES", "T0BELLHOP"], False),
        "U0CHEN": ("T0SALES", ["T0SALES", "T0BELLHOP"], False),
        "W0WIM": ("T0SALES", ["T0SALES"], False),
        "U0SARA": ("T0PARTNER", ["T0PARTNER"], False),
    }


async def test_an_organisations_token_names_no_workspace_and_must_name_one_to_ask_about_user_groups():
    async with LocalSlack(workspace(grid=Grid(is_org_wide=True))) as slack, web_client(slack) as client:
        me = await client.auth_test()
        teams = [team["id"] for team in (await client.auth_teams_list())["teams"]]
        members = (await client.usergroups_users_list(usergroup="S0OPS", team_id="T0BELLHOP"))["users"]
        refused = []
        for team in (None, "T0ELSE", "T0SALES"):
            with pytest.raises(SlackApiError) as error:
                await client.usergroups_users_list(usergroup="S0OPS", team_id=team)
            refused.append(error.value.response["error"])

    assert (me["team_id"], me["enterprise_id"], me["is_enterprise_install"]) == (None, "E0ACME", True)
    assert (teams, members) == (["T0SALES", "T0BELLHOP"], ["U0ANA", "U0BEN"])
    assert refused == ["missing_argument", "team_not_found", "no_such_subteam"]
