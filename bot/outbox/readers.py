"""Asks, before anything is drawn for somebody, whether they may see it now: a message is drawn long after it was asked for."""

from dataclasses import dataclass

import structlog

from bot.outbox.fence import Fence
from bot.slack.client import Client
from bot.slack.pacing import Later
from bot.webhooks.tell import Webhooks
from handlers.access import present
from handlers.access.authorize import admins, standing
from handlers.slack.users import People
from models.domain.errors import Refused
from models.domain.permissions import Action, Actor, Authority, Deed, authorize
from models.domain.values.batches.approvals import Policy

_AGAIN = 30.0  # seconds until Slack is asked again who somebody is
_SEE = Deed(action=Action.SEE, about="")
_log = structlog.get_logger()


class Unsure(Later):
    """Slack gives no definite answer about a reader: nothing is drawn for them until it does, or for an hour."""

    def __init__(self, why: str) -> None:
        super().__init__(_AGAIN, why)


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What a message needs on its way: Slack, who its people are, and whether it is still ours to send."""

    slack: Client
    people: People
    fence: Fence
    webhooks: Webhooks | None = None  # None: this process tells none
    unsure: bool = False  # an earlier try of it may have reached Slack
    policy: Policy = Policy()  # noqa: RUF009 - frozen; when a schedule needs a second person


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody for whom something is drawn, and what they may do now."""

    actor: Actor
    may: Authority

    @property
    def sees(self) -> bool:
        return authorize(self.may, Action.SEE) is None


async def reader(user: str, people: People) -> Reader:
    """Who somebody is now. Raise Unsure when Slack does not say, or not certainly: then nothing is drawn for them."""
    actor, may = await standing(user, people)
    if actor.unsure:
        raise Unsure(f"Slack does not say who {user} is")
    found = Reader(actor=actor, may=may)
    if actor.is_partial and not found.sees:
        raise not_certain(user)
    return found


def not_certain(user: str) -> Unsure:
    """Slack did not answer about a user group that could have given the right: a no is none yet."""
    return Unsure(f"Slack does not say in which user groups {user} is")


async def sees(user: str, people: People) -> bool:
    """Whether somebody may see tasks now. Raise Unsure when Slack does not say who they are."""
    is_allowed = (await reader(user, people)).sees
    if not is_allowed:
        _log.info("not drawn: may not see it any more", user=user)
    return is_allowed


async def refusal(actor: Actor, people: People) -> str:
    """The sentence for whoever may not see tasks."""
    return present.refusal(Refused(actor, _SEE), await admins(people))
