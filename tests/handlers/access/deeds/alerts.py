"""The changes of alerts and digests, as requests: see ``changes``."""

from handlers.slack import origin as origins
from handlers.slack.ids import Do, Form
from handlers.slack.origin import Origin
from models.alerts import digests, incidents, rules, webhooks
from models.alerts.rules import AlertRule
from models.alerts.webhooks import Destination
from models.domain.filters import TaskFilter
from models.domain.values.alerts import AlertRuleInput, Measure
from models.secrets.sealing import Sealer
from tests.conftest import KEY
from tests.handlers.access.results import WHO
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW


async def ruled() -> int:
    await rules.save(
        0, AlertRuleInput(channel="C0OPS", scope=TaskFilter(groups=("emea",)), above=1), by="U0FIRST", now=NOW
    )
    return (await AlertRule.all())[0].id


async def alerted() -> int:
    begun = await incidents.begin(await ruled(), "C0OPS", Measure(count=2, oldest_at=NOW), now=NOW)
    assert begun is not None
    return begun.id


async def digested() -> int:
    await digests.choose("C0OPS", "09:00", zone="UTC", by="U0FIRST", now=NOW)
    return 0


async def alert(harness: BoltHarness, _: int) -> None:
    limits = {"channel": {"selected_conversation": "C0OPS"}, "waiting.above": {"value": "5"}}
    values = {name: {Do.FILL_ALERT: element} for name, element in limits.items()} | kind()
    await harness.submit(Form.ALERT, user=WHO, private="{}", values=values)


def kind(name: str = "waiting") -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    """What was chosen to be watched, in the state of the form."""
    return {"kind": {Do.CHOOSE_ALERT_KIND: {"selected_option": {"value": name}}}}


async def webhook(harness: BoltHarness, rule: int) -> None:
    shape = {Do.FILL_ALERT: {"selected_option": {"value": "pagerduty"}}}
    values = {"shape": shape, "key": {Do.FILL_ALERT: {"value": "0123456789abcdef"}}}
    await harness.submit(
        Form.ALERT_WEBHOOK, user=WHO, private=origins.pack(Origin(operation=rule)), values=values
    )


async def hooked() -> int:
    there = Destination(shape="json", url="https://hook.example/x", key="0123456789abcdef")
    rule = await ruled()
    await webhooks.save(rule, there, "https://hook.example", Sealer([KEY]))
    return rule


async def test_hook(harness: BoltHarness, rule: int) -> None:
    await harness.click(Do.TEST_WEBHOOK, user=WHO, value=str(rule))


async def mute(harness: BoltHarness, rule: int) -> None:
    await harness.click(
        Do.RULE_MENU, user=WHO, value="mute", block=f"rule:{rule}", response_url="https://x.example"
    )


async def acknowledge(harness: BoltHarness, episode: int) -> None:
    await harness.click(Do.ACKNOWLEDGE, user=WHO, value=str(episode))


async def snooze(harness: BoltHarness, episode: int) -> None:
    await harness.click(Do.SNOOZE, user=WHO, value="60", block=f"alert:{episode}")
