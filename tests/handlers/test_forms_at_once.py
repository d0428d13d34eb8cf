"""Two people send the same form at the same moment: what each changed is kept, and one of two changes of a field."""

import asyncio
from typing import Any

import pytest

from handlers.slack.ids import Do, Form
from handlers.words.shown_fields import MEANWHILE
from models.alerts import rules
from models.alerts.rules import AlertRule
from models.domain.values.alerts import AlertRuleInput
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from tests.factories import some_accounts
from tests.fuzz.harness.listening import ListeningSlack
from tests.handlers.access.deeds import alerts as alert_deeds
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW

pytestmark = pytest.mark.usefixtures("database")
ADMIN = "U0FIRST"


async def _sent(form: Form, field: Do, private: str, *typed: dict[str, Any]) -> list[dict[str, str]]:
    """Send the form once for each of these, all at once; return the refusals of each."""
    people = [BoltHarness(ListeningSlack()) for _ in typed]

    async def send(harness: BoltHarness, elements: dict[str, Any]) -> None:
        values = {name: {field: element} for name, element in elements.items()}
        values |= alert_deeds.kind() if form is Form.ALERT else {}
        await harness.submit(form, user=ADMIN, private=private, values=values)

    await asyncio.gather(*map(send, people, typed))
    return [harness.errors for harness in people]


async def _private(action: Do, **click: str) -> str:
    slack = ListeningSlack()
    await BoltHarness(slack).click(action, user=ADMIN, **click)
    return slack.answers.views[-1]["private_metadata"]


async def test_of_an_account(sealer: Sealer) -> None:
    (account,) = await some_accounts(1, sealer)
    shown = {"user_id": {"value": "10000000"}, "group": {"value": "emea"}}
    moved, named = shown | {"group": {"value": "apac"}}, shown | {"user_id": {"value": "777"}}
    private = await _private(Do.EDIT_ACCOUNT, value=str(account.id))

    assert await _sent(Form.EDIT_ACCOUNT, Do.FILL_ACCOUNT, private, moved, named) == [{}, {}]

    account = await Account.get().prefetch_related("group")
    assert (account.user_id, account.group.name) == ("777", "apac")
    private = await _private(Do.EDIT_ACCOUNT, value=str(account.id))
    both = [moved | {"user_id": {"value": number}} for number in ("1", "2")]
    refusals = await _sent(Form.EDIT_ACCOUNT, Do.FILL_ACCOUNT, private, *both)
    assert sorted(refusals, key=len) == [{}, {"user_id": MEANWHILE}]


async def test_of_an_alert() -> None:
    await rules.save(0, AlertRuleInput(channel="C0OPS", above=2, older=30), by=ADMIN, now=NOW)
    rule = await AlertRule.get()
    shown = {
        "channel": {"selected_conversation": "C0OPS"},
        "waiting.above": {"value": "2"},
        "waiting.older": {"value": "30"},
    }
    higher, older = shown | {"waiting.above": {"value": "7"}}, shown | {"waiting.older": {"value": "90"}}
    private = await _private(Do.RULE_MENU, block=f"rule:{rule.id}", value="change")

    assert await _sent(Form.ALERT, Do.FILL_ALERT, private, higher, older) == [{}, {}]

    rule = await AlertRule.get()
    assert (rule.above, rule.older) == (7, 90)
    private = await _private(Do.RULE_MENU, block=f"rule:{rule.id}", value="change")
    both = [
        shown | {"waiting.older": {"value": "90"}, "waiting.above": {"value": number}}
        for number in ("8", "9")
    ]
    refusals = await _sent(Form.ALERT, Do.FILL_ALERT, private, *both)
    assert sorted(refusals, key=len) == [{}, {"waiting.above": MEANWHILE}]
