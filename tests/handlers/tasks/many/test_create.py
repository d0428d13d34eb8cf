"""A list of tasks in Slack: previewed line by line, its good lines created, and the others back as a file."""

import csv
import io
from typing import Any

import pytest

from handlers.slack.ids import Do, Form
from handlers.slack.services import DirectFile
from handlers.tasks.many import form
from models.access import grants
from models.access.grants import Audit
from models.accounts import holds
from models.batches import kept_lists
from models.batches.approvals import Approval
from models.batches.lists import rests
from models.domain.permissions import Grant, Role
from models.domain.task_files.reader import read_tasks
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.accounts import Account
from models.tables.messages import Outbox
from models.tables.tasks import Batch, Task
from tests.factories import some_accounts
from tests.handlers import bolt_harness
from tests.handlers.bolt_harness import BoltHarness

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
ADMIN = "U0FIRST"
_TEN = "account,type,page_name,category\n" + "".join(
    f"emea{n:02},create_page,Shop {n},Artist\n" for n in range(10)
)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[DirectFile]:
    """The files that came to direct messages."""
    files = list[DirectFile]()

    async def keep(file: DirectFile) -> None:
        files.append(file)

    monkeypatch.setattr(bolt_harness, "_discard", keep)
    return files


def _reads(view: dict[str, Any]) -> str:
    return "\n".join(str(block.get("text", {}).get("text", "")) for block in view["blocks"])


async def _previewed(harness: BoltHarness, typed: str, *, user: str = ADMIN, **more: Any) -> dict[str, Any]:
    values = {"typed": {Do.FILL_LIST: {"value": typed}}} | more
    await harness.submit(Form.READ_LIST, user=user, private="C0OPS", values=values)
    return harness.slack.updated[-1]


async def _created(harness: BoltHarness, view: dict[str, Any], *also: str, user: str = ADMIN) -> str:
    ticked = {"also": {Do.FILL_LIST: {"selected_options": [{"value": word} for word in also]}}}
    await harness.submit(Form.CREATE_LIST, user=user, private=view["private_metadata"], values=ticked)
    return _reads(harness.slack.updated[-1])


def _lines(file: DirectFile) -> list[dict[str, str]]:
    assert isinstance(file.file, bytes)
    return list(csv.DictReader(io.StringIO(file.file.decode("utf-8-sig"))))


async def test_ten_pages_with_ten_names_are_a_paste_and_two_yes(sealer: Sealer) -> None:
    await some_accounts(10, sealer)
    harness = BoltHarness()

    view = await _previewed(harness, _TEN)
    receipt = await _created(harness, view)

    assert view["submit"]["text"] == "Create 10 tasks"
    assert "*10 lines: 10 ready*" in _reads(view)
    assert "Created 10 tasks: #1 to #10. Follow them in <#C0OPS>." in receipt
    assert harness.slack.notified == list(range(1, 11))
    assert [one.params["page_name"] for one in await Task.all().order_by("id")] == [
        f"Shop {n}" for n in range(10)
    ]
    batch = await Batch.get()
    (line,) = await Audit.all()
    assert (line.about, line.batch_id) == (
        f"10 tasks from a list: Create page 10, batch {batch.id}",
        batch.id,
    )


async def test_the_good_lines_go_ahead_and_the_others_are_owed_with_why(sealer: Sealer) -> None:
    await some_accounts(10, sealer)
    await holds.hold([(await Account.get(login="emea03")).id], why="away", by=ADMIN, now=bolt_harness.NOW)
    harness = BoltHarness()
    typed = f"{_TEN}emeo04,check\nemea05,chek\n"

    view = await _previewed(harness, typed)
    receipt = await _created(harness, view)

    assert "*12 lines: 9 ready*" in _reads(view)
    assert "Row 12 · emeo04 · There is no account emeo04. Did you mean emea04?" in _reads(view)
    assert view["submit"]["text"] == "Create the 9 good ones"
    assert "Created 9 tasks" in receipt
    assert "come to your messages as a file" in receipt
    owed = await Outbox.get(kind=MessageKind.LIST_REST)
    rest = await rests.get(owed.about)
    assert rest is not None
    assert [one.line.cells["account"] for one in rest.lines] == ["emea03", "emeo04", "emea05"]
    assert "on hold: away" in rest.lines[0].why


async def test_what_something_stands_against_is_created_where_it_is_ticked(sealer: Sealer) -> None:
    (account,) = await some_accounts(1, sealer)
    await holds.hold([account.id], why="away", by=ADMIN, now=bolt_harness.NOW)
    harness = BoltHarness()
    view = await _previewed(harness, "account,type\nemea00,check\nnobody,check\n")

    nothing = await _created(harness, view)
    receipt = await _created(harness, view, "held", "unknown")

    assert "No line was chosen" in nothing
    assert "Created 1 task: #1." in receipt


