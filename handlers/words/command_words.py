"""Parses the words after ``/tasks``: a verb with Task IDs, or a list with a filter. Pure."""

from dataclasses import replace

from handlers.words import filter_words, number_words
from handlers.words.command import Command
from handlers.words.list_words import names_shape, parse_list
from handlers.words.plan_verbs import PLAN_VERBS
from handlers.words.typed_text import DOUBLE
from handlers.words.verbs import Usage, Verb, by_name, words_after
from models.domain.errors import BadFilter
from models.domain.filters import ListState
from models.domain.lifecycle import Status
from models.domain.permissions import Action
from models.domain.task_types import TASK_TYPES

_OF_A_LIST = (["list"], ["file"], ["paste"])


def parse_command(text: str, *, me: str) -> Command:
    """The parsed command; raise BadFilter with a helpful sentence. ``me`` is the person ``by:me`` means."""
    typed = filter_words.split(text)
    name = filter_words.unquoted(typed[0]).lower() if typed else ""
    if verb := VERBS.get(name):
        return verb.parse(name, words_after(verb, text), me)
    if len(typed) == 1 and (task_id := filter_words.task_id(name)) is not None:
        return Command(verb="show", ids=(task_id,))
    return _list("list", typed, me)


def _list(verb: str, rest: list[str], me: str) -> Command:
    state = parse_list(rest, me=me, others=list(VERBS))
    return Command(verb=verb, state=state, is_shaped=names_shape(rest))


def _new(verb: str, rest: list[str], _me: str) -> Command:
    if [word.lower() for word in rest] in _OF_A_LIST:
        return Command(verb=verb, words=("list",))
    chosen = filter_words.one_of("_".join(rest), list(TASK_TYPES), "type") if rest else ""
    return Command(verb=verb, type=chosen)


def _of_tasks(verb: str, rest: list[str], _me: str) -> Command:
    return Command(verb=verb, ids=number_words.task_ids(verb, rest))


def _waiting(verb: str, rest: list[str], me: str) -> Command:
    state = parse_list(rest, me=me, others=list(VERBS))
    state = replace(state, filter=replace(state.filter, statuses=(Status.WAITING,)))
    return Command(verb=verb, state=state, is_shaped=names_shape(rest))


def _lower(verb: str, rest: list[str], _me: str) -> Command:
    return Command(verb=verb, words=tuple(filter_words.unquoted(word).lower() for word in rest))


def _view(verb: str, rest: list[str], _me: str) -> Command:
    name = " ".join(rest).strip('"' + DOUBLE)
    if not name:
        raise BadFilter(f"Write the name after it: `/tasks {verb} morning`. `/tasks views` lists them all.")
    return Command(verb=verb, name=name)


def _export(verb: str, rest: list[str], me: str) -> Command:
    """The tasks of a list, or the outcomes of one batch."""
    named = next((word for word in rest if word.lower().startswith("batch:")), None)
    if named is None or len(rest) > 1:  # some tasks of a batch are a list as any other
        return Command(verb=verb, state=parse_list(rest, me=me, others=list(VERBS)))
    number = filter_words.task_id(named.partition(":")[2])
    if number is None:
        raise BadFilter(f"`{filter_words.shown(named)}` is no batch: write its number, such as `batch:12`.")
    return Command(verb=verb, ids=(number,))


def _stats(verb: str, rest: list[str], me: str) -> Command:
    """Statistics of a filter; of the last week, if it names no days."""
    wanted = filter_words.parse_filter(" ".join(rest), me=me, others=list(VERBS))
    if not (wanted.span or wanted.since or wanted.until):
        wanted = replace(wanted, span="1w")
    return Command(verb=verb, state=ListState(filter=wanted))


def _batch(verb: str, rest: list[str], _me: str) -> Command:
    return Command(verb=verb, ids=(number_words.batch_number(verb, rest),))


def _alone(verb: str, _rest: list[str], _me: str) -> Command:
    return Command(verb=verb)


def _text(verb: str, rest: list[str], _me: str) -> Command:
    return Command(verb=verb, name=" ".join(rest))


def _as_typed(verb: str, rest: list[str], _me: str) -> Command:
    return Command(verb=verb, words=tuple(rest))


