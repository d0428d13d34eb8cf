"""The question to a second person, in words. Pure."""

from handlers.slack import texts
from handlers.slack.labels import parameters, person, type_label
from handlers.slack.views import ApprovalView
from models.domain.values.batches import ApprovalAnswer, ApprovalDetail

OWN = "Somebody else must approve it. You can take it back with *Reject*."
GONE = "That was answered already."
ASKED = "That needs a second person: somebody else must approve it in this channel. Nothing runs until then."
NOBODY_SEES = "That needs a second person: ask for it in a channel, where somebody else can approve it."
_ENDS = {
    ApprovalAnswer.APPROVED: ":white_check_mark: {title} was approved by {who}.",
    ApprovalAnswer.REJECTED: ":x: {title} was rejected by {who}.",
}


def question(made: ApprovalDetail) -> ApprovalView:
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


def about(made: ApprovalDetail) -> str:
    """What it is, without who and why."""
    kind = type_label(made.type) if made.type else "Several types"
    again = "" if made.request else "Re-execute · "
    return f"{again}{kind} · {texts.count(made.size, 'task')}"


def _why(made: ApprovalDetail) -> str:
    asked = made.request
    return f": {texts.escape(texts.clip(asked.why, 1000))}" if asked and asked.why else ""


def _parameters(made: ApprovalDetail) -> list[tuple[str, str]]:
    asked = made.request
    return parameters(asked.type, asked.params) if asked else []
