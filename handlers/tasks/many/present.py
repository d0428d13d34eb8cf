"""The texts of a list of tasks: what would become of each line, and what became of it. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from handlers.batches import present_approval
from handlers.slack import texts
from handlers.slack.labels import parameters, type_label
from handlers.slack.views import ChoiceView
from handlers.tasks.many.views import PreviewView
from models.domain.task_files.line import ACCOUNT
from models.domain.task_files.verdicts import Judged, KnownAccount, Verdict, name_of
from models.domain.task_types import TASK_TYPES, TaskType

_FIRST = 3  # lines shown of each verdict
_LONGEST = 150  # characters of a line's sentence
_MOST_PROBLEMS = 5
_LONGEST_SUBMIT = 24  # characters, as Slack takes them
CHANGED = (
    ":warning: *Nothing was created.* The accounts or tasks changed after the preview. "
    "Look at what would become of the list now."
)
NOTHING = ":warning: *Nothing was created.* No line was chosen."
BEFORE = "The tasks of this list were created before. The message of their batch shows them."
OTHER_NAME = "Change the name, or tick the box under Same name."
ALL_USED = (
    ":warning: *Nothing was created.* Other tasks have used the names of all these lines since the preview."
)
REST_FILE = "tasks-not-created.csv"
LEFT_OUT = "The other lines come to your messages as a file. Its column *why* says what is wrong with each."


def types() -> tuple[ChoiceView, ...]:
    """The task types to choose from."""
    return tuple(ChoiceView(text=kind.label, value=kind.id) for kind in TASK_TYPES.values())


def problems(refusals: Mapping[str, str]) -> tuple[str, ...]:
    """Why a list could not be read."""
    sentences = [texts.escape(texts.clip(one, 500)) for one in refusals.values()]
    return tuple(f":warning: {one}" for one in sentences[:_MOST_PROBLEMS])


def preview(
    lines: Sequence[Judged], *, number: int, needs_approval: bool, news: str = "", remarks: Sequence[str] = ()
) -> PreviewView:
    """What would become of each line. ``needs_approval``: a second person is asked before anything is created."""
    by = {verdict: [one for one in lines if one.verdict is verdict] for verdict in Verdict}
    fine = by.pop(Verdict.FINE)
    also = {verdict: some for verdict, some in by.items() if some and verdict.is_possible}
    paragraphs = (
        news,
        f"*{texts.count(len(lines), 'line')}: {len(fine):,} ready*",
        _would_run(fine),
        *(_verdict(verdict, some) for verdict, some in by.items() if some),
        "\n".join(f"• {texts.escape(texts.clip(one, 200))}" for one in remarks),
        f":bust_in_silhouette: {present_approval.ASKED}" if needs_approval and (fine or also) else "",
    )
    return PreviewView(
        paragraphs=tuple(filter(None, paragraphs)),
        submit=_submit(len(fine), len(lines), can_more=bool(also)),
        also=tuple(
            ChoiceView(text=f"{len(some):,} · {verdict.label}", value=verdict.word)
            for verdict, some in also.items()
        ),
        rest=str(number) if len(fine) < len(lines) else "",
    )


def created(words: str, *, rest: bool) -> PreviewView:
    """The receipt of a list. ``rest``: some of its lines were not created."""
    return PreviewView(paragraphs=tuple(filter(None, (words, LEFT_OUT if rest else ""))))


def warnings(kind: TaskType, params: Mapping[str, str], accounts: Iterable[KnownAccount]) -> str:
    """What stands against tasks of one type that were created by the form: a line for each kind, none where all is fine."""
    name = name_of(kind, params)
    found = list(accounts)
    counted = {
        Verdict.SAME_NAME: sum(bool(name) and (kind.id, name) in one.made for one in found),
        Verdict.HELD: sum(bool(one.held) for one in found),
        Verdict.NO_PROXY: sum(bool(one.dry) for one in found),
        Verdict.WAITING: sum(kind.id in one.under_way for one in found),
    }
    return "\n".join(
        f":warning: {texts.count(n, 'account')}: {_OF_FORM[verdict]}" for verdict, n in counted.items() if n
    )


def made_before(kind: TaskType, params: Mapping[str, str], accounts: Iterable[KnownAccount]) -> str:
    """On which accounts a task has used this name before, as a refusal at its field; empty: on none."""
    name = name_of(kind, params)
    logins = sorted(one.login for one in accounts if name and (kind.id, name) in one.made)
    if not logins:
        return ""
    return f"An earlier task uses this name on {first_of(logins)}. {OTHER_NAME}"


def first_of(logins: Sequence[str]) -> str:
    """The first of these logins, and how many more there are."""
    named = ", ".join(texts.clip(login, 40) for login in logins[:_FIRST])
    return f"{named} and {len(logins) - _FIRST} more" if len(logins) > _FIRST else named


_OF_FORM = {
    Verdict.SAME_NAME: "an earlier task has made one of this name there, or may have. *Undo* at the batch cancels what has not begun.",
    Verdict.HELD: "on hold, so the task waits until the hold ends.",
    Verdict.NO_PROXY: "no proxy that answers, so the task will fail.",
    Verdict.WAITING: "a task of this type waited or ran there already.",
}


def about(types: Mapping[str, int], size: int) -> str:
    """A list as the audit names it."""
    counted = ", ".join(f"{type_label(kind)} {n}" for kind, n in types.items())
    return f"{texts.count(size, 'task')} from a list: {counted}"


def rest_words(lines: Sequence[Judged]) -> str:
    """The text above the file with the lines that were not created."""
    counted = Counter(one.verdict.label for one in lines)
    kinds = " · ".join(f"{label} {n:,}" for label, n in counted.most_common())
    return (
        f"*{texts.count(len(lines), 'line')} of your list*\n{kinds}\n"
        "The column `why` says what is wrong. Mend the lines and give the file again: `/tasks new list`"
    )


def _submit(fine: int, size: int, *, can_more: bool) -> str:
    if not fine:
        return "Create those ticked" if can_more else ""
    if fine == size:
        return f"Create {texts.count(fine, 'task')}"
    one_or_more = "good one" if fine == 1 else f"{fine} good ones"
    whole = f"Create the {one_or_more}"
    return whole if len(whole) <= _LONGEST_SUBMIT else f"Create {one_or_more}"


def _would_run(fine: Sequence[Judged]) -> str:
    """What would be created, with the first of it."""
    tasks = [one.task for one in fine if one.task]
    if not tasks:
        return ""
    counted = Counter(task.type for task in tasks).most_common()
    accounts = len({task.account_id for task in tasks})
    head = ", ".join(f"{n:,} × {type_label(kind)}" for kind, n in counted)
    return "\n".join([f"{head}, on {texts.count(accounts, 'account')}", *_examples(fine)])


def _examples(fine: Sequence[Judged]) -> Iterator[str]:
    for one in fine[:_FIRST]:
        if one.task:
            values = [value for _, value in parameters(one.task.type, one.task.params)]
            words = " · ".join((type_label(one.task.type), *values))
            yield f"• {texts.escape(texts.clip(one.login, 80))} · {texts.clip(words, _LONGEST)}"
    if len(fine) > _FIRST:
        yield f"… and {len(fine) - _FIRST:,} more"


def _verdict(verdict: Verdict, some: Sequence[Judged]) -> str:
    """How many lines have it, and the first of them."""
    icon = ":warning:" if verdict.is_possible else ":x:"
    lines = [f"{icon} *{len(some):,} · {verdict.label}*"]
    for one in some[:_FIRST]:
        who = texts.escape(texts.clip(one.login or one.line.cells.get(ACCOUNT, ""), 60))
        why = texts.escape(texts.clip(one.why, _LONGEST))
        lines.append("• " + " · ".join(filter(None, (f"Row {one.line.number}", who, why))))
    return "\n".join([*lines, *([f"… and {len(some) - _FIRST:,} more"] if len(some) > _FIRST else [])])
