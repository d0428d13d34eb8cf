"""Each alert is checked by itself: what cannot be counted for one silences no other."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from executor.maintenance import alerts
from models.alerts import measures, rules
from models.alerts.incidents import Incident
from models.domain.alerting.kinds import Kind
from models.domain.values.alerts import AlertRuleInput, Measure, WaitingGroup
from models.secrets.sealing import Sealer
from tests.factories import waiting_tasks


async def test_a_rule_whose_count_takes_too_long_silences_no_other(
    sqlite: str, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def takes_long(rule: AlertRuleInput, waiting: Sequence[WaitingGroup], *, now: datetime) -> Measure:
        if rule.kind == Kind.OVERDUE:
            raise TimeoutError
        return await measure(rule, waiting, now=now)

    now, measure = datetime.now(UTC), measures.measure
    monkeypatch.setattr(measures, "measure", takes_long)
    await waiting_tasks(2, sealer)
    await rules.save(0, AlertRuleInput(channel="C0OPS", kind=Kind.OVERDUE, older=1), by="U0ANA", now=now)
    await rules.save(0, AlertRuleInput(channel="C0OPS", above=1), by="U0ANA", now=now)

    for minute in range(3):
        with pytest.raises(TimeoutError):
            await alerts.look(now=now + timedelta(minutes=minute))

    assert await Incident.all().values_list("kind", flat=True) == [Kind.WAITING.value]
