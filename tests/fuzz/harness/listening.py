"""A Slack that records everything: what was posted, drawn, opened and acknowledged."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from handlers.slack.blocks import section
from tests.handlers.bolt_harness import BoltHarness, Slack


@dataclass
class Answers:
    """What the bot said in answer to one delivery."""

    messages: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    views: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    options: list[Any] = field(default_factory=list[Any])
    errors: dict[str, str] = field(default_factory=dict[str, str])


class ListeningSlack(Slack):
    """Every method of the Web API, answered with nothing and kept."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = Answers()

    async def chat_postEphemeral(self, **message: Any) -> None:  # noqa: N802 - Slack's own name
        self.answers.messages.append(message)

    async def chat_postMessage(self, **message: Any) -> None:  # noqa: N802 - Slack's own name
        self.answers.messages.append(message)

    async def views_open(self, *, view: dict[str, Any], **_more: Any) -> None:
        self.answers.views.append(view)

    views_push = views_update = views_publish = views_open

    def webhook(self, _url: str) -> "Webhook":
        return Webhook(self)


class Webhook:
    """Slack's address for answers to a click."""

    def __init__(self, slack: ListeningSlack) -> None:
        self._slack = slack

    async def send(self, **message: Any) -> Any:
        self._slack.answers.messages.append(message)
        return Taken()


class Taken:
    """The answer of an address that took what it was given."""

    status_code, body = 200, "ok"


class ListeningHarness(BoltHarness):
    """The conversation with such a Slack, and with what forms and menus are acknowledged with."""

    def __init__(self) -> None:
        self.listening = ListeningSlack()
        super().__init__(self.listening)

    async def acknowledged(
        self, *, errors: dict[str, str] | None = None, options: Any = (), view: Any = None, **_more: Any
    ) -> None:
        answers = self.listening.answers
        answers.errors.update(errors or {})
        answers.options += options
        answers.views += [view] if view else []


Webhooks = Callable[[str], Webhook]


def as_message(answers: Answers) -> list[list[dict[str, Any]]]:
    """What a person reads under the fields of a form, as blocks."""
    return [[section(sentence)] for sentence in answers.errors.values()]
