"""The texts about an account on hold. Pure."""

from handlers.slack import texts
from handlers.slack.labels import person, type_label
from handlers.slack.views import HoldView
from models.domain.values.accounts import HoldDetail

CLOSED = HoldView(words="That question is closed.", met="", account="", link="")
"""What is left of a question whose reader may not see the account any more."""


def question(hold: HoldDetail) -> HoldView:
    """The message to the account's responsible person, as it reads now."""
    name = account_name(hold.login, hold.user_id)
    if hold.released_at:
        end = f"{name} was released by {person(hold.released_by)} at {texts.slack_time(hold.released_at)}."
        return HoldView(words=f":white_check_mark: {end}", met="", account="", link="")
    tasks = texts.count(hold.waiting, "task")
    waits = f" {tasks} {'waits' if hold.waiting == 1 else 'wait'} for it." if hold.waiting else ""
    return HoldView(
        words=f":lock: {name} is on hold. {_sentence(hold.why)}{waits}\n"
        f"Look at the account; when it is in order, press *Release*{': then they run' if hold.waiting else ''}.",
        met=_met(hold),
        account=str(hold.account_id),
        link=hold.task.note_link if hold.task else "",
    )


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


def _met(hold: HoldDetail) -> str:
    if hold.task is None:
        return ""
    return f"Met by #{hold.task.id} · {type_label(hold.task.type)}. That attempt is over: re-execute the task if it is still wanted."


def _sentence(why: str) -> str:
    sentence = texts.escape(texts.clip(why, 500))
    return sentence[:1].upper() + sentence[1:] + ("" if sentence.endswith(".") else ".")
