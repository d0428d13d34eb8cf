"""Reading exported files, as the asker gets them."""

import csv
import io

from bot.sandbox.slack import LocalSlack, Person
from bot.sandbox.slack.documents import Json

MINE = "D0ANA"
BOM = "\ufeff".encode()


async def file(ana: Person, *, after: str = "0") -> tuple[str, list[dict[str, str]]]:
    """(its name, its lines) of the file that came into Ana's messages."""
    message = await ana.wait_for_message(lambda posted: bool(posted.get("files")), channel=MINE, after=after)
    (file,) = message["files"]
    content = await ana.download(file)
    assert content.startswith(BOM)
    return file["name"], list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def ids(lines: list[dict[str, str]]) -> list[int]:
    return [int(line["task_id"]) for line in lines]


def files(slack: LocalSlack) -> list[Json]:
    return [
        file
        for room in slack.books()["channels"]
        for message in room["messages"]
        for file in message.get("files", [])
    ]
