"""The lines of a list that were not created come to its person, though the process died that created the others."""

import json

from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from handlers.tasks.many import present
from models.access import grants
from models.batches import kept_lists
from models.batches.kept_list_table import KeptList
from models.batches.lists import rests
from models.domain.task_files.reader import read_tasks
from models.domain.task_files.verdicts import chosen
from models.domain.values.batches.requests import BatchRequest
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Task
from tests.bot.outbox.kinds import BEN, OPS, now, send, shown
from tests.factories import some_accounts


async def _created_and_lost(sealer: Sealer) -> int:
    """Ben has confirmed a list, the database has its tasks, and the bot is dead."""
    await some_accounts(1, sealer)
    tasks = read_tasks(b"account,type\nemea00,check\nnobody,check\n")
    kept = await kept_lists.keep(tasks, by=BEN, channel=OPS, why="", now=now())
    lines = await kept_lists.look(tasks, lambda _: True)
    request = BatchRequest.of_list(chosen(lines), by=BEN, why="", channel=OPS)
    assert await transaction(lambda: kept_lists.confirm(kept.id, request, lines, now=now()))
    await kept_lists.make(kept.id, now=now())
    return kept.id


async def test_the_file_comes_once_whoever_died(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    number = await _created_and_lost(sealer)

    await send(relay, MessageKind.LIST_REST)
    await send(relay, MessageKind.LIST_REST)

    assert await Task.all().count() == 1
    assert shown(slack).count("1 line of your list") == 1
    assert present.REST_FILE in json.dumps(slack.books())
    assert await rests.get(number) is None


async def test_who_may_not_create_tasks_any_more_gets_no_file(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    await _created_and_lost(sealer)
    await grants.GrantRow.all().delete()

    await send(relay, MessageKind.LIST_REST)

    assert "of your list" not in shown(slack)
    assert (await KeptList.get()).rest == ""
