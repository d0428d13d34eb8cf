"""What is the reader's own, on top of their Home tab. Pure."""

from collections.abc import Iterable

from handlers.slack import texts
from handlers.slack.ids import is_channel
from handlers.slack.labels import about
from models.domain.task_types import TASK_TYPES
from models.domain.values.home import HomeSummary

_MOST = 3  # of each


def sections(home: HomeSummary) -> tuple[str, ...]:
    """One text for alerts, batches and accounts each, where there are any."""
    return tuple(
        filter(
            None,
            (
                _listed("Alerts", (_alert(one.count, about(one.rule), one.channel) for one in home.alerts)),
                _listed(
                    "Your batches in progress",
                    (
                        f"{TASK_TYPES[one.type].label} · {one.size - one.left} of {one.size} done{_where(one.channel)}"
                        for one in home.batches
                    ),
                ),
                _listed(
                    "Your accounts on hold",
                    (f"*{texts.escape(texts.clip(login, 80))}*: {texts.escape(texts.clip(why, 200))}" for login, why in home.held),
                ),
            ),
        )
    )  # fmt: skip


def _listed(title: str, lines: Iterable[str]) -> str:
    told = list(lines)
    if not told:
        return ""
    more = [f"and {len(told) - _MOST} more"] if len(told) > _MOST else []
    return "\n".join([f"*{title}*", *told[:_MOST], *more])


def _alert(count: int, what: str, channel: str) -> str:
    return f":red_circle: {texts.count(count, 'task')} {'waits' if count == 1 else 'wait'}{what}{_where(channel)}"


def _where(channel: str) -> str:
    """Only a channel has a name: a conversation of two is where the reader is."""
    return f" · <#{channel}>" if is_channel(channel) else ""
