"""An app whose `/tasks` opens a view."""

from contextlib import suppress
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError


def opens(app: AsyncApp, view: dict[str, Any]) -> None:
    """`/tasks` opens this view."""

    @app.command("/tasks")
    async def tasks(ack: Any, client: Any, command: Any) -> None:
        await ack()
        with suppress(SlackApiError):
            await client.views_open(trigger_id=command["trigger_id"], view=view)
