"""The filter's form says the filter in force, and what it shows is what it gives back."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given

from handlers.lists import filter_form as form
from handlers.lists.filter_blocks import filter_form
from handlers.slack.ids import Do
from handlers.slack.request import Request, decode
from models.domain.errors import BadRequest
from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.lifecycle import Status
from models.domain.triage.outcome import FAILED
from tests.handlers.strategies import filters

_AS_SENT = {"initial_date": "selected_date", "initial_user": "selected_user", "initial_value": "value"} | {
    "initial_users": "selected_users",
    "initial_options": "selected_options",
}


def _untouched(wanted: TaskFilter) -> Request:
    """What Slack sends when the form is opened with this filter and submitted as it is."""
    values: dict[str, Any] = {}
    for block in filter_form(form.present(wanted), private="")["blocks"]:
        element = block["element"]
        sent = {name: element[drawn] for drawn, name in _AS_SENT.items() if drawn in element}
        if "initial_option" in element:
            sent["selected_option"] = element["initial_option"]
        values[block["block_id"]] = {element["action_id"]: sent}
    return decode({"view": {"state": {"values": values}}, "trigger_id": "1"})


def _filled(**typed: str) -> Request:
    state = {block.rstrip("_"): {Do.FILL_FILTER: {"value": value}} for block, value in typed.items()}
    return Request(key="", user="U0ANA", state=state)


@given(filters)
def test_a_form_that_is_not_touched_changes_nothing(wanted: TaskFilter) -> None:
    assert form.read(_untouched(wanted), wanted) == wanted


def test_an_empty_form_is_no_filter() -> None:
    assert form.read(_filled(), EVERYTHING) == EVERYTHING


def test_days_alone_make_a_period() -> None:
    wanted = form.read(_filled(from_="2026-11-01", to="2026-11-07"), EVERYTHING)

    assert wanted == TaskFilter(since=date(2026, 11, 1), until=date(2026, 11, 7))


def test_several_statuses_stay_until_one_is_chosen() -> None:
    old = TaskFilter(statuses=(Status.WAITING, Status.ENDED))

    assert form.read(_filled(status=""), old).statuses == old.statuses
    assert form.read(_filled(status="canceled"), old).statuses == (Status.CANCELED,)
    assert form.read(_filled(status="all"), old).statuses == ()


def test_what_the_form_cannot_show_stays_until_something_else_is_chosen() -> None:
    old = TaskFilter(since=datetime(2026, 11, 1, 18))  # noqa: DTZ001 - the reader's
    recent = TaskFilter(span="12h")

    assert form.read(_filled(from_="2026-11-01"), old) == old
    assert form.read(_filled(from_="2026-11-02"), old) == TaskFilter(since=date(2026, 11, 2))
    assert form.read(_filled(span="12h"), recent) == recent
    assert form.read(_filled(span="all"), recent) == EVERYTHING
    assert form.read(_filled(outcome="failed"), EVERYTHING).outcomes == FAILED


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"id": "abc"}, "id", "A Task ID is a number, such as 4711."),
        ({"id": "٤٧"}, "id", "A Task ID is a number, such as 4711."),
        ({"id": "9999999999"}, "id", "A Task ID is a number, such as 4711."),
        ({"span": "1w", "from_": "2026-11-01"}, "span", "Choose Period to use From and To, or clear them."),
        ({"span": "period"}, "from", "A period needs From, To or both."),
        ({"from_": "2026-11-07", "to": "2026-11-01"}, "to", "To is before From."),
    ],
)
def test_what_cannot_be_used_is_told_at_its_field(typed: dict[str, str], field: str, sentence: str) -> None:
    with pytest.raises(BadRequest) as refused:
        form.read(_filled(**typed), EVERYTHING)

    assert refused.value.refusals == {field: sentence}
