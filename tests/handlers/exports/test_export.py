"""Export: the tasks of a list, or what became of a batch, as a CSV file in the asker's direct messages."""

import os
import stat
from datetime import UTC, datetime, timedelta
from typing import BinaryIO
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.slack import LocalSlack, Person
from handlers.exports import file as export_file
from handlers.exports import present
from models.secrets.sealing import Sealer
from models.tables.tasks import Batch, Task
from models.tasks import counts_rebuild
from tests.factories import ended, waiting_tasks
from tests.handlers.exports import reading

pytestmark = pytest.mark.usefixtures("bot")


async def test_the_tasks_come_as_a_file_into_the_askers_messages_and_nowhere_else(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    ids = await waiting_tasks(3, sealer, kind="create_page")
    await ended(ids[0], result="Page Shop (ID 1)")

    await ana.say("/tasks export")

    answer = await ana.wait_for_message("3 tasks, on their way to your messages with Bellhop.")
    assert answer["is_ephemeral"]
    name, lines = await reading.file(ana)
    assert name.startswith("tasks-")
    assert reading.ids(lines) == ids[::-1]
    task = await Task.get(id=ids[0])
    assert task.started_at is not None
    assert task.ended_at is not None
    assert lines[-1] == {
        "task_id": str(task.id), "type": "create_page", "login": "emea00", "user_id": "10000000", "group": "emea",
        "login_status": "logged_in", "execution_status": "ended", "outcome": "done", "execution_result": "Page Shop (ID 1)",
        "status_note": "", "created": task.created_at.isoformat(), "started": task.started_at.isoformat(),
        "ended": task.ended_at.isoformat(), "operation_user": "U0ANA", "attempt": "1", "batch": "1",
        "page_name": "Shop", "category": "Community", "bm_name": "", "invitation_link": "",
    }  # fmt: skip
    assert lines[-1]["created"].endswith("+00:00")
    assert [room["id"] for room in slack.books()["channels"] if any("files" in m for m in room["messages"])] == [
        reading.MINE
    ]  # fmt: skip
    message = await ana.wait_for_message("Export · 3 tasks", channel=reading.MINE)
    assert "Filter: none" in ana.reads(message)
    assert len([answer for answer in ana.messages() if "on their way" in ana.reads(answer)]) == 1


async def test_only_what_matches_the_words_is_in_it(ana: Person, sealer: Sealer) -> None:
    emea = await waiting_tasks(2, sealer)
    await waiting_tasks(2, sealer, group="apac")
    await ended(emea[0])

    await ana.say("/tasks export waiting group:emea rows:10")

    await ana.wait_for_message("1 task, on its way")
    _, lines = await reading.file(ana)
    assert reading.ids(lines) == [emea[1]]
    await ana.wait_for_message("Filter: status:waiting group:emea", channel=reading.MINE)


async def test_today_is_the_askers_own(ana: Person, slack: LocalSlack, sealer: Sealer, now: datetime) -> None:
    slack.change_person("U0ANA", tz="Asia/Kathmandu")
    zone = ZoneInfo("Asia/Kathmandu")
    midnight = datetime.combine(now.astimezone(zone).date(), datetime.min.time(), zone).astimezone(UTC)
    before, after = await waiting_tasks(2, sealer)
    await Task.filter(id=before).update(created_at=midnight - timedelta(seconds=1))
    await Task.filter(id=after).update(created_at=midnight)
    await counts_rebuild.count_anew()  # the days of tasks that were moved in time

    await ana.say("/tasks export today")

    _, lines = await reading.file(ana)
    assert reading.ids(lines) == [after]


@pytest.mark.parametrize(
    ("result", "cell"),
    [
        ("=HYPERLINK(\"https://evil.example\",\"x\")", "'=HYPERLINK(\"https://evil.example\",\"x\")"),
        ("+1", "'+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ('two\nlines, "quoted"', 'two\nlines, "quoted"'),
        ("שלום 🦊 é", "שלום 🦊 é"),
    ],
)  # fmt: skip
async def test_no_cell_is_a_formula_and_every_letter_arrives(
    ana: Person, sealer: Sealer, result: str, cell: str
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await ended(task_id, result=result)

    await ana.say("/tasks export")

    _, (line,) = await reading.file(ana)
    assert line["execution_result"] == cell


async def test_what_is_written_on_the_way_has_no_name_and_is_nobody_elses(
    ana: Person, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await waiting_tasks(1, sealer)
    modes: list[tuple[int, int]] = []
    write = export_file.write

    async def watched(lines: export_file.Lines, file: BinaryIO) -> int:
        about = os.fstat(file.fileno())
        modes.append((about.st_nlink, stat.S_IMODE(about.st_mode)))
        return await write(lines, file)

    monkeypatch.setattr(export_file, "write", watched)

    await ana.say("/tasks export")

    await reading.file(ana)
    assert modes == [(0, 0o600)]


async def test_nothing_to_export_is_said_kindly(ana: Person, slack: LocalSlack, sealer: Sealer) -> None:
    await ana.say("/tasks export")
    await ana.wait_for_message("There are no tasks yet, so there is nothing to export.")
    await waiting_tasks(1, sealer)

    await ana.say("/tasks export group:emeea")

    answer = await ana.wait_for_message("No task matches, so there is nothing to export. Filter: group:emeea")
    assert "Did you mean `group:emea`?" in ana.reads(answer)
    assert reading.files(slack) == []


async def test_what_one_file_cannot_hold_is_refused_with_a_way_to_less(
    ana: Person, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await waiting_tasks(3, sealer)
    monkeypatch.setattr(present, "MOST", 2)

    await ana.say("/tasks export")

    await ana.wait_for_message("That would be 3 tasks, and one file holds 2.")


async def test_export_under_a_list_takes_all_its_pages(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(12, sealer)
    await ended(ids[0])
    await ana.say("/tasks waiting rows:10")

    await ana.click(await ana.wait_for_message("Page 1 of 2"), "Export")

    await ana.wait_for_message("11 tasks, on their way")
    _, lines = await reading.file(ana)
    assert reading.ids(lines) == ids[:0:-1]


async def test_export_on_the_home_tab_is_answered_there(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    await ana.visit_home()

    await ana.click(await ana.wait_for_home("Total 1"), "Export")

    _, lines = await reading.file(ana)
    assert len(lines) == 1
    await ana.wait_for_home("1 task, on its way to your messages")


async def test_the_message_of_a_batch_gives_what_it_created(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(2, sealer)
    await ended(ids[0], result="logged in")

    await ana.click(await ana.wait_for_message("Check · 2 tasks"), "Export")

    name, lines = await reading.file(ana)
    assert name == "batch-1.csv"
    assert [(int(line["task_id"]), line["outcome"], line["reason"]) for line in lines] == [
        (ids[0], "ended", "logged in"),
        (ids[1], "waiting", ""),
    ]
    assert list(lines[0]) == list(present.ITEMS)


async def test_a_batchs_receipt_tells_each_task_with_its_reason(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(3, sealer)
    await ended(ids[0])
    await ana.say(f"/tasks cancel {ids[0]} {ids[1]} 4711")
    await ana.wait_for_message("Canceled 1 · Skipped 2")
    batch = await Batch.get(kind="cancel")

    await ana.say(f"/tasks export batch:{batch.id}")

    _, lines = await reading.file(ana)
    outcomes = {int(line["task_id"]): line for line in lines}
    assert outcomes[ids[1]]["outcome"] == "canceled"
    assert outcomes[ids[1]]["reason"] == ""
    assert outcomes[ids[1]]["login"] == "emea01"
    assert outcomes[ids[0]]["outcome"] == "skipped"
    assert outcomes[ids[0]]["reason"].startswith(f"#{ids[0]} has ended since ")
    assert (outcomes[4711]["outcome"], outcomes[4711]["reason"]) == ("skipped", "There is no task #4711.")
    assert (outcomes[4711]["type"], len(outcomes)) == ("", 3)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("batch:4711", "There is no batch 4711 with tasks in it."),
        ("batch:x", "`batch:x` is no batch: write its number, such as `batch:12`."),
        ("wating", "Did you mean `waiting`?"),
    ],
)
async def test_words_that_name_nothing_get_a_sentence(ana: Person, words: str, sentence: str) -> None:
    await ana.say(f"/tasks export {words}")

    await ana.wait_for_message(sentence)
