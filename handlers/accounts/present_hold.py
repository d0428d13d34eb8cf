"""The texts about an account on hold. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.slack import texts
from handlers.slack.labels import person, type_label
from handlers.slack.views import HoldView
from handlers.tasks.present_endings import endings
from models.domain.lifecycle import OVER
from models.domain.triage.signs import HELD
from models.domain.values.accounts import HoldDetail

CLOSED = HoldView(words="That question is closed.")
"""What is left of a question whose reader may not see the account any more."""
_WHAT_TO_DO = (
    "Sign in to the account yourself and do what the site asks, then press *I have signed in: check now*. "
    "If its password or session changed, give the new one: the check follows by itself."
)
_GAVE = {
    "password": "gave a new password",
    "session": "gave a new session",
    "again": "asked for another check",
}


def question(hold: HoldDetail, *, in_short: bool = False) -> HoldView:
    """The message to the account's responsible person, as it reads now; ``in_short``: what to do is said elsewhere."""
    if hold.released_at:
        met = hold.task.id if hold.task and not hold.went_on and hold.task.status in OVER else ""
        return HoldView(
            words=f":white_check_mark: {ended(hold)}",
            number=str(hold.id), repeat=str(met), link=hold.task.note_link if met and hold.task else ""
        )  # fmt: skip
    tasks = texts.count(hold.waiting, "task")
    waits = f" {tasks} {'waits' if hold.waiting == 1 else 'wait'} for it." if hold.waiting else ""
    head = (
        f"{HELD.icon} {account_name(hold.login, hold.user_id)} is on hold. {texts.sentence(hold.why)}{waits}"
    )
    return replace(
        endings(hold, "\n".join([head, *_state(hold, in_short=in_short)])),
        met=_met(hold),
        picture=hold.picture,
        picture_words=f"The screen of {hold.login} that the site showed",
        link=hold.task.note_link if hold.task else "",
    )


def heading(holds: Sequence[HoldDetail]) -> str:
    """Above several holds of one person."""
    left = sum(hold.released_at is None for hold in holds)
    if not left:
        return f":white_check_mark: None of these {len(holds)} accounts is on hold any more."
    what = f"{texts.count(left, 'account')} of yours {'is' if left == 1 else 'are'} on hold."
    return f"*{what}* {_WHAT_TO_DO}"


def joins(hold: HoldDetail) -> str:
    """The line below a message that has one more hold now."""
    return f"{HELD.icon} {account_name(hold.login, hold.user_id)} is on hold too. {texts.sentence(hold.why)} See the message above."


def reminder(holds: Sequence[HoldDetail], *, most: int) -> tuple[str, list[HoldView]]:
    """To who was asked: (the heading, a line for each of the first)."""
    return _still(holds, "wait for you", most)


def escalation(holds: Sequence[HoldDetail], *, most: int) -> tuple[str, list[HoldView]]:
    """To who caused the tasks, where who was asked did nothing: (the heading, a line for each of the first)."""
    asked = ", ".join(dict.fromkeys(person(hold.asked) for hold in holds))
    heading, views = _still(holds, "keep your tasks waiting", most)
    return f"{heading} Asked, and no answer: {asked}.", views


def _still(holds: Sequence[HoldDetail], what: str, most: int) -> tuple[str, list[HoldView]]:
    more = f" These are the first {most}; `/accounts held` lists them all." if len(holds) > most else ""
    verb = what if len(holds) > 1 else what.replace("wait ", "waits ", 1).replace("keep ", "keeps ", 1)
    heading = f":hourglass_flowing_sand: *{texts.count(len(holds), 'account')} on hold still {verb}.*{more}"
    return heading, [
        HoldView(
            words=f"{account_name(hold.login, hold.user_id)}, on hold since "
            f"{texts.moment(hold.at, zone=None, now=hold.at)}. {texts.sentence(hold.why)}",
            number=str(hold.id),
            hold=str(hold.id),
        )
        for hold in holds[:most]
    ]


def passed_on(hold: HoldDetail) -> HoldView:
    """What is left of the message of whoever passed it on."""
    name, to = account_name(hold.login, hold.user_id), person(hold.passed_to)
    return HoldView(
        words=f":arrow_right: {name} is on hold. {person(hold.passed_by)} passed this on to {to}."
    )


def ended(hold: HoldDetail) -> str:
    """Who ended a hold, how, and what ran on."""
    name = account_name(hold.login, hold.user_id)
    when = texts.slack_time(hold.released_at) if hold.released_at else ""
    who = person(hold.released_by)
    if hold.is_checked:
        how = _GAVE.get(hold.given, "signed in")
        first = (
            f"{name} is not on hold any more: {who} {how}, and check #{hold.check_id} logged in at {when}."
        )
    else:
        first = f"{name} was released by {who} at {when}."
    rest = " ".join(_ran_on(hold))
    return f"{first}\n{rest}" if rest else first


def notice(hold: HoldDetail) -> str:
    """To somebody whom a hold concerned: that it ended."""
    return f":white_check_mark: {ended(hold)}"


def account_name(login: str, user_id: str) -> str:
    """An account in a sentence, as markup."""
    return f"*{texts.escape(login)}*" + (f" ({texts.escape(user_id)})" if user_id else "")


def held(number: int) -> str:
    """The receipt of a hold by hand; ``number`` accounts are newly held."""
    if not number:
        return "It is on hold already."
    return f"On hold: {texts.count(number, 'account')}. No task runs there until *Release*."


def released(accounts: int, waiting: int) -> str:
    """The receipt of a release: how many accounts, and how many tasks wait for them."""
    if not accounts:
        return "It was not on hold any more."
    then = (
        f" {texts.count(waiting, 'task')} that waited can run now." if waiting else " No task waits for it."
    )
    return f"Released.{then}"


def _state(hold: HoldDetail, *, in_short: bool) -> list[str]:
    """What is being done about it, or what to do."""
    lines = (
        [f"{person(hold.passed_by)} passed this on to {person(hold.passed_to)}."] if hold.passed_to else []
    )
    if hold.checks:
        gave = f"{_GAVE[hold.given]}. " if hold.given in _GAVE else "asked for a check. "
        then = f" If so, #{hold.task.id} runs again." if hold.again and hold.task else ""
        return [
            *lines,
            f":hourglass_flowing_sand: {person(hold.check_by)} {gave}Task #{hold.check_id} looks whether the account can be entered.{then}",
        ]
    if hold.canceled:
        lines.append(f":warning: The check #{hold.check_id} was canceled.")
    elif hold.checked:
        lines.append(f":warning: The check #{hold.check_id} did not get in: {texts.sentence(hold.checked)}")
    if hold.kept_by:
        lines.append(f"{person(hold.kept_by)} keeps it on hold.")
    return lines if in_short else [*lines, _WHAT_TO_DO]


def _ran_on(hold: HoldDetail) -> list[str]:
    lines: list[str] = []
    if hold.task:
        task = f"#{hold.task.id} · {type_label(hold.task.type)}"
        lines.append(f"{task} runs again." if hold.went_on else f"{task} was not re-executed.")
    if hold.freed:
        lines.append(f"{texts.count(hold.freed, 'waiting task')} can run now.")
    return lines


def _met(hold: HoldDetail) -> str:
    since = f"On hold since {texts.moment(hold.at, zone=None, now=hold.at)}."
    if hold.task is None:
        return since
    return f"{since} Met by #{hold.task.id} · {type_label(hold.task.type)}. That attempt is over."