async def test_a_preview_that_is_not_true_any_more_is_shown_anew_and_creates_nothing(sealer: Sealer) -> None:
    accounts = await some_accounts(2, sealer)
    harness = BoltHarness()
    view = await _previewed(harness, "account,type\nemea00,check\nemea01,check\n")
    await holds.hold([accounts[0].id], why="away", by=ADMIN, now=bolt_harness.NOW)

    again = await _created(harness, view)

    assert "Nothing was created" in again
    assert "*2 lines: 1 ready*" in again
    assert await Task.all().count() == 0
    assert "Created 1 task" in await _created(harness, harness.slack.updated[-1])


async def test_a_second_yes_creates_nothing(sealer: Sealer) -> None:
    await some_accounts(10, sealer)
    harness = BoltHarness()
    view = await _previewed(harness, _TEN)
    await _created(harness, view)

    again = await _created(harness, view)

    assert await Task.all().count() == 10
    assert "Nothing was created" in again  # since its tasks wait there by now


async def test_the_same_list_confirmed_twice_before_it_is_created_is_created_once(sealer: Sealer) -> None:
    await some_accounts(1, sealer)
    harness = BoltHarness()
    view = await _previewed(harness, "account,type\nemea00,check\n")
    tasks = read_tasks(b"account,type\nemea00,check\n")
    number = int(view["private_metadata"].partition(":")[0])
    kept = await kept_lists.get(number, by=ADMIN)
    assert kept is not None
    lines = await kept_lists.look(tasks, lambda _: True)
    request = form.wanted(kept, lines, frozenset())
    assert await transaction(lambda: kept_lists.confirm(number, request, lines, now=bolt_harness.NOW))

    receipt = await _created(harness, view)

    assert "Created 1 task" in receipt
    assert await Task.all().count() == await Batch.all().count() == 1


async def test_a_type_that_needs_a_second_person_waits_for_one(sealer: Sealer) -> None:
    await some_accounts(1, sealer)
    harness = BoltHarness()
    view = await _previewed(harness, "account,type,bm_name\nemea00,create_bm,Second\nemea00,check\n")

    receipt = await _created(harness, view)

    assert "needs a second person" in _reads(view)
    assert "needs a second person" in receipt
    assert await Task.all().count() == 0
    (question,) = await Approval.all()
    assert (question.size, question.type, question.by) == (2, "", ADMIN)


async def test_lines_of_a_group_that_is_not_ones_own_are_told_and_not_created(sealer: Sealer) -> None:
    await some_accounts(1, sealer)
    await some_accounts(1, sealer, group="apac")
    await transaction(lambda: grants.grant([Grant(subject="U0BEN", role=Role.OPERATOR, group="apac")], by=ADMIN, now=bolt_harness.NOW))  # fmt: skip
    harness = BoltHarness()

    view = await _previewed(harness, "account,type\nemea00,check\napac00,check\n", user="U0BEN")
    await _created(harness, view, "no_right", user="U0BEN")

    assert "You may not create tasks in the group emea." in _reads(view)
    assert [one.account.login for one in await Task.all().select_related("account")] == ["apac00"]


async def test_somebody_elses_list_is_nobodys(sealer: Sealer) -> None:
    await some_accounts(1, sealer)
    await transaction(lambda: grants.grant([Grant(subject="U0BEN", role=Role.ADMIN)], by=ADMIN, now=bolt_harness.NOW))  # fmt: skip
    harness = BoltHarness()
    view = await _previewed(harness, "account,type\nemea00,check\n")

    await harness.submit(Form.CREATE_LIST, user="U0BEN", private=view["private_metadata"])

    assert await Task.all().count() == 0
    assert "another version of Bellhop" in harness.slack.said[-1]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Paste a list, or choose a file."),
        ("who\nann\n", "The first row must be the header"),
        ("account,type\n", "has a header and no tasks"),
    ],
)
async def test_a_list_that_cannot_be_read_says_why_and_what_was_typed_stays(
    typed: str, sentence: str
) -> None:
    harness = BoltHarness()

    view = await _previewed(harness, typed)

    assert sentence in _reads(view)
    assert view["callback_id"] == Form.READ_LIST
    (given,) = [block["element"] for block in view["blocks"] if block.get("block_id") == "typed"]
    assert given.get("initial_value", "") == typed


async def test_the_other_lines_can_be_had_before_anything_is_created(
    sealer: Sealer, sent: list[DirectFile]
) -> None:
    await some_accounts(1, sealer)
    harness = BoltHarness()
    view = await _previewed(harness, "account,type\nemea00,check\nnobody,check\n")

    await harness.click(Do.REST_OF_LIST, user=ADMIN, value=view["private_metadata"].partition(":")[0])

    assert [line["account"] for line in _lines(sent[0])] == ["nobody"]
    assert await Task.all().count() == 0
