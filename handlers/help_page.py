"""``/tasks help`` and ``/tasks doctor``. Pure."""

from collections.abc import Mapping, Sequence

from handlers.access.needs import ACCOUNT_VERBS, TASK_VERBS, May
from handlers.slack.blocks import Block, section
from handlers.slack.texts import clip, count, escape
from handlers.words.filter_words import SPANS
from models.domain.checks import Finding
from models.domain.lifecycle import Status
from models.domain.permissions import Action
from models.domain.task_types import TASK_TYPES

COMMANDS = (
    ("/tasks", "the newest tasks"),
    ("/tasks new", "create tasks: choose the type, the accounts or a group"),
    ("/tasks 4711", "everything of one task, with Retry task and Cancel execution"),
    ("/tasks show 4711", "the same"),
    ("/tasks waiting", "the tasks that wait to be executed"),
    ("/tasks cancel 4711 4712", "cancel waiting tasks"),
    ("/tasks retry 4711 4712", "execute tasks again"),
    ("/tasks status:waiting type:check 1w", "a list with a filter; any of the words below"),
    ("/tasks waiting cards rows:10", "as cards or a `table`, with 10, 20, 50 or 100 rows, from `page:3`"),
    ("/tasks view morning", "a saved view; `/tasks views` lists them, Save view under a list makes one"),
    ("/tasks alerts", "who is told when too many tasks wait, or too long; `/tasks alerts add` adds an alert"),
    (
        "/tasks digest 09:00",
        "tell this channel every day how the day before went; `/tasks digest off` ends it",
    ),
    (
        "/tasks export waiting",
        "the tasks of a list as a CSV file in your messages; Export under a list or at a batch does the same",
    ),
    (
        "/tasks stats group:emea 30d",
        "pictures of what became of tasks, how many waited, how long they took; `1w` if no days are named",
    ),
    ("/tasks access", "what you may do, and who may let you do more; admins change it there"),
    ("/tasks audit by:@ben today denied", "what was done and refused, newest first"),
    ("/tasks doctor", "whether everything runs: database, queue, workers, messages, each with its remedy"),
    ("/tasks help", "this"),
)

ACCOUNT_COMMANDS = (
    ("/accounts", "all accounts: their log-in, proxy, what waits for them, who is on hold"),
    ("/accounts held", "the accounts on hold"),
    ("/accounts group:emea", "the accounts of a group"),
    (
        "/accounts ann@example.com",
        "everything of one account, by its login or user id, with Hold, Release and Edit",
    ),
    ("/accounts hold ann@example.com its owner is away", "let no task run there, and say why"),
    ("/accounts release ann@example.com", "let its tasks go on"),
    ("/accounts import", "add or change accounts from a CSV, after a look at what it would do"),
    ("/accounts add", "add one account"),
    ("/accounts help", "this"),
)


def verdict(found: Sequence[Finding]) -> str:
    """The examination in one sentence."""
    wrong = sum(bool(one.remedy) for one in found)
    return f"{count(wrong, 'thing')} to see to." if wrong else "All is well."


def findings(found: Sequence[Finding]) -> list[Block]:
    """The examination, a line for each part; what is wrong comes first, with its remedy."""
    lines = [
        f":x: *{one.name}*: {escape(one.says)}\n{escape(one.remedy)}"
        if one.remedy
        else f":white_check_mark: *{one.name}*: {escape(one.says)}"
        for one in sorted(found, key=lambda one: not one.remedy)
    ]
    return [section(f"*{verdict(found)}*"), section(clip("\n".join(lines), 3000))]


def account_blocks(may: May) -> list[Block]:
    """The commands of ``/accounts`` that this reader may use."""
    return [section(f"*Commands*\n{_commands(ACCOUNT_COMMANDS, ACCOUNT_VERBS, may)}")]


def blocks(may: May) -> list[Block]:
    """The commands that this reader may use, filter words and their values."""
    commands = _commands(COMMANDS, TASK_VERBS, may)
    filters = "\n".join(
        (
            f"`status:` {_values([status.value for status in Status])} (several are allowed)",
            f"`type:` {_values(list(TASK_TYPES))}",
            f"{_values(list(SPANS))} or `from:2026-11-01 to:2026-11-07`: when the task was created",
            '`group:emea` or `group:"north america"`',
            "`by:me` or `by:@somebody`: the operation user",
            "`account:100012345`: the login or the user id, exactly",
            "`id:4711`: the Task ID, exactly",
        )
    )
    return [section(f"*Commands*\n{commands}"), section(f"*Filter words*\n{filters}")]


def _commands(known: Sequence[tuple[str, str]], verbs: Mapping[str, Action], may: May) -> str:
    """A line for each; a command without a verb is a list."""
    lines: list[str] = []
    for words, meaning in known:
        verb = (words.split()[1:] or ["list"])[0]
        if may(verbs.get(verb, verbs["list"])):
            lines.append(f"`{words}` – {meaning}")
    return "\n".join(lines)


def _values(values: list[str]) -> str:
    return " ".join(f"`{value}`" for value in values)
