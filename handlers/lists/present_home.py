"""The reader's own at the top of their Home tab: what needs them, alerts, batches, accounts on hold. Pure."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.lists.given_views import NEEDS_ME
from handlers.slack import texts
from handlers.slack.labels import about, type_label
from handlers.slack.views import OwnView
from handlers.words import list_state, pause_words
from models.domain.conversations import is_channel
from models.domain.filters import ListState, TaskFilter
from models.domain.values.home import HomeSummary, OngoingAlert, OwnBatch

_MOST = 3  # of each
_FEW = 2  # accounts that are named one by one


def sections(home: HomeSummary, user: str, *, zone: ZoneInfo, now: datetime) -> tuple[OwnView, ...]:
    """What needs the reader, alerts, each batch, and accounts on hold, if there are any."""
    alerts = _listed(
        "Alerts", (f":red_circle: {_alert(alert)}{_where(alert.channel)}" for alert in home.alerts)
    )
    held = _listed(
        "Your accounts on hold",
        (
            f"*{texts.escape(texts.clip(login, 80))}*: {texts.escape(texts.clip(why, 200))}"
            for login, why in home.held
        ),
    )
    paused = pause_words.sentences(home.pauses, zone=zone, now=now)
    return (
        *([OwnView(text=paused, is_paused=True)] if paused else []),
        *([_needs(home.needs_me, user)] if home.needs_me else []),
        *([OwnView(text=alerts)] if alerts else []),
        *_batches(home.batches, zone=zone, now=now),
        *([OwnView(text=held)] if held else []),
    )  # fmt: skip


def _needs(count: int, user: str) -> OwnView:
    needs = f"{texts.count(count, 'task')} {'needs' if count == 1 else 'need'}"
    return OwnView(text=f"*Needs you*\n{needs} a person", shows=list_state.encode(NEEDS_ME.state(user)))


def _batches(batches: tuple[OwnBatch, ...], *, zone: ZoneInfo, now: datetime) -> list[OwnView]:
    """One each, so that each has its button; the title stands above the first."""
    lines = [
        f"{type_label(batch.type)} · {_accounts(batch)} · {batch.left} of {batch.size} left · "
        f"created {texts.moment(batch.created_at, zone=zone, now=now)}{_where(batch.channel)}"
        for batch in batches[:_MOST]
    ]
    if lines and len(batches) > _MOST:
        lines[-1] += f"\nand {len(batches) - _MOST} more"
    titled = ["*Your batches in progress*\n" + line for line in lines[:1]] + lines[1:]
    return [
        OwnView(text=text, shows=list_state.encode(ListState(filter=TaskFilter(batch=batch.id))))
        for text, batch in zip(titled, batches, strict=False)
    ]


def _accounts(batch: OwnBatch) -> str:
    named = ", ".join(texts.escape(texts.clip(login, 40)) for login in batch.logins)
    if batch.size <= _FEW:
        return named
    if batch.group:
        return f"{batch.size} accounts of {texts.escape(texts.clip(batch.group, 40))}"
    return f"{named} and {batch.size - len(batch.logins)} more"


def _listed(title: str, lines: Iterable[str]) -> str:
    rows = list(lines)
    if not rows:
        return ""
    more = [f"and {len(rows) - _MOST} more"] if len(rows) > _MOST else []
    return "\n".join([f"*{title}*", *rows[:_MOST], *more])


def _alert(alert: OngoingAlert) -> str:
    return f"{alert.sentence}{about(alert.rule.scope) if alert.rule else ''}"


def _where(channel: str) -> str:
    """The channel's mention; empty for a direct conversation, which has no name."""
    return f" · <#{channel}>" if is_channel(channel) else ""
