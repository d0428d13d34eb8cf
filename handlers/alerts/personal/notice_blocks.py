"""The form of a person's own notices."""

from handlers.alerts.personal import present_notices
from handlers.slack.blocks import Block, clock_time, context, labelled, modal, option
from handlers.slack.ids import Do, Form
from handlers.slack.views import ChoiceView
from models.domain.values.notices import Notice, NoticeDetail

DAILY = "daily"


def form(wanted: NoticeDetail) -> Block:
    """What comes as a direct message, and when the daily summary does."""
    boxes = {notice.value: option(ChoiceView(text=notice.label, value=notice.value)) for notice in Notice}
    boxes[DAILY] = option(ChoiceView(text="A daily summary, at the time below", value=DAILY))
    ticked = [boxes[notice.value] for notice in Notice if wanted.wants(notice)]
    ticked += [boxes[DAILY]] if wanted.daily_at else []
    chosen: Block = {"type": "checkboxes", "action_id": Do.FILL_NOTICES, "options": list(boxes.values())}
    time = clock_time(Do.FILL_NOTICES, chosen=wanted.daily_at or "08:00")
    blocks = [
        labelled(
            "wanted",
            "Direct messages",
            chosen | ({"initial_options": ticked} if ticked else {}),
            optional=True,
        ),
        labelled("daily_at", "Time of the summary", time, hint="In your own time zone.", optional=True),
        context(present_notices.HINT),
    ]
    return modal(Form.NOTICES, "Notify me", blocks, submit="Save")
