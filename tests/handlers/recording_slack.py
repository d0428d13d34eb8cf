"""A Slack client that records what is posted and opened."""

from collections.abc import Sequence
from typing import Any, cast

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.services import DirectFile, Services
from handlers.slack.users import People
from models.domain.values.checks import CheckResult
from tests.handlers.strategies import NOW


class RecordingSlack:
    """Stands in for the Web API's client: the methods the conversation calls, and nothing else."""

    def __init__(self, *, zone: str = "Asia/Kathmandu", refuses: str = "") -> None:
        self.said: list[str] = []
        self.views: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.notified: list[int] = []
        self.zone, self.refuses = zone, refuses

    async def chat_postEphemeral(self, *, text: str, **_more: Any) -> None:  # noqa: N802 - Slack's own name
        self._refuse()
        self.said.append(text)

    async def chat_postMessage(self, *, channel: str, text: str, **_more: Any) -> None:  # noqa: N802 - Slack's own name
        self._refuse()
        self.said.append(f"{channel}: {text}")

    async def views_open(self, *, view: dict[str, Any], **_more: Any) -> None:
        self._refuse()
        self.views.append(view)

    async def views_push(self, *, view: dict[str, Any], **_more: Any) -> None:
        self._refuse()
        self.views.append(view)

    async def views_update(self, *, view: dict[str, Any], **_more: Any) -> None:
        self._refuse()
        self.views.append(view)

    async def users_info(self, *, user: str) -> dict[str, Any]:
        self.asked.append(user)
        self._refuse()
        return {"user": {"tz": self.zone, "team_id": "T0BELLHOP"}}

    async def auth_test(self) -> dict[str, Any]:
        return {"team_id": "T0BELLHOP"}

    async def notify(self, task_ids: Sequence[int]) -> None:
        self.notified += task_ids

    def services(self) -> Services:
        slack = cast("AsyncWebClient", self)
        return Services(
            slack=slack,
            notify=self.notify,
            now=lambda: NOW,
            people=People(slack),
            fetch=_no_file,
            send_file=_discard,
            examine=_all_well,
            sealer=None,
        )

    def _refuse(self) -> None:
        if self.refuses:
            raise SlackApiError("refused", {"ok": False, "error": self.refuses})


async def _all_well() -> Sequence[CheckResult]:
    return [CheckResult(name="Database", says="answers")]


async def _discard(_file: DirectFile) -> None:
    """Nobody looks at it here."""


async def _no_file(_file_id: str) -> bytes:
    raise FileNotFoundError
