"""The question to a second person, in words. Pure."""

from handlers.slack import texts
from handlers.slack.labels import parameters, person, type_label
from handlers.slack.views import ApprovalView
from models.batches.approvals import Answer, Approval

OWN = "Somebody else must approve it. You can take it back with *Reject*."
GONE = "That was answered already."
ASKED = "That needs a second person: somebody else must approve it in this channel. Nothing runs until then."
NOBODY_SEES = "That needs a second person: ask for it in a channel, where somebody else can approve it."
_ENDS = {
    Answer.APPROVED: ":white_check_mark: {title} was approved by {who}.",
    Answer.REJECTED: ":x: {title} was rejected by {who}.",
}


def question(made: Approval) -> ApprovalView:
    """The message as it reads now."""
    title = f"*{about(made)}*"
    if made.answer in _ENDS:
        return ApprovalView(
            words=_ENDS[made.answer].format(title=title, who=person(made.answered_by)), told="", value=""
        )
    return ApprovalView(
        words=f":hourglass_flowing_sand: {title} needs a second person.\nAsked by {person(made.by)}{_why(made)}",
        told="\n".join(f"{label}: {value}" for label, value in _parameters(made)),
        value=str(made.id),
    )


def about(made: Approval) -> str:
    """What it is, without who and why."""
    kind = type_label(made.type) if made.type else "Several types"
    again = "" if made.wish else "Re-execute · "
    return f"{again}{kind} · {texts.count(made.size, 'task')}"


def _why(made: Approval) -> str:
    wish = made.wish
    return f": {texts.escape(texts.clip(wish.why, 1000))}" if wish and wish.why else ""


def _parameters(made: Approval) -> list[tuple[str, str]]:
    wish = made.wish
    return parameters(wish.type, wish.params) if wish else []
