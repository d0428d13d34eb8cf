"""The forms of an alert rule: each has at most five fields."""

from handlers.alerts.views import CallsFormView, FieldView, RuleFormView, WebhookFormView
from handlers.slack.blocks import (
    Block,
    actions,
    button,
    channel,
    context,
    labelled,
    modal,
    select,
    text_input,
    whole_number,
)
from handlers.slack.ids import Do, Form
from models.domain.text import LONG

_FILL = Do.FILL_ALERT


def rule_form(view: RuleFormView, *, private: str) -> Block:
    """What is watched: the kind first, since the fields below go by it."""
    kinds = select(Do.CHOOSE_ALERT_KIND, "Choose what to watch", view.kinds, chosen=view.kind)
    posted = channel(_FILL, chosen=view.channel)
    return modal(
        Form.ALERT,
        view.title,
        [
            labelled("kind", "Alert when", kinds, at_once=True),
            *map(_field, view.fields),
            labelled("channel", "Post in", posted, hint="Bellhop must be a member of this channel."),
        ],
        submit="Save",
        private=private,
    )


def calls_form(view: CallsFormView, *, private: str) -> Block:
    """Who is called, and when."""
    return modal(
        Form.ALERT_CALLS, "On call and timing", [*map(_field, view.fields)], submit="Save", private=private
    )


def webhook_form(view: WebhookFormView, *, private: str) -> Block:
    """Where the alerts of a rule go beside Slack."""
    shapes = select(_FILL, "Choose where", view.shapes, chosen=view.shape)
    return modal(
        Form.ALERT_WEBHOOK,
        "Webhook",
        [
            labelled("shape", "Send alerts to", shapes),
            *map(_field, view.fields),
            *(
                [actions("test", button("Send a test", Do.TEST_WEBHOOK, value=view.tested))]
                if view.tested
                else []
            ),
            *([context(view.note)] if view.note else []),
        ],
        submit="Save",
        private=private,
    )


def _field(view: FieldView) -> Block:
    element = (
        whole_number(_FILL, chosen=view.value)
        if view.is_number
        else text_input(_FILL, longest=LONG, chosen=view.value)
    )
    return labelled(view.block, view.label, element, hint=view.hint, optional=view.optional)