VERBS = by_name(
    Verb(
        name="list",
        needs=Action.SEE,
        parse=_list,
        usages=(
            Usage("/tasks", "the newest tasks"),
            Usage("/tasks status:waiting type:check 1w", "a list with a filter; any of the words below"),
        ),
    ),
    Verb(
        name="new", needs=Action.CREATE, parse=_new,
        usages=(
            Usage("/tasks new", "create tasks: choose the type, the accounts or a group"),
            Usage("/tasks new list", "create many tasks from a file or a paste, after a look at each line"),
        ),
    ),
    Verb(
        name="show",
        needs=Action.SEE,
        parse=_of_tasks,
        usages=(
            Usage("/tasks 4711", "everything of one task"),
            Usage("/tasks show 4711", "the same"),
        ),
    ),
    Verb(
        name="batch",
        needs=Action.SEE,
        parse=_batch,
        usages=(Usage("/tasks batch 12", "a batch: how far it is, what failed and why, and its tasks"),),
    ),
    Verb(
        name="waiting",
        needs=Action.SEE,
        parse=_waiting,
        usages=(
            Usage("/tasks waiting", "the tasks that wait to be executed"),
            Usage("/tasks waiting cards rows:10", "as cards or a `table`, with 10, 20, 50 or 100 rows, from `page:3`"),
        ),
    ),
    Verb(
        name="failed", needs=Action.SEE, parse=_list,
        usages=(
            Usage("/tasks failed", "what failed in the last 24 hours, by cause, and what to do about it"),
            Usage("/tasks failed 1w type:check", "the same of other days; any of the words below"),
        ),
    ),
    Verb(
        name="cancel", needs=Action.CANCEL, parse=_of_tasks,
        usages=(Usage("/tasks cancel 4711 4712", "cancel waiting tasks"),),
    ),
    Verb(
        name="retry", needs=Action.REPEAT, parse=_of_tasks,
        usages=(Usage("/tasks retry 4711 4712", "execute tasks again"),),
    ),
    Verb(
        name="view",
        needs=Action.SEE,
        parse=_view,
        words=0,
        usages=(
            Usage("/tasks view morning", "a saved view; `/tasks views` lists them, Save view under a list makes one"),
        ),
    ),
    Verb(name="views", needs=Action.SEE, parse=_alone),
    Verb(
        name="alerts",
        needs=Action.SEE,
        parse=_lower,
        usages=(
            Usage("/tasks alerts", "who is told when tasks wait or fail, no worker runs and more"),
            Usage("/tasks alerts add", "add an alert", Action.EDIT_ALERTS),
        ),
    ),
    *PLAN_VERBS,
    Verb(
        name="digest",
        needs=Action.SEE,
        parse=_as_typed,
        usages=(
            Usage("/tasks digest", "when this channel gets its daily summary"),
            Usage(
                "/tasks digest 09:00",
                "post a summary of the day before to this channel every day, with `group:emea` of those tasks; `/tasks digest off` ends it",
                Action.EDIT_ALERTS,
            ),
        ),
    ),
    Verb(
        name="schedules", needs=Action.SEE, parse=_alone,
        usages=(Usage("/tasks schedules", "what runs by itself: last and next runs; change, pause, run now"),),
    ),
    Verb(
        name="schedule", needs=Action.SCHEDULE, parse=_text, words=0,
        usages=(
            Usage("/tasks schedule check group:emea every day 06:00 over 45 min", "create tasks by itself, at a time in words or cron; without a time, the form"),
        ),
    ),
    Verb(
        name="notify", needs=Action.SEE, parse=_lower,
        usages=(
            Usage("/tasks notify", "which messages come to you: about your batches, accounts and schedules"),
            Usage("/tasks notify daily 08:00", "a summary of your day in your messages; `/tasks notify off` ends them all"),
        ),
    ),
    Verb(
        name="export",
        needs=Action.EXPORT,
        parse=_export,
        usages=(
            Usage("/tasks export waiting", "the tasks of a list as a CSV file in your messages; Export under a list or at a batch does the same"),
        ),
    ),
    Verb(
        name="stats", needs=Action.SEE, parse=_stats,
        usages=(
            Usage(
                "/tasks stats group:emea 30d",
                "charts of what came of the tasks (their outcomes), how many waited and how long they took; `1w` if you name no days",
            ),
        ),
    ),
    Verb(
        name="access",
        needs=Action.ASK,
        parse=_as_typed,
        usages=(
            Usage("/tasks access", "what you may do, and who can give you more access; admins change it there"),
        ),
    ),
    Verb(
        name="audit", needs=Action.AUDIT, parse=_as_typed,
        usages=(Usage("/tasks audit by:@ben today denied", "what was done and refused, newest first"),),
    ),
    Verb(
        name="doctor", needs=Action.EXAMINE, parse=_alone,
        usages=(
            Usage("/tasks doctor", "whether everything runs: database, queue, workers, messages, each with its remedy"),
        ),
    ),
    Verb(name="help", needs=Action.ASK, parse=_alone, usages=(Usage("/tasks help", "this"),)),
)  # fmt: skip
"""The verbs of ``/tasks``."""
