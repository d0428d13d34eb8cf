"""The verbs of ``/tasks`` that say what begins when: pauses, and the order of what waits. Pure."""

from handlers.words import filter_words, number_words
from handlers.words.command import Command
from handlers.words.verbs import Usage, Verb
from models.domain.errors import BadFilter
from models.domain.permissions import Action

BATCH = "batch"
"""In the words of a command: its number is that of a batch."""


def _as_typed(verb: str, rest: list[str], _me: str) -> Command:
    return Command(verb=verb, words=tuple(rest))


def _ordered(verb: str, rest: list[str], _me: str) -> Command:
    """Task IDs, or one batch."""
    name, colon, value = (rest[0] if len(rest) == 1 else "").partition(":")
    if name.lower() != BATCH or not colon:
        return Command(verb=verb, ids=number_words.task_ids(verb, rest))
    if (number := filter_words.task_id(value)) is None:
        raise BadFilter(f"`{filter_words.shown(rest[0])}` is no batch: write its number, such as `batch:12`.")
    return Command(verb=verb, ids=(number,), words=(BATCH,))


PLAN_VERBS = (
    Verb(
        name="pause",
        needs=Action.PAUSE,
        parse=_as_typed,
        words=0,
        usages=(
            Usage(
                "/tasks pause group:emea 2h the reason",
                "let nothing of a group begin for a while; also `type:`, `account:` or `all`",
            ),
        ),
    ),
    Verb(
        name="resume",
        needs=Action.PAUSE,
        parse=_as_typed,
        words=0,
        usages=(Usage("/tasks resume group:emea", "end a pause; `all` ends every one"),),
    ),
    Verb(
        name="pauses",
        needs=Action.SEE,
        parse=lambda verb, _rest, _me: Command(verb=verb),
        usages=(Usage("/tasks pauses", "what is paused, by whom and why"),),
    ),
    Verb(
        name="next",
        needs=Action.ORDER,
        parse=_ordered,
        usages=(
            Usage(
                "/tasks next 4711 4712",
                "let waiting tasks begin before all others; `/tasks next batch:12` those of a batch",
            ),
        ),
    ),
    Verb(
        name="later",
        needs=Action.ORDER,
        parse=_ordered,
        usages=(Usage("/tasks later batch:12", "let them begin when nothing else waits"),),
    ),
    Verb(
        name="normal",
        needs=Action.ORDER,
        parse=_ordered,
        usages=(Usage("/tasks normal batch:12", "let them begin in the usual order again"),),
    ),
)
