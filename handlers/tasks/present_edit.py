"""The texts of other parameters for tasks: the form, why it cannot be opened, and what came of it. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence

from handlers.batches import present_receipt
from handlers.slack import texts
from handlers.slack.labels import type_label
from handlers.tasks.many import present as list_texts
from handlers.tasks.views import EditView, ParameterView
from models.domain.lifecycle import LIVE, Status
from models.domain.task_files.verdicts import KnownAccount, name_of
from models.domain.task_types import TASK_TYPES, Parameter, TaskType
from models.domain.values.batches.approvals import Policy
from models.domain.values.edits import Edited, EditedTask
from models.domain.values.rows import TaskRow

MOST = 50  # tasks of one form
UNCHANGED = "Change at least one field, or close the form."
WENT_ON = "Nothing was saved: the task changed after this form was opened. Close the form and open it again."
_INSTEAD = "Create a new task instead: `/tasks new`"


def refusal(tasks: Sequence[EditedTask]) -> str:
    """Why the form cannot be opened for these tasks, or for none of them; empty: it can."""
    if not tasks:
        return "Select at least one task first: tick it in *Select tasks* under the table."
    if len(tasks) > MOST:
        return f"You can edit at most {MOST} tasks at once. Tick {MOST} or fewer."
    if len(types := Counter(one.type for one in tasks)) > 1:
        named = ", ".join(f"{type_label(kind)} {n}" for kind, n in types.most_common())
        return f"You can edit tasks of one type together, since they have the same fields. These are: {named}. Tick tasks of one type."
    kind = TASK_TYPES.get(tasks[0].type)
    if kind is None or not kind.parameters:
        return f"{type_label(tasks[0].type)} has no parameters to edit."
    if all(one.status in LIVE for one in tasks):
        return f"Running now: {_ids(tasks)}. A task can be edited before it starts and after it ends."
    return ""


def two_people(policy: Policy, kind: TaskType, size: int) -> str:
    """Why tasks of this type that count as so many are not edited without a second person; empty: they are."""
    if policy.asks([kind.id], 0):
        return f"Tasks of this type need an approval. {_INSTEAD}"
    if policy.asks([kind.id], size):
        return f"Together with their batch these are {texts.count(size, 'task')}, and so many need an approval. {_INSTEAD}"
    return ""


def form(tasks: Sequence[EditedTask], rows: Sequence[TaskRow]) -> EditView:
    """The form for tasks of one type; ``rows`` are the same tasks as a list shows them."""
    kind = TASK_TYPES[tasks[0].type]
    waiting = [one for one in tasks if one.status is Status.WAITING]
    over = [one for one in tasks if one.status not in LIVE and one not in waiting]
    live = [one for one in tasks if one.status in LIVE]
    ids = {one.id for one in over}
    will = (
        f"*{type_label(tasks[0].type)}* · {texts.count(len(tasks), 'task')}",
        f"{_ids(waiting)}: will run with the new values." if waiting else "",
        f"{_ids(over)}: will run again with the new values." if over else "",
        f"{_ids(live)}: running now, so it will not be changed." if live else "",
        "A field that you leave empty is not changed." if len(tasks) > 1 else "",
    )
    return EditView(
        title="Edit and re-execute" if over else "Edit",
        about="\n".join(filter(None, will)),
        warnings=present_receipt.confirm_repeat([row for row in rows if row.id in ids]).warnings,
        parameters=tuple(_parameter(one, tasks) for one in kind.parameters),
        names=not kind.repeatable,
        submit="Re-execute" if over else "Save",
    )


def common(name: str, tasks: Sequence[EditedTask]) -> str:
    """The value that all these tasks have; empty where they differ."""
    values = {one.params.get(name, "") for one in tasks}
    return values.pop() if len(values) == 1 else ""


def done(edited: Edited) -> str:
    """What came of the tasks that waited, and of those that went on meanwhile; a receipt tells of the others."""
    waiting, running, left = map(_numbers, (edited.waiting, edited.running, edited.left_alone))
    return "\n".join(
        filter(
            None,
            (
                f"*Edited {len(edited.waiting)}*\n{waiting}" if waiting else "",
                f"Not edited, running: {running}" if running else "",
                f"Not edited, changed after the form was opened: {left}" if left else "",
            ),
        )
    )


def about(kind: str, changes: Sequence[str], ids: Sequence[int]) -> str:
    """An edit as the audit names it."""
    return (
        f"edits {', '.join(changes)} of {texts.count(len(ids), 'task')} ({type_label(kind)}): {_numbers(ids)}"
    )


def same_names(
    kind: TaskType,
    tasks: Sequence[EditedTask],
    changes: Mapping[str, str],
    known: Mapping[int, KnownAccount],
) -> str:
    """Why these tasks should not get a name, as a refusal at its field: it was used there, or would be twice; else empty."""
    if again := list_texts.made_before(kind, changes, known.values()):
        return again
    on = Counter(one.account_id for one in tasks)
    twice = sorted(known[account].login for account, n in on.items() if n > 1 and account in known)
    if not (twice and name_of(kind, changes)):
        return ""
    return f"Two tasks on {list_texts.first_of(twice)} would use this name. {list_texts.OTHER_NAME}"


def _parameter(one: Parameter, tasks: Sequence[EditedTask]) -> ParameterView:
    value = common(one.name, tasks)
    return ParameterView(
        name=one.name,
        label=one.label,
        hint=one.hint,
        longest=one.longest,
        choices=one.choices,
        value=value[: one.longest],
        differs=len({task.params.get(one.name, "") for task in tasks}) > 1,
    )


def _ids(tasks: Sequence[EditedTask]) -> str:
    return _numbers([one.id for one in tasks])


def _numbers(ids: Sequence[int]) -> str:
    return ", ".join(f"#{number}" for number in ids)
