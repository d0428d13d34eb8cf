"""The texts of the form of a rule's webhook. Pure."""

from datetime import datetime
from typing import Protocol

from handlers.alerts.views import FieldView, WebhookFormView
from handlers.slack.views import ChoiceView
from models.domain.alerting.webhook import LEAST_KEY, Shape

NONE = "none"
_SHAPES = (
    ChoiceView(text="Slack only", value=NONE),
    ChoiceView(text="Slack and PagerDuty", value=Shape.PAGERDUTY.value),
    ChoiceView(text="Slack and a webhook (JSON)", value=Shape.JSON.value),
)


class Saved(Protocol):
    """What may be shown of a webhook."""

    @property
    def id(self) -> int: ...
    @property
    def shape(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def failed_at(self) -> datetime | None: ...
    @property
    def failure(self) -> str: ...


def form(saved: Saved | None, said: str = "") -> WebhookFormView:
    """``said``: what became of a test."""
    kept = f"Now at {saved.origin}. Leave it empty to keep it." if saved else "For PagerDuty, leave it empty."
    same = " Leave it empty to keep it." if saved else ""
    key = f"The integration key of PagerDuty (Events API v2), or a secret of {LEAST_KEY} characters or more that signs JSON.{same}"
    failure = f":warning: The last message failed: {saved.failure}." if saved and saved.failure else ""
    return WebhookFormView(
        shape=saved.shape if saved else NONE,
        shapes=_SHAPES,
        fields=(
            FieldView(block="address", label="Address", value="", hint=f"https://… {kept}", optional=True),
            FieldView(block="key", label="Key", value="", hint=key, optional=True),
        ),
        tested=str(saved.id) if saved else "",
        note=said or failure,
    )


def saved(where: str, *, changed: bool) -> str:
    """What was done; empty ``where``: there is none."""
    if where:
        return f"Saved. Alerts are sent to {where} as well. *Webhook* in the alert's menu can send a test."
    return "Removed the webhook." if changed else "This alert has no webhook."
