"""Status notes in their thread: one each, and several in one message where a batch is busy."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from bot.slack.pacing import slack_client
from handlers.slack.users import People
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, Evidence
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from models.tables.tasks import Task
from models.tasks import claims
from tests.factories import claimed, waiting_tasks

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
_SEEN = Evidence(data=b"\xff\xd8\xff\xe0 a picture", mime="image/jpeg", width=2, height=1, sha256="ab")


@pytest.fixture
def relay(slack: LocalSlack) -> OutboxRelay:
    slack.switches.set({"rate_limits": False, "latency_ms": [0, 0]})
    client = slack_client(Settings(slack_api_url=slack.api_url, slack_bot_token=slack.workspace.bot_token))
    return OutboxRelay(client, People(client, admins=("U0ANA",), team=None))


async def ended(number: int, sealer: Sealer) -> list[int]:
    """So many tasks of one batch that have ended, each with its picture."""
    ids = await waiting_tasks(number, sealer)
    for task_id in ids:
        held = await claimed(task_id)
        await claims.begin(held, now=datetime.now(UTC))
        ending = AttemptOutcome(
            status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="logged in", evidence=_SEEN
        )
        await claims.settle(held, ending, now=datetime.now(UTC))
    return ids


async def send_all(relay: OutboxRelay) -> None:
    for kind in (MessageKind.BATCH, MessageKind.NOTE):
        while await Outbox.filter(kind=kind, state="pending").exists():
            await Outbox.filter(state="pending").update(due_at=datetime.now(UTC) - timedelta(seconds=1))
            await relay.send_due(kind)


def in_threads(slack: LocalSlack) -> list[tuple[list[int], int]]:
    """(tasks that are named, pictures) of every message in a thread."""
    return [
        (
            list(map(int, re.findall(r"^#(\d+) ", message["text"], re.MULTILINE))),
            len(message.get("files", [])),
        )
        for room in slack.books()["channels"]
        for message in room["messages"]
        if message.get("thread_ts")
    ]


async def test_notes_of_a_quiet_batch_are_messages_of_their_own(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    ids = await ended(3, sealer)
    await send_all(relay)

    assert in_threads(slack) == [([task_id], 1) for task_id in ids]


async def test_a_busy_batch_has_several_notes_in_one_message(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    ids = await ended(25, sealer)
    await send_all(relay)

    assert in_threads(slack) == [(ids[:10], 10), (ids[10:20], 10), (ids[20:], 5)]
    links = {task.id: task.note_link for task in await Task.all()}
    assert all(links.values())
    assert links[ids[0]] == links[ids[9]] != links[ids[10]]


@pytest.mark.parametrize("answer", ["429", "500", "lost"])
async def test_no_note_is_lost_or_doubled_when_sharing_fails(
    answer: str, relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    slack.switches.fail("files.completeUploadExternal", answer)
    ids = await ended(5, sealer)
    await send_all(relay)

    posts = in_threads(slack)
    assert sorted(task_id for named, _ in posts for task_id in named) == ids
    assert sum(pictures for _, pictures in posts) == len(ids)
    assert await Task.filter(note_link="").count() == 0
