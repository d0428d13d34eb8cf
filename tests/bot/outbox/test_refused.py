"""What Slack refuses for good: for every method and error it documents, what people see in the end. Generated."""

import json
from pathlib import Path

import pytest

from bot.outbox.relay import OutboxRelay
from bot.sandbox import slack as local
from bot.sandbox.slack import LocalSlack
from handlers.slack.refusals import Handling, RefusalRule, decide, named
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox, Pace
from models.tables.tasks import Batch, StatusNote
from tests.bot.outbox.kinds import OPS, allow, now, send, shown
from tests.factories import ended, waiting_tasks
from tests.fuzz.harness.effort import IS_LONG

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
_FILE = Path(local.__file__).with_name("method_errors.json")
ERRORS: dict[str, list[str]] = {
    method: codes for method, codes in json.loads(_FILE.read_text()).items() if not method.startswith("_")
}
_CAME_ANYHOW = [
    "restricted_action",
    "posting_to_channel_denied",
    "team_access_not_granted",
    "tomorrows_error",
]
_ANA, _DIRECT = "U0ANA", "D0ANA"


_ASKED_FOR_BY_NAME = {
    "ratelimited",
    "missing_scope",
    "token_revoked",
    "message_not_found",
    "file_not_found",
    "file_deleted",
}
"""Codes that something besides the table of rules knows."""


def _codes(method: str) -> list[str]:
    """Of each rule of the table two of the codes that the method has; with ``BELLHOP_FUZZ=long`` all of them.

    What is done depends on the rule alone, but for the codes that are asked for by name.
    """
    every = sorted({*ERRORS[method], *_CAME_ANYHOW})
    if IS_LONG:
        return every
    by_rule: dict[RefusalRule, list[str]] = {}
    for code in every:
        by_rule.setdefault(decide(method, code), []).append(code)
    two = {code for codes in by_rule.values() for code in (codes[0], codes[-1])}
    return sorted(two | _ASKED_FOR_BY_NAME & set(every))


def _room(slack: LocalSlack, room_id: str) -> list[dict[str, object]]:
    return next(room["messages"] for room in slack.books()["channels"] if room["id"] == room_id)


async def _anew(
    slack: LocalSlack, sealer: Sealer, group: str, *, picture: bytes | None = b"\xff\xd8 a picture"
) -> tuple[int, str]:
    """A batch of one ended task, of which nothing is in Slack yet; return its id and the result."""
    slack.switches.fail_next.clear()
    await Outbox.all().delete()
    (task,) = await waiting_tasks(1, sealer, group=group)
    await ended(task, result=f"result-{group}")
    await StatusNote.filter(task_id=task).update(picture=picture)
    batch = await Batch.all().order_by("-id").first()
    assert batch is not None
    return batch.id, f"result-{group}"


async def _deliver(relay: OutboxRelay) -> None:
    """All that is due, as often as a message moves at most."""
    for kind in (
        MessageKind.BATCH, MessageKind.PROGRESS, MessageKind.NOTE, MessageKind.BATCH, MessageKind.NOTE,
    ):  # fmt: skip
        await Pace.all().delete()  # as after a while of rest
        await send(relay, kind)


def test_every_error_slack_documents_for_a_method_we_call_has_its_row() -> None:
    assert {code for codes in ERRORS.values() for code in codes} <= set(named())


