"""The columns, lines and texts of an export. Pure."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from handlers.batches import present_receipt
from handlers.slack import texts
from handlers.words import filter_words
from models.domain.csv import line
from models.domain.filters import TaskFilter
from models.domain.outcomes import Skipped
from models.domain.task_types import TASK_TYPES
from models.domain.values.batches.standing import BatchDetail
from models.domain.values.exports import LostExport
from models.domain.values.rows import ExportedItem, ExportedTask

MOST = 1_000_000
"""Lines of one file: about what a spreadsheet can open, some 200 MB."""

_PARAMETERS = tuple(
    dict.fromkeys(parameter.name for kind in TASK_TYPES.values() for parameter in kind.parameters)
)
TASKS = (
    "task_id", "type", "login", "user_id", "group", "login_status", "execution_status", "outcome", "execution_result", "status_note",
    "created", "started", "ended", "operation_user", "attempt", "batch", *_PARAMETERS,
)  # fmt: skip
"""The columns of a list: statuses as the filter spells them, times in UTC, a column for every parameter."""

ITEMS = ("task_id", "type", "login", "user_id", "group", "outcome", "reason")
"""The columns of a batch."""

_OUTCOMES = {"later": "later", "skipped": "skipped", "": "not yet"}
_DONE = {"cancel": "canceled", "repeat": "re-executed"}
_TITLES = {"create": "Created tasks", "cancel": "Cancel execution", "repeat": "Re-execute"}


def task_line(task: ExportedTask) -> str:
    """One line of a list."""
    moments = (task.created_at, task.started_at, task.ended_at)
    return line(
        (
            *(
                task.id,
                task.type,
                task.login,
                task.user_id,
                task.group,
                task.login_status.value,
                task.status.value,
                task.outcome or "",
            ),
            *(task.result, task.note_link, *map(_moment, moments), task.operation_user, task.attempt),
            *(task.batch_id, *(task.params.get(name, "") for name in _PARAMETERS)),
        )
    )


def item_line(item: ExportedItem, kind: str, *, zone: ZoneInfo, now: datetime) -> str:
    """One line of a batch of this kind; times in a reason are in the reader's zone, as in the receipt."""
    task = item.task
    about = (task.type, task.login, task.user_id, task.group) if task else ("", "", "", "")
    if kind == "create":
        became = (task.status.value, task.result) if task else ("", "")
    else:
        became = (_OUTCOMES.get(item.outcome, _DONE[kind]), _reason(item, _DONE[kind], zone=zone, now=now))
    return line((item.task_id, *about, *became))


def coming(number: int, what: str = "task") -> str:
    """The immediate answer, where the export was requested; ``what``: what a line is of."""
    return (
        f"{_counted(number, what)}, on {'its' if number == 1 else 'their'} way to your messages with Bellhop."
    )


def of_list(wanted: TaskFilter, number: int, *, zone: ZoneInfo, now: datetime) -> str:
    """The text above the file of a list."""
    by = texts.escape_words(filter_words.render(wanted)) or "none"
    return f"*Export · {_tasks(number)}*\nFilter: {by} · as of {texts.moment(now, zone=zone, now=now)}"


def of_batch(batch: BatchDetail, number: int) -> str:
    """The text above the file of a batch."""
    undone = " · Undone" if batch.state in {"undoing", "undone"} else ""
    return f"*Export · {_TITLES[batch.kind]}, batch {batch.id} · {_tasks(number)}*{undone}"


def nothing(wanted: TaskFilter, hint: str) -> str:
    """Why there is no file."""
    if wanted.is_empty:
        return "There are no tasks yet, so there is nothing to export. `/tasks new` creates some."
    by = texts.escape_words(filter_words.render(wanted))
    return "\n".join(filter(None, (f"No task matches, so there is nothing to export. Filter: {by}", hint)))


def no_batch(number: int) -> str:
    """The answer for a batch that does not exist, or has no tasks left."""
    return f"There is no batch {number} with tasks in it."


def too_many(number: int, what: str = "task") -> str:
    """The answer when one file cannot hold that many lines."""
    part = "`30d` or `from:` and `to:`" if what == "task" else "`group:`"
    return (
        f"That would be {_counted(number, what)}, and one file holds {MOST:,}. "
        f"Ask for a part of them, for example with {part}."
    )


def lost(export: LostExport, *, zone: ZoneInfo, now: datetime) -> str:
    """To whoever asked for an export whose process was lost."""
    which = f"the export you asked for on {texts.moment(export.asked_at, zone=zone, now=now)}"
    if export.may_have_come:
        return f"I cannot tell whether {which} has come. If its file is not here, ask for it again."
    return f"{which[0].upper()}{which[1:]} did not finish, so there is no file. Ask for it again."


def list_name(now: datetime, zone: ZoneInfo) -> str:
    return f"tasks-{now.astimezone(zone):%Y-%m-%d-%H%M}.csv"


def batch_name(batch: BatchDetail) -> str:
    return f"batch-{batch.id}.csv"


def _reason(item: ExportedItem, verb: str, *, zone: ZoneInfo, now: datetime) -> str:
    if item.outcome == "later":
        return "It runs again after its present attempt."
    if item.outcome != "skipped":
        return ""
    skipped = Skipped(task_id=item.task_id, status=item.status, since=item.since)
    return present_receipt.reason(skipped, verb, zone=zone, now=now)


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat() if at else ""


def _tasks(number: int) -> str:
    return _counted(number, "task")


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what if number == 1 else what + 's'}"
