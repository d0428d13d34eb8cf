"""By which buttons a hold can be ended now, and by whom. Pure."""

from handlers.slack.views import HoldView
from models.domain.lifecycle import LoginStatus
from models.domain.permissions import Action, Authority
from models.domain.values.accounts import HoldDetail


def endings(hold: HoldDetail, words: str = "") -> HoldView:
    """Of a hold that is open: while its check is on its way only that ends it, or a release."""
    return HoldView(
        words=words,
        number=str(hold.id),
        account=str(hold.account_id),
        hold="" if hold.checks else str(hold.id),
        can_keep=not hold.kept_by,
        wants_password=hold.why.startswith(LoginStatus.WRONG_PASSWORD.label),
        code=str(hold.code_id or ""),
    )


def for_reader(hold: HoldDetail, user: str, may: Authority, group: str) -> HoldView:
    """The buttons of which this person may press each; ``handlers.accounts.hand_over.rights`` decides at the click."""
    view = endings(hold)
    is_asked = user in hold.responsible or may.may(Action.RELEASE, group)
    if is_asked and not hold.by:  # what a person holds, a person releases: no check undoes that
        return view
    return HoldView(words="", number=view.number, account=view.account)
