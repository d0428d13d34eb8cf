"""Keeps a relay that was slow or stood still from showing in Slack what another relay has taken meanwhile.

Nothing can be made one step with Slack. So the database is asked right before each call that shows something, and
again with what is written down of the answer: a relay that stands still between question and call is the one gap left.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import clock
from bot.slack.client import Client
from handlers.slack.fallback import rule_of
from models.domain.errors import LeaseLost
from models.messages import outbox
from models.messages.outbox import Taken

T = TypeVar("T")
_SHOWS = {"chat.postMessage", "chat.update", "files.completeUploadExternal", "views.publish"}


class Fence:
    """Taken rows that go to Slack as one message."""

    def __init__(self, taken: Sequence[Taken]) -> None:
        self._taken = taken
        self.may_stand = False  # something of it was shown, or no answer came

    async def check(self) -> None:
        """Raise LeaseLost unless all of them are ours; then they are for one lease more."""
        if len(await outbox.renew(self._taken, now=clock.now())) < len(self._taken):
            raise LeaseLost

    async def record(self, write: Callable[[], Awaitable[T]]) -> T:
        """Write down what Slack has answered. Raise LeaseLost, with nothing written, where another relay has them."""
        return await outbox.while_ours(self._taken, write, now=clock.now())


class FencedClient(Client):
    """Slack's client for one message: shows it only while its rows are ours, else raises LeaseLost."""

    def __init__(self, slack: Client, fence: Fence) -> None:
        super().__init__(
            token=slack.token, base_url=slack.base_url, timeout=slack.timeout, network=slack.network
        )
        self.bot_token, self.app_token = slack.bot_token, slack.app_token
        self._slack = slack
        self._fence = fence

    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:
        if api_method not in _SHOWS:
            return await self._slack.api_call(api_method, **given)
        await self._fence.check()
        before, self._fence.may_stand = self._fence.may_stand, True
        try:
            return await self._slack.api_call(api_method, **given)
        except SlackApiError as error:  # an answer; one that says no for certain has shown nothing
            self._fence.may_stand = before or rule_of(error).may_stand
            raise
