"""A new key takes the place of an old one: nothing is lost on the way, wherever it is interrupted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from tortoise import Tortoise, fields

from models.accounts import records as account_records
from models.accounts.code_requests import CodeRequest
from models.accounts.records import save_accounts
from models.alerts import webhooks
from models.alerts.webhooks import AlertWebhook, Destination
from models.domain.errors import CannotUnseal
from models.domain.proxies import ProxyAddress
from models.domain.values.accounts import AccountRecord
from models.messages import status_notes
from models.secrets import rotation
from models.secrets.rotation import KEPT, left, steps
from models.secrets.sealing import Sealer, code_place, new_key
from models.sql import rows
from models.tables.accounts import Account, Proxy
from models.tables.tasks import Attempt, StatusNote, Task
from tests.factories import ended, waiting_tasks

OLD, NEW = new_key("old"), new_key("new")
BOTH = Sealer([NEW, OLD])
MANY = 12
LETTERS = "ABCDEFGHIJKL"


async def _filled(sealer: Sealer, *, now: datetime) -> None:
    """Accounts with a password, a session and a proxy each, and as many traces and codes that workers wait for."""
    records = [
        AccountRecord(
            login=f"emea{n:02}",
            group="emea",
            password=f"pw-{n}",
            totp=f"JBSWY3DPEHPK3PX{LETTERS[n]}",
            session={"cookies": [{"name": "c", "value": f"cookie-{n}"}]},
            proxy=ProxyAddress(
                scheme="http", host=f"proxy{n}.example", port=8080, username="u", password=f"proxy-{n}"
            ),
        )
        for n in range(MANY)
    ]
    for n in range(1, MANY + 1):
        there = Destination(shape="json", url=f"https://hook.example/{n}", key=f"key-{n}")
        await webhooks.save(n, there, "https://hook.example", sealer)
    tasks = await waiting_tasks(MANY, sealer)
    await save_accounts(records, sealer=sealer)
    for task in tasks:
        await ended(task)
        trace = status_notes.seal_trace(task, 1, f"trace-{task}".encode(), sealer=sealer)
        attempt = await Attempt.get(task_id=task, number=1)
        await StatusNote.filter(attempt_id=attempt.id).update(trace=trace)
        waiting = await CodeRequest.create(task_id=task, account_id=1, fence=1, asked_at=now, until=now)
        code = sealer.seal(f"code-{task}", place=code_place(waiting.id, 1))
        await CodeRequest.filter(id=waiting.id).update(code=code)


async def _all_open(sealer: Sealer) -> bool:
    """Whether every secret opens and is what it was."""
    for account in await Account.with_secrets.all():
        n = int(account.login.removeprefix("emea"))
        secrets = await account_records.credentials(account.id, sealer=sealer)
        cookies: Mapping[str, Any] = secrets.session or {}
        assert secrets.password == f"pw-{n}"
        assert secrets.totp == f"JBSWY3DPEHPK3PX{LETTERS[n]}"
        assert cookies["cookies"][0]["value"] == f"cookie-{n}"
        assert secrets.proxy is not None
        assert secrets.proxy.password == f"proxy-{n}"
    for webhook in await AlertWebhook.all():
        there = await webhooks.opened(webhook.id, sealer)
        assert there
        assert (there.url, there.key) == (f"https://hook.example/{webhook.id}", f"key-{webhook.id}")
    for waiting in await CodeRequest.all():
        assert waiting.code is not None
        assert sealer.open(waiting.code, place=code_place(waiting.id, 1)) == f"code-{waiting.task_id}"
    for task in await Task.all():
        assert await status_notes.trace_of(task.id, 1, sealer=sealer) == f"trace-{task.id}".encode()
    return True


async def _opened(sealer: Sealer) -> int:
    """How many sealed values open."""
    opened = 0
    for kept in KEPT:
        for row in await rows(kept.select("")):
            try:
                sealer.open_bytes(row["sealed"], place=kept.place(row))
            except CannotUnseal:
                continue
            opened += 1
    return opened


@pytest.fixture(autouse=True)
def short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "STEP", 5)


@pytest.mark.usefixtures("database")
async def test_after_it_the_new_key_opens_all_and_the_old_one_nothing(now: datetime) -> None:
    await _filled(Sealer([OLD]), now=now)

    done = [step async for step in steps(BOTH)]

    assert sum(step.done for step in done) == len(KEPT) * MANY
    assert await _all_open(Sealer([NEW]))
    assert await _opened(Sealer([OLD])) == 0
    assert [await left(kept, BOTH) for kept in KEPT] == [[]] * len(KEPT)


@pytest.mark.usefixtures("database")
async def test_interrupted_anywhere_all_opens_and_the_next_run_does_the_rest(now: datetime) -> None:
    await _filled(Sealer([OLD]), now=now)
    before, going = 0, steps(BOTH)
    async for step in going:
        before += step.done
        if step.kept.name == "account.session":
            break
    await going.aclose()

    assert await _all_open(BOTH)
    assert 0 < await _opened(Sealer([OLD])) < len(KEPT) * MANY
    after = sum([step.done async for step in steps(BOTH)])

    assert before + after == len(KEPT) * MANY
    assert await _all_open(Sealer([NEW]))


@pytest.mark.usefixtures("database")
async def test_a_step_that_fails_in_its_middle_was_never_made(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _filled(Sealer([OLD]), now=now)
    replace, calls = rotation._replace, []

    async def breaks(*arguments: Any) -> bool:
        calls.append(arguments)
        if len(calls) == 8:
            raise OSError("power")
        return await replace(*arguments)

    monkeypatch.setattr(rotation, "_replace", breaks)
    with pytest.raises(OSError, match="power"):
        [step async for step in steps(BOTH)]

    assert await _opened(Sealer([NEW])) == 5
    assert await _all_open(BOTH)


@pytest.mark.usefixtures("database")
async def test_a_session_saved_meanwhile_stays_and_is_reported_when_an_older_key_sealed_it(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _filled(Sealer([OLD]), now=now)
    first = (await Account.all().order_by("id"))[0].id
    newer = account_records.seal_session(
        first, {"cookies": [{"name": "c", "value": "newer"}]}, sealer=Sealer([OLD])
    )
    replace = rotation._replace

    async def overtaken(kept: rotation.Kept, row: int, old: bytes, new: bytes) -> bool:
        if kept.column == "session" and row == first:
            await Account.filter(id=first).update(session=newer)
        return await replace(kept, row, old, new)

    monkeypatch.setattr(rotation, "_replace", overtaken)
    done = sum([step.done async for step in steps(BOTH)])

    assert done == len(KEPT) * MANY - 1
    assert (await Account.with_secrets.get(id=first)).session == newer
    assert await left(KEPT[1], BOTH) == [first]


@pytest.mark.usefixtures("database")
async def test_what_no_key_opens_is_named_and_left_as_it_is(now: datetime) -> None:
    await _filled(Sealer([OLD]), now=now)
    lost = Sealer([new_key("lost")]).seal("pw", place="proxy:1:password")
    proxy = (await Proxy.all().order_by("id"))[0]
    await Proxy.filter(id=proxy.id).update(password=lost)

    done = [step async for step in steps(BOTH)]

    assert {(step.kept.name, row) for step in done for row in step.closed} == {("proxy.password", proxy.id)}
    assert (await Proxy.get(id=proxy.id)).password == lost


@pytest.mark.usefixtures("database")
async def test_a_second_run_changes_nothing(now: datetime) -> None:
    await _filled(Sealer([OLD]), now=now)
    [step async for step in steps(BOTH)]

    assert sum([step.done async for step in steps(BOTH)]) == 0


async def test_no_sealed_column_is_forgotten(sqlite: str) -> None:
    """Pictures are the only bytes that are not sealed."""
    models = (Tortoise.apps or {})["models"].values()
    binary = {
        f"{model._meta.db_table}.{name}"
        for model in models
        for name, field in model._meta.fields_map.items()
        if isinstance(field, fields.BinaryField)
    }

    assert binary - {"status_note.picture"} == {kept.name for kept in KEPT}
