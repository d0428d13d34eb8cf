"""Labels used everywhere: of task types, people, parameters, proxies and an alert rule's scope. Pure."""

from collections.abc import Mapping, Sequence

from handlers.slack import texts
from handlers.slack.views import MOST_CHOICES, ChoiceView
from models.domain.conversations import is_person
from models.domain.filters import TaskFilter
from models.domain.lifecycle import Status
from models.domain.proxies import ProxyAddress
from models.domain.schedules.sentence import sentence
from models.domain.schedules.timing import Timing
from models.domain.task_types import TASK_TYPES
from models.domain.text import folded
from models.domain.triage.signs import STATUSES

_SECOND = 1000  # milliseconds
_FEW = 3  # groups or people that are named one by one
BY_ITSELF = "Bellhop"  # the operation user of an attempt nobody asked for


def type_label(type_id: str) -> str:
    """The label of a task type; a type this version does not know keeps its id. Empty: of tasks of several types."""
    if not type_id:
        return "Several types"
    return TASK_TYPES[type_id].label if type_id in TASK_TYPES else type_id


def group_choices(names: Sequence[str], typed: str, *, most: int = MOST_CHOICES) -> list[ChoiceView]:
    """The groups whose name contains what was typed."""
    found = [ChoiceView(text=name, value=name) for name in names if folded(typed) in folded(name)]
    return found[:most]


def counted(counts: Mapping[Status, int]) -> str:
    """How many tasks stand where, in the order of their life; empty when there are none.

    >>> counted({Status.ENDED: 2, Status.WAITING: 3})
    '⏳ Waiting to execution 3 · 🏁 Execution ends 2'
    """
    return " · ".join(f"{STATUSES[status]} {counts[status]}" for status in Status if counts.get(status))


def person(user: str) -> str:
    """A person as a mention; any other actor by name."""
    return f"<@{user}>" if is_person(user) else user or BY_ITSELF


def called(name: str) -> str:
    """A person or a user group as a mention.

    >>> called("U0ANA"), called("S0OPS")
    ('<@U0ANA>', '<!subteam^S0OPS>')
    """
    return f"<!subteam^{name}>" if name.startswith("S") else person(name)


def parameters(type_id: str, params: Mapping[str, str], *, most: int = 500) -> list[tuple[str, str]]:
    """A task's parameters as (label, Slack markup of at most so many characters), in their type's order."""
    kind = TASK_TYPES.get(type_id)
    labels = {p.name: p.label for p in kind.parameters} if kind else {}
    return [
        (labels.get(name, name), texts.escape(texts.clip(str(value), most))) for name, value in params.items()
    ]


def proxy_words(proxy: ProxyAddress | None) -> str:
    """A proxy's address without its password, as a form takes it again.

    >>> proxy_words(ProxyAddress(scheme="socks5", host="10.0.0.1", port=1080, username="ann"))
    'socks5://ann@10.0.0.1:1080'
    """
    return proxy.url if proxy else ""


def took(milliseconds: int | None) -> str:
    """How long a proxy took to answer.

    >>> took(120), took(2500)
    ('120 ms', '2.5 s')
    """
    rounded = max(1, milliseconds or 0)
    return f"{rounded} ms" if rounded < _SECOND else f"{rounded / _SECOND:.1f} s"


def when(timing: str, zone: str) -> str:
    """When a schedule runs, within a sentence.

    >>> when("0 6 * * *", "Europe/Berlin")
    'every day at 06:00 (Europe/Berlin)'
    """
    words = sentence(Timing.stored(timing))
    return f"{words[0].lower()}{words[1:]} ({zone})"


def about(scope: TaskFilter) -> str:
    """Of which groups, types and people, as Slack markup; empty for all.

    >>> about(TaskFilter(groups=("emea", "apac"), types=("check",)))
    ' in *emea*, *apac* · Check'
    """
    groups = ", ".join(f"*{texts.escape(texts.clip(group, 40))}*" for group in scope.groups[:_FEW])
    more = f" and {len(scope.groups) - _FEW} more groups" if len(scope.groups) > _FEW else ""
    kinds = ", ".join(map(type_label, scope.types))
    people = ", ".join(map(person, scope.users[:_FEW]))
    others = f" and {len(scope.users) - _FEW} more people" if len(scope.users) > _FEW else ""
    return "".join(
        (
            f" in {groups}{more}" if groups else "",
            f" · {kinds}" if kinds else "",
            f" · by {people}{others}" if people else "",
        )
    )
