"""Who is called to an alert: first, and when nobody answers."""

import pytest

from bot.sandbox.slack import Person
from models.secrets.sealing import Sealer
from tests.factories import waiting_tasks
from tests.handlers.alerts.passing import let_pass, look, make_rule

pytestmark = [
    pytest.mark.usefixtures("bot"),
    pytest.mark.parametrize("transport", ["socket"], indirect=True),
]


async def _set_calls(ana: Person, **values: str) -> None:
    await ana.click(await ana.wait_for_message("These are the alerts now"), "On call and timing")
    form = await ana.wait_for_view("On call and timing")
    await ana.fill(form, values)
    assert await ana.submit(form) is None


async def test_who_is_on_call_is_mentioned_first_and_somebody_else_when_nobody_answers(
    ana: Person, sealer: Sealer
) -> None:
    await make_rule(ana)
    await _set_calls(
        ana,
        **{
            "Alert only after, in minutes": "0",
            "Mention in the first message": "@ben",
            "If nobody answers, remind after, in minutes": "10",
            "Mention in the reminder": "@ops",
            "Quiet hours": "",
        },
    )
    await ana.wait_for_message("on call: <@U0BEN> · reminds <!subteam^S0OPS> after 10 min without an answer")
    await waiting_tasks(3, sealer)
    await look()
    alert = await ana.wait_for_message("On call: <@U0BEN>")
    await ana.click(alert, "Show tasks")
    await ana.wait_for_message("Total 3")

    await let_pass(minutes=12)

    reply = await ana.see(lambda: next(iter(ana.thread(alert)), None))
    assert "<!subteam^S0OPS> nobody has acknowledged this alert yet" in ana.reads(reply)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("Mention in the first message", "@nobody", "@nobody is nobody in Slack"),
        ("Quiet hours", "at night", "Write two times, such as `22:00-07:00`"),
        ("Mention in the reminder", "@ben", "Enter after how many minutes"),
    ],
)
async def test_a_name_or_a_time_that_is_none_is_refused(
    ana: Person, field: str, value: str, sentence: str
) -> None:
    await make_rule(ana)
    await ana.click(await ana.wait_for_message("These are the alerts now"), "On call and timing")
    form = await ana.wait_for_view("On call and timing")
    await ana.fill(form, {field: value})

    assert sentence in str(await ana.submit(form))
