"""The webhook of an alert, set in Slack."""

import json

import pytest

from bot.sandbox.slack import Person
from models.access.audit import Audit
from models.alerts import webhooks
from models.secrets.sealing import Sealer
from tests.handlers.alerts.passing import make_rule

pytestmark = [
    pytest.mark.usefixtures("bot"),
    pytest.mark.parametrize("transport", ["socket"], indirect=True),
]
KEY = "0123456789abcdef0123"


async def _form(ana: Person) -> dict[str, object]:
    await ana.click(await ana.wait_for_message("These are the alerts now"), "Webhook")
    return await ana.wait_for_view("Webhook")


async def test_a_webhook_is_set_kept_and_removed_and_its_key_is_shown_nowhere(
    ana: Person, sealer: Sealer
) -> None:
    await make_rule(ana)
    form = await _form(ana)
    await ana.fill(form, {"Send alerts to": "Slack and PagerDuty", "Key": KEY})
    assert await ana.submit(form) is None
    await ana.wait_for_message("Saved. Alerts are sent to https://events.pagerduty.com as well.")

    again = await _form(ana)
    assert KEY not in json.dumps(again)
    assert await ana.submit(again) is None
    kept = await webhooks.opened(1, sealer)
    assert kept
    assert (kept.url, kept.key) == ("https://events.pagerduty.com/v2/enqueue", KEY)

    third = await _form(ana)
    await ana.fill(third, {"Send alerts to": "Slack only"})
    assert await ana.submit(third) is None
    await ana.wait_for_message("Removed the webhook.")
    assert KEY not in str([line.about for line in await Audit.all()])


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"Address": "http://hook.example/x", "Key": KEY}, "begins with https://"),
        ({"Address": "https://10.0.0.1/x", "Key": KEY}, "in a private network"),
        ({"Address": "https://hook.example/x", "Key": "short"}, "at least 16"),
    ],
)
async def test_an_address_or_a_key_that_will_not_do_is_refused(
    ana: Person, values: dict[str, str], sentence: str
) -> None:
    await make_rule(ana)
    form = await _form(ana)
    await ana.fill(form, {"Send alerts to": "Slack and a webhook (JSON)"} | values)

    assert sentence in str(await ana.submit(form))
    assert await webhooks.get(1) is None
