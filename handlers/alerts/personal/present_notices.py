"""The texts of a person's own notices: what they have chosen, their daily summary, why something comes elsewhere. Pure."""

from handlers.slack import texts
from handlers.slack.labels import person
from models.domain.triage.signs import HELD
from models.domain.values.notices import Notice, NoticeDetail, OwnDay

HINT = (
    "Questions about accounts that you turn off go to whoever asked for the task, or to the channel of its batch. "
    "The messages of your batches stay where they are."
)


def state(wanted: NoticeDetail) -> str:
    """What somebody gets."""
    on = [notice.label for notice in Notice if wanted.wants(notice)]
    off = [notice.label for notice in Notice if not wanted.wants(notice)]
    daily = (
        f"Daily summary: at {wanted.daily_at} ({wanted.zone})." if wanted.daily_at else "Daily summary: off."
    )
    lines = (
        f"Direct messages on: {', '.join(on)}." if on else "",
        f"Off: {', '.join(off)}." if off else "",
        daily,
        "`/tasks notify` changes that.",
    )
    return "\n".join(filter(None, lines))


def day(own: OwnDay) -> str:
    """The summary; empty where there is nothing to say."""
    ended = " · ".join(f"{outcome.label} {n}" for outcome, n in own.ended.items())
    total = sum(own.ended.values())
    named = ", ".join(texts.escape(texts.clip(login, 80)) for login in own.held)
    more = own.held_count - len(own.held)
    held = f"{texts.count(own.held_count, 'account')} on hold {'needs' if own.held_count == 1 else 'need'} you: {named}"
    lines = (
        f"In the last 24 hours {texts.count(total, 'task')} of yours ended: {ended}." if total else "",
        f"{HELD.icon} {held}{f' and {more} more' if more > 0 else ''}. `/accounts held` lists them."
        if own.held_count
        else "",
    )
    body = "\n".join(filter(None, lines))
    return f"*Your daily summary*\n{body}" if body else ""


def elsewhere(first: str) -> str:
    """Under a question that its first person does not want."""
    return f"{person(first)} gets no messages about accounts (`/tasks notify`), so this is asked here."
