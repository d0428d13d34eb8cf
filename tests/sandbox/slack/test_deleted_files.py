"""files.delete: an app deletes what it uploaded, and no file of a person."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack

from .test_posting import error_of


@pytest.mark.parametrize(("owner", "error"), [("U0ANA", "cant_delete_file"), ("", "file_not_found")])
async def test_what_is_not_the_apps_own_is_refused(
    client: AsyncWebClient, slack: LocalSlack, owner: str, error: str
) -> None:
    file_id = slack.platform.uploads.receive(owner, "a.csv", b"x").id if owner else "F0"

    with pytest.raises(SlackApiError) as refused:
        await client.files_delete(file=file_id)

    assert error_of(refused)["error"] == error


async def test_the_apps_own_file_is_deleted_once_and_is_gone(
    client: AsyncWebClient, slack: LocalSlack
) -> None:
    file = slack.platform.uploads.receive(slack.platform.workspace.app.bot_user_id, "a.csv", b"x")

    await client.files_delete(file=file.id)

    for ask in (client.files_info, client.files_delete):
        with pytest.raises(SlackApiError) as refused:
            await ask(file=file.id)
        assert error_of(refused)["error"] == "file_deleted"
