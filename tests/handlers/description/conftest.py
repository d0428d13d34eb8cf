"""Lists to look at, and how to look."""

from collections import Counter
from collections.abc import Awaitable, Callable

import pytest

from bot.sandbox.slack import Person
from bot.sandbox.slack.documents import Json
from bot.sandbox.slack.finding import controls, field, labels
from bot.sandbox.slack.reading import words
from models.domain.lifecycle import Status
from models.secrets.sealing import Sealer
from tests.factories import claimed, ended, waiting_tasks

Ask = Callable[[str], Awaitable[Json]]

WAYS = (Status.ENDED, Status.UNKNOWN_ERROR, Status.TIMED_OUT, Status.NO_PROXY)


@pytest.fixture
async def tasks(sealer: Sealer) -> list[int]:
    """Two tasks that wait, one that starts, one ended in each way; oldest first."""
    ids = await waiting_tasks(7, sealer)
    await claimed(ids[2])
    for task_id, status in zip(ids[3:], WAYS, strict=True):
        await ended(task_id, status=status, result=f"so it came: {status.label}")
    return ids


@pytest.fixture
def ask(ana: Person) -> Ask:
    """Type ``/tasks`` with these words; the list that comes."""

    async def asked(typed: str = "") -> Json:
        before = max((message["ts"] for message in ana.messages()), default="0")
        await ana.say(f"/tasks {typed}")
        return await ana.wait_for_message("Total ", after=before)

    return asked


def table(message: Json) -> list[dict[str, str]]:
    """The table's rows as people read them, by column."""
    (block,) = (block for block in message["blocks"] if block["type"] == "data_table")
    header, *rows = block["rows"]
    read = [{name["text"]: _read(cell) for name, cell in zip(header, row, strict=True)} for row in rows]
    return [row | {"Execution status": _without_icon(row["Execution status"])} for row in read]


def _without_icon(status: str) -> str:
    """The description's word; an icon stands before it."""
    icon, _, word = status.strip().partition("\u00a0")
    assert not icon.isascii()
    return word


def choices(view: Json, label: str) -> list[str]:
    """The options of a field, in order."""
    return [words(option["text"]) for option in field(view, label).element["options"]]


def fields(view: Json) -> list[str]:
    """The labels of a form, in order."""
    return list(labels(view).values())


def shown_ids(message: Json) -> list[int]:
    return [int(row["Task ID"].removeprefix("#")) for row in table(message)]


def statuses(message: Json) -> Counter[str]:
    """How many rows stand where."""
    return Counter(row["Execution status"] for row in table(message))


def names(message: Json) -> set[str]:
    """What every control of a message is called."""
    return {name for control in controls(message) for name in control.names[:1]}


def _read(cell: Json) -> str:
    if cell["type"] != "rich_text":
        return str(cell["text"])
    element = cell["elements"][0]["elements"][0]
    return str(element.get("text") or element.get("user_id"))