@pytest.mark.parametrize("part", range(3))
async def test_a_channel_that_refuses_a_batch_sends_it_to_its_asker_or_it_is_owed_or_a_dead_letter(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, part: int
) -> None:
    await allow(_ANA)
    for number, code in enumerate(_codes("chat.postMessage")[part::3]):
        batch, result = await _anew(slack, sealer, f"g{number}x")
        slack.switches.fail("chat.postMessage", code, times=99, channel=OPS)
        await _deliver(relay)

        states = set(await Outbox.filter(kind=MessageKind.BATCH, about=batch).values_list("state", flat=True))
        handling = decide("chat.postMessage", code).handling
        assert (result in json.dumps(_room(slack, _DIRECT))) is (
            handling in {Handling.DIRECT, Handling.UNKNOWN}
        ), code
        assert result not in json.dumps(_room(slack, OPS)), code
        match handling:
            case Handling.DIRECT | Handling.UNKNOWN:
                assert states == {"sent"}, code
                assert f"(`{code}`)" in json.dumps(_room(slack, _DIRECT)), code
            case Handling.AGAIN | Handling.PAUSE | Handling.SCOPE:
                assert states == {"pending"}, code
            case _:
                assert states == {"dead"}, code
                # what waits for it has ended with it
                assert await Outbox.filter(kind=MessageKind.NOTE, state="dead").count() == 1, code


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_refused_file_costs_the_picture_and_never_the_words(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, method: str
) -> None:
    for number, code in enumerate(_codes(method)):
        _, result = await _anew(slack, sealer, f"g{number}x")
        slack.switches.fail(method, code, times=99)
        await _deliver(relay)

        is_said = result in json.dumps(_room(slack, OPS))
        waits = decide(method, code).passes
        assert is_said is not waits, code
        note = await Outbox.filter(kind=MessageKind.NOTE).order_by("-id").first()
        assert note is not None
        assert note.state == ("pending" if waits else "sent"), code
    assert "Without its picture, because " in shown(slack)


@pytest.mark.parametrize("method", ["chat.update", "chat.getPermalink", "files.info"])
async def test_notes_under_a_message_slack_refuses_reach_its_asker_or_their_thread_but_never_the_channel(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, method: str
) -> None:
    await allow(_ANA)
    for number, code in enumerate(_codes(method)):
        picture = b"\xff\xd8 a picture" if method == "files.info" else None
        batch, result = await _anew(slack, sealer, f"g{number}x", picture=picture)
        await send(relay, MessageKind.BATCH)
        await outbox.enqueue(MessageKind.PROGRESS, batch, now=now())
        slack.switches.fail(method, code, times=99, channel=OPS if method != "files.info" else "")
        await _deliver(relay)

        handling = decide(method, code).handling
        told = [
            (room, message.get("thread_ts"))
            for room in (OPS, _DIRECT)
            for message in _room(slack, room)
            if result in str(message.get("text"))
        ]
        assert all(thread for _, thread in told), code
        if method != "files.info" and handling in {Handling.DIRECT, Handling.UNKNOWN}:
            assert [room for room, _ in told] == [_DIRECT], code
        elif method != "chat.getPermalink":
            assert [room for room, _ in told] == [OPS], code
        if method == "chat.update" and not decide(method, code).passes:
            done = await Batch.get(id=batch)
            assert done.done_at is not None, code


async def test_notes_of_a_batch_whose_message_was_deleted_go_under_one_new_message_to_its_asker(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    await allow(_ANA)
    tasks = await waiting_tasks(6, sealer)
    await send(relay, MessageKind.BATCH)
    batch = await Batch.get()
    slack.platform.rooms.find(OPS).messages[batch.ts].deleted = True  # type: ignore[union-attr]
    before = len(_room(slack, OPS))
    for task in tasks:
        await ended(task)
    for _ in range(3):
        await _deliver(relay)

    direct = _room(slack, _DIRECT)
    roots = [message for message in direct if not message.get("thread_ts")]
    assert len(_room(slack, OPS)) == before
    assert len(roots) == 1
    assert "come here from <#C0OPS> because its message there is gone" in json.dumps(roots)
    assert {message.get("thread_ts") for message in direct} == {None, roots[0]["ts"]}
    assert await Outbox.exclude(state="sent").exclude(kind=MessageKind.FINISHED).count() == 0


async def test_a_batch_that_is_refused_there_too_ends_with_all_that_waits_for_it_and_comes_when_it_is_sent_again(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    await allow(_ANA)
    _, result = await _anew(slack, sealer, "one")
    slack.switches.fail("chat.postMessage", "restricted_action", times=99)
    await _deliver(relay)
    await _deliver(relay)
    assert set(await Outbox.filter(state="pending").values_list("kind", flat=True)) <= {MessageKind.FINISHED}

    slack.switches.fail_next.clear()
    await outbox.resend(now=now())
    await _deliver(relay)

    assert result in json.dumps(_room(slack, _DIRECT))
