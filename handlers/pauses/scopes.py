"""Which tasks a person means to pause or resume, and the right that takes."""

from dataclasses import replace

from handlers.words import filter_words
from models.accounts import listing
from models.domain.errors import BadFilter
from models.domain.permissions import Action
from models.domain.values.pauses import PauseScope


def action(scope: PauseScope) -> Action:
    """Of one group, its operators may pause; what is about tasks of every group, admins."""
    return Action.PAUSE if scope.group or scope.account else Action.PAUSE_ALL


async def meant(scope: PauseScope) -> PauseScope:
    """The group and the account as they are stored; raise BadFilter where there is none."""
    group = await listing.group_meant(scope.group)
    if group and group not in await listing.groups():
        raise BadFilter(
            f"There is no group `{filter_words.shown(group)}`. `/accounts` lists the accounts with their groups."
        )
    if not scope.account:
        return replace(scope, group=group)
    account = (await listing.named([scope.account]))[scope.account]
    if account is None:
        raise BadFilter(
            f"No account is called `{filter_words.shown(scope.account)}`, or more than one is: write its whole login."
        )
    return replace(scope, group=group, account=account.login)
