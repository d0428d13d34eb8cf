"""The form of an alert: each kind by its preset, and what would never tell anything."""

import pytest

from bot.sandbox.slack import Person
from bot.sandbox.slack.documents import Json
from models.alerts.rules import AlertRule
from models.domain.alerting.kinds import KINDS, Kind, KindRow, Numbers
from models.secrets.sealing import Sealer
from tests.factories import waiting_tasks

WHICH = "Which tasks"
pytestmark = [
    pytest.mark.usefixtures("bot"),
    pytest.mark.parametrize("transport", ["socket"], indirect=True),
]


async def _choose(ana: Person, form: Json, kind: str) -> Json:
    """The form after another kind was chosen."""
    (row,) = (row for row in KINDS.values() if row.title == kind)
    await ana.fill(form, {"Alert when": kind})
    return await ana.wait_for_view(
        lambda view: view["blocks"][0]["element"]["initial_option"]["value"] == row.kind
    )


@pytest.mark.parametrize(
    ("kind", "values", "field", "sentence"),
    [
        ("", {WHICH: "group:emae"}, WHICH, "There is no group `emae`. Did you mean `group:emea`?"),
        ("", {WHICH: "status:ended"}, WHICH, "`status:` cannot narrow an alert. Use `type:` `group:` `by:`."),
        ("", {WHICH: "colour:red"}, WHICH, "colour"),
        ("A task waits too long", {"The oldest waits longer than, in minutes": "0"}, "The oldest waits longer than, in minutes", "A whole number from 1 to 10080."),
        ("Many tasks fail", {"Counted over": "soon"}, "Counted over", "Write `60 min, at least 10`"),
        ("Many tasks fail", {"Counted over": "20 tasks, at least 50"}, "Counted over", "At least 50 of 20 tasks can never end"),
        ("Many tasks fail", {"Counted over": "60 min, at least 20000"}, "Counted over", "a week or 10,000 tasks are the most"),
    ],
)  # fmt: skip
async def test_what_would_never_tell_anything_is_refused_at_its_field(
    ana: Person, sealer: Sealer, kind: str, values: dict[str, str], field: str, sentence: str
) -> None:
    await waiting_tasks(1, sealer)
    await ana.say("/tasks alerts add")
    form = await ana.wait_for_view("Add alert")
    if kind:
        form = await _choose(ana, form, kind)
    await ana.fill(form, values)

    refused = await ana.submit(form)

    assert refused is not None
    assert sentence in refused[field]
    assert await AlertRule.all().count() == 0


@pytest.mark.parametrize(
    "row", [row for row in KINDS.values() if row.kind is not Kind.MISSED], ids=lambda row: row.kind.value
)
async def test_each_kind_is_added_by_its_preset_with_at_most_five_fields(ana: Person, row: KindRow) -> None:
    await ana.say("/tasks alerts add")
    form = await ana.wait_for_view("Add alert")
    if row.kind is not Kind.WAITING:
        form = await _choose(ana, form, row.title)

    assert len(form["blocks"]) <= 5
    assert await ana.submit(form) is None

    await ana.wait_for_message(f"*{row.title}*")
    rule = (await AlertRule.get()).value
    assert Numbers(**{field: getattr(rule, field) for field in Numbers.__dataclass_fields__}) == row.preset


async def test_the_kind_that_needs_the_runs_of_schedules_is_not_offered_without_their_table(
    ana: Person,
) -> None:
    await ana.say("/tasks alerts add")
    form = await ana.wait_for_view("Add alert")

    assert "A schedule did not run" in str(form)
