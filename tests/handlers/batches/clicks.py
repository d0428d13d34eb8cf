"""A person whose clicks are counted, and what they see of the first batch."""

from typing import Any

from bot.sandbox.slack import Person
from models.domain.lifecycle import LoginStatus, Status
from models.tables.tasks import Task
from tests.factories import ended


class Counting(Person):
    """A person whose clicks are counted: on a button, and on what a window is sent with."""

    clicks = 0

    async def click(self, *given: Any, **named: Any) -> Any:
        self.clicks += 1
        return await super().click(*given, **named)

    async def submit(self, *given: Any, **named: Any) -> Any:
        self.clicks += 1
        return await super().submit(*given, **named)


async def statuses() -> list[Status]:
    return [task.status for task in await Task.all().order_by("id")]


def buttons(message: dict[str, Any]) -> list[str]:
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row]


async def message_of(person: Person, words: str, *, missing: str = "") -> dict[str, Any]:
    """The batch's message, once it reads so."""

    def reads(message: dict[str, Any]) -> bool:
        text = person.reads(message)
        return "Batch 1 ·" in text and words in text and not (missing and missing in text)

    return await person.wait_for_message(reads)


async def failed(task_id: int, *, cause: str = "time_limit") -> None:
    await ended(task_id, status=Status.TIMED_OUT, login=LoginStatus.UNKNOWN, result="so", cause=cause)
