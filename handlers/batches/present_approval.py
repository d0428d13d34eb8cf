"""The texts of an approval by a second person. Pure."""

from collections import Counter
from collections.abc import Sequence

from handlers.batches.steps import present as present_steps
from handlers.slack import texts
from handlers.slack.labels import parameters, person, type_label
from handlers.slack.views import ApprovalView
from models.domain.triage.signs import HELD
from models.domain.values.batches.approvals import ApprovalAnswer, ApprovalDetail, AskedAbout, AskedAccount

OWN = "Somebody else must approve it. You can take it back with *Reject*."
GONE = "That was answered already."
ASKED = "This needs a second person: somebody else must approve it in this channel. Nothing runs until then."
NOBODY_SEES = "This needs a second person: ask for it in a channel, where somebody else can approve it."
_LONGEST_SECTION, _MOST_SECTIONS = 2800, 80  # characters; of a modal
_MOST_GROUPS = 5  # named in the message
_ENDS = {
    ApprovalAnswer.APPROVED: ":white_check_mark: {title} was approved by {who}.",
    ApprovalAnswer.REJECTED: ":x: {title} was rejected by {who}.",
    ApprovalAnswer.LAPSED: ":no_entry: {title} was closed: {asker} may not do that any more. Nothing was done.",
}


def question(approval: ApprovalDetail, subject: AskedAbout) -> ApprovalView:
    """The message while nobody has answered it."""
    asked = f":hourglass_flowing_sand: *{about(approval)}* needs a second person.\nAsked by {person(approval.by)}{_why(approval)}"
    return ApprovalView(
        words="\n".join(
            filter(None, (asked, _accounts(subject), _seconds(subject.seconds), _both(approval)))
        ),
        parameters="\n".join(f"{label}: {value}" for label, value in _parameters(approval)),
        value=str(approval.id),
        show="Show accounts" if approval.request else "Show tasks",
    )


def answered(approval: ApprovalDetail) -> ApprovalView:
    """The message once somebody has."""
    words = _ENDS[approval.answer].format(
        title=f"*{about(approval)}*", who=person(approval.answered_by), asker=person(approval.by)
    )
    return ApprovalView(words=words, parameters="", value="")


def _accounts(subject: AskedAbout) -> str:
    """Some of the accounts by name, and their groups."""
    if not subject.logins:
        return ""
    named = ", ".join(texts.escape(texts.clip(login, 80)) for login in subject.logins)
    more = subject.accounts - len(subject.logins)
    groups = ", ".join(texts.escape(texts.clip(group, 80)) for group in subject.groups[:_MOST_GROUPS])
    others = len(subject.groups) - _MOST_GROUPS
    return (
        f"{'Account' if subject.accounts == 1 else 'Accounts'}: {named}{f' and {more} more' if more > 0 else ''} · "
        f"{'group' if len(subject.groups) == 1 else 'groups'} {groups}{f' and {others} more' if others > 0 else ''}"
    )


def _seconds(count: int) -> str:
    """The warning that who asked was shown too."""
    if not count:
        return ""
    what = f"{texts.count(count, 'task')} {'has' if count == 1 else 'have'} made a page or business manager already, or may have"
    each = "Running it again" if count == 1 else "Running one again"
    return f":warning: {what}. {each} looks for that first, and makes a *second* one if it is not found."


def _both(approval: ApprovalDetail) -> str:
    """What a yes covers beside the first step."""
    if not (approval.request and approval.request.then):
        return ""
    return f"Then, for accounts that end done: {present_steps.step(approval.request.then)}\nYour approval covers both steps."


def about(approval: ApprovalDetail) -> str:
    """What is to be approved, without who asked and why."""
    kind = type_label(approval.type)
    again = "" if approval.request else "Re-execute · "
    then = approval.request.then if approval.request else None
    follows = f", then {type_label(then.type)}" if then else ""
    return f"{again}{kind} · {texts.count(approval.size, 'task')}{follows}"


def accounts(approval: ApprovalDetail, asked: Sequence[AskedAccount]) -> tuple[str, list[str]]:
    """The accounts of a batch that is not made yet, by group: (what would be made, their lines as Slack markup)."""
    held, gone = sum(account.is_held for account in asked), approval.size - len(asked)
    notes = (
        f"{HELD.icon} {texts.count(held, 'account')} on hold: tasks wait there until the hold ends."
        if held
        else "",
        f"{texts.count(gone, 'account')} of them {'is' if gone == 1 else 'are'} gone." if gone else "",
    )
    sizes = Counter(account.group for account in asked)
    sections, shown, group = [""], 0, ""
    for account in asked:
        login = f"{texts.escape(texts.clip(account.login, 80))}{f' {HELD.icon}' if account.is_held else ''}{_items(account)}"
        title = f"\n*{texts.escape(texts.clip(account.group, 100))}* · {texts.count(sizes[account.group], 'account')}\n"
        words = f"{', ' if account.group == group else title}{login}"
        if len(sections[-1]) + len(words) > _LONGEST_SECTION:
            if len(sections) == _MOST_SECTIONS:
                break
            sections.append("")
        sections[-1] = f"{sections[-1]}{words}".lstrip(", \n")
        shown, group = shown + 1, account.group
    more = [f"… and {len(asked) - shown} more"] if shown < len(asked) else []
    head = "\n".join(filter(None, (f"*{about(approval)}*", *notes)))
    return head, [*filter(None, sections), *more]


def lapsed(approval: ApprovalDetail) -> str:
    """To whoever said yes, when the asker may not do it any more."""
    return (
        f"{person(approval.by)} may not do that any more, so nothing was done and the question is closed. "
        "Somebody who may do it can ask again."
    )


def cannot_ask(approval: ApprovalDetail) -> str:
    """To whoever said yes, when Slack does not say who the asker is."""
    return (
        f"Slack did not say who {person(approval.by)} is, so nothing was done. "
        "Please press *Approve* again in a minute."
    )


def _why(approval: ApprovalDetail) -> str:
    request = approval.request
    return f": {texts.escape(texts.clip(request.why, 1000))}" if request and request.why else ""


def _parameters(approval: ApprovalDetail) -> list[tuple[str, str]]:
    request = approval.request
    if request and request.items:
        return [(type_label(kind), texts.count(n, "task")) for kind, n in request.types.items()]
    return parameters(request.type, request.params) if request else []


def _items(account: AskedAccount) -> str:
    """What a list asks for on an account; empty where all accounts get the same."""
    wanted = (
        ", ".join((type_label(item.type), *(value for _, value in parameters(item.type, item.params))))
        for item in account.items
    )
    return f" ({texts.clip('; '.join(wanted), 500)})" if account.items else ""
