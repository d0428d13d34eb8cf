"""The handlers without Slack: calls what Bolt would call, and records what is sent to Slack."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from handlers.listeners import Conversation
from handlers.slack.services import DirectFile, Services, WebhookAccess
from handlers.slack.users import People
from models.alerts import webhooks
from models.domain.outcomes import ProxyAnswer
from models.domain.proxies import ProxyAddress
from models.domain.values.batches.approvals import Policy
from models.domain.values.checks import CheckResult
from models.secrets.sealing import Sealer
from tests.conftest import KEY
from tests.handlers.recording_slack import RecordingSlack
from tests.handlers.strategies import NOW

_numbers = itertools.count(1)


class Listeners:
    """Stands in for Bolt's app: keeps every registered listener by kind and name."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Callable[..., Any]] = {}

    def __getattr__(self, kind: str) -> Callable[[str], Callable[[Callable[..., Any]], None]]:
        return lambda name: lambda listener: self.kept.update({(kind, str(name)): listener})


class Slack(RecordingSlack):
    """Answers the methods that RecordingSlack lacks with an empty result, and records their names."""

    def __init__(self) -> None:
        super().__init__()
        self.called: list[str] = []
        self.updated: list[dict[str, Any]] = []  # modals

    def webhook(self, url: str) -> Any:
        """A client for a response URL."""
        return AsyncWebhookClient(url)

    async def views_update(self, *, view: dict[str, Any], **_more: Any) -> None:
        self.updated.append(view)

    def __getattr__(self, method: str) -> Callable[..., Any]:
        async def answered(**_more: Any) -> dict[str, Any]:
            self.called.append(method)
            return {"ok": True, "permalink": "https://slack.example/p1", "users": []}

        return answered


class BoltHarness:
    """One set of registered handlers. ``send`` delivers a request as Slack does, and waits until it is answered."""

    def __init__(self, slack: Slack | None = None, *, burst: int = 0) -> None:
        self.slack = slack or Slack()
        self._listeners = Listeners()
        services = replace(self._services(), burst=burst)
        self._conversation = Conversation(cast("AsyncApp", self._listeners), services)
        self.errors: dict[str, str] = {}

    async def send(self, kind: str, name: str, *, user: str, **payload: Any) -> None:
        """One delivery; a form's refusals by block id are in ``errors`` afterwards."""
        body = {
            "user": {"id": user}, "user_id": user, "trigger_id": f"t{next(_numbers)}", "channel": {"id": "C0OPS"},
            "channel_id": "C0OPS", **payload,
        }  # fmt: skip
        await self._listeners.kept[kind, name](self.acknowledged, body)
        await self._conversation.drain(10)

    async def say(self, command: str, text: str, *, user: str) -> None:
        await self.send("command", command, user=user, command=command, text=text)

    async def click(
        self, action: str, *, user: str, value: str = "", view: str = "V1", block: str = "b", **more: Any
    ) -> None:
        await self.send(
            "action",
            action,
            user=user,
            actions=[{"action_id": action, "block_id": block, "value": value}],
            view={"id": view, "root_view_id": view},
            **more,
        )

    async def submit(
        self, callback: str, *, user: str, private: str = "", values: dict[str, Any] | None = None
    ) -> None:
        view = {
            "id": f"V{next(_numbers)}", "root_view_id": "V0", "callback_id": callback, "private_metadata": private,
            "title": {"text": "Title"}, "blocks": [{"type": "input", "block_id": "first"}],
            "state": {"values": values or {}},
        }  # fmt: skip
        await self.send("view", callback, user=user, view=view)

    async def acknowledged(self, *, errors: dict[str, str] | None = None, **_more: Any) -> None:
        self.errors = errors or {}

    def _services(self) -> Services:
        slack = cast("AsyncWebClient", self.slack)
        return Services(
            slack=slack,
            notify=self.slack.notify,
            now=lambda: NOW,
            people=People(slack, admins=("U0FIRST",)),
            fetch=_a_csv,
            send_file=_discard,
            examine=_all_well,
            test_proxy=_answers,
            webhooks=WebhookAccess(refusal=lambda _: "", test=_is_taken),
            policy=Policy(types=frozenset({"create_bm"})),
            sealer=Sealer([KEY]),
            webhook=self.slack.webhook,
        )


async def _discard(_file: DirectFile) -> None:
    """Nobody looks at it here."""


async def _is_taken(rule: int) -> str:
    await webhooks.failed(rule, "tested", now=NOW)
    return "The test was taken."


async def _a_csv(_file_id: str) -> bytes:
    return b"login,group\nnew@example.com,emea\n"


async def _answers(number: int, _proxy: ProxyAddress) -> ProxyAnswer:
    return ProxyAnswer(proxy_id=number, seconds=0.1)


async def _all_well() -> list[CheckResult]:
    return [CheckResult(name="Database", says="answers")]
