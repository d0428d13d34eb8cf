"""The reader's own alerts, batches and accounts, at the top of their Home tab. Pure."""

from collections.abc import Iterable

from handlers.slack import texts
from handlers.slack.ids import is_channel
from handlers.slack.labels import about, type_label
from models.domain.values.home import HomeSummary

_MOST = 3  # of each


def sections(home: HomeSummary) -> tuple[str, ...]:
    """One text each for alerts, batches and held accounts, if there are any."""
    return tuple(
        filter(
            None,
            (
                _listed("Alerts", (_alert(alert.count, about(alert.rule), alert.channel) for alert in home.alerts)),
                _listed(
                    "Your batches in progress",
                    (
                        f"{type_label(batch.type)} · {batch.size - batch.left} of {batch.size} done{_where(batch.channel)}"
                        for batch in home.batches
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
    rows = list(lines)
    if not rows:
        return ""
    more = [f"and {len(rows) - _MOST} more"] if len(rows) > _MOST else []
    return "\n".join([f"*{title}*", *rows[:_MOST], *more])


def _alert(count: int, what: str, channel: str) -> str:
    return f":red_circle: {texts.count(count, 'task')} {'waits' if count == 1 else 'wait'}{what}{_where(channel)}"


def _where(channel: str) -> str:
    """The channel's mention; empty for a direct conversation, which has no name."""
    return f" · <#{channel}>" if is_channel(channel) else ""
