"""The lines of a list that are not created: kept with the list until they have come to its person as a file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.batches.kept_list_table import KeptList
from models.batches.lists import names
from models.domain.task_files.line import Line
from models.domain.task_files.verdicts import Judged, Verdict, is_chosen
from models.domain.values.batches.requests import BatchRequest
from models.messages import outbox
from models.messages.outbox import MessageKind

_SINCE = "Another task has used this name on the account since the preview."


@dataclass(frozen=True, kw_only=True)
class ListRest:
    """The lines of a list that were not created, with why."""

    by: str
    type: str  # of lines that say none
    lines: tuple[Judged, ...]


def frozen(lines: Sequence[Judged], also: frozenset[str]) -> dict[str, str]:
    """What a confirmed list keeps of its verdicts, by column: the lines of its tasks, in their order, and the others."""
    wanted = [one for one in lines if is_chosen(one, also)]
    rest = [[one.line.number, one.verdict.word, one.why] for one in lines if not is_chosen(one, also)]
    chosen = [[one.line.number, one.verdict is Verdict.SAME_NAME] for one in wanted]
    return {"chosen": json.dumps(chosen), "rest": json.dumps(rest) if rest else ""}


async def narrowed(kept: KeptList, request: BatchRequest) -> BatchRequest:
    """The batch without the tasks whose name has been used since the preview; their lines join the rest. A name that was
    ticked to be used again stays.

    Only inside a transaction that has written.
    """
    chosen: list[tuple[int, bool]] = json.loads(kept.chosen) if kept.chosen else []
    if len(chosen) != len(request.items):
        return request  # kept by a program of before, which froze no verdicts
    fresh = [place for place, (_, is_again) in enumerate(chosen) if not is_again]
    used = {fresh[place] for place in await names.taken([request.items[place] for place in fresh])}
    if not used:
        return request
    late = [[chosen[place][0], Verdict.SAME_NAME.word, _SINCE] for place in sorted(used)]
    kept.rest = json.dumps(sorted(_stored(kept) + late))
    await KeptList.filter(id=kept.id).update(rest=kept.rest)
    items = [one for place, one in enumerate(request.items) if place not in used]
    return BatchRequest.of_list(items, by=request.by, why=request.why, channel=request.channel)


async def owe(kept: KeptList, *, now: datetime) -> None:
    """Owe its person the file, where there is a line in it. Only inside a transaction."""
    if kept.rest:
        await outbox.enqueue(MessageKind.LIST_REST, kept.id, now=now)


async def get(number: int) -> ListRest | None:
    """What is owed of this list; None: it came, or there is none."""
    kept = await KeptList.get_or_none(id=number)
    if kept is None or not kept.rest:
        return None
    whole = json.loads(kept.lines)
    by_number = {line.number: line for line in map(Line.restored, whole["lines"])}
    verdicts = {one.word: one for one in Verdict}
    lines = tuple(
        Judged(line=by_number[line], verdict=verdicts[word], why=why) for line, word, why in _stored(kept)
    )
    return ListRest(by=kept.by, type=whole["type"], lines=lines)


async def came(number: int) -> None:
    """Its person has the file, or may not have it any more."""
    await KeptList.filter(id=number).update(rest="")


def _stored(kept: KeptList) -> list[list[Any]]:
    return json.loads(kept.rest) if kept.rest else []
