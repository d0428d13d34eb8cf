"""The words for what failed, for whom, of which batch and since when; and several values with commas."""

from datetime import date, datetime

import pytest

from handlers.words.command_words import Command, parse_command
from handlers.words.filter_words import LONGEST, parse_filter, render
from models.domain.conditions import group_refusal
from models.domain.errors import BadFilter
from models.domain.filters import ListState, TaskFilter
from models.domain.lifecycle import LoginStatus, Status
from models.domain.triage.outcome import FAILED, Outcome

_ME = "U0ANA"
_PERSON, _FIX = Outcome.PERSON, Outcome.FIX


def _refusal(text: str) -> str:
    with pytest.raises(BadFilter) as refused:
        parse_filter(text, me=_ME)
    return str(refused.value)


@pytest.mark.parametrize(
    ("typed", "wanted", "rendered"),
    [
        ("failed", TaskFilter(outcomes=FAILED), "failed"),
        ("outcome:failed", TaskFilter(outcomes=FAILED), "failed"),
        ("outcome:never,fix,retry,person", TaskFilter(outcomes=FAILED), "failed"),
        ("Needs:Person", TaskFilter(outcomes=(_PERSON,)), "outcome:person"),
        ("needs:fix,person", TaskFilter(outcomes=(_PERSON, _FIX)), "outcome:person outcome:fix"),
        ("failed needs:person", TaskFilter(outcomes=(_PERSON,)), "outcome:person"),
        ("needs:person failed", TaskFilter(outcomes=(_PERSON,)), "outcome:person"),
        ("done", TaskFilter(outcomes=(Outcome.DONE,)), "outcome:done"),
        ("login:wrong-password", TaskFilter(logins=(LoginStatus.WRONG_PASSWORD,)), "login:wrong_password"),
        ("checkpoint", TaskFilter(logins=(LoginStatus.CHECKPOINT,)), "login:checkpoint"),
        ("batch:12 failed", TaskFilter(batch=12, outcomes=FAILED), "failed batch:12"),
        ("batch:#12", TaskFilter(batch=12), "batch:12"),
        ("for:me", TaskFilter(mine=_ME), "for:<@U0ANA>"),
        ("since:18:00", TaskFilter(span="18:00"), "since:18:00"),
        ("since:8:05", TaskFilter(span="08:05"), "since:08:05"),
        ("since:12h", TaskFilter(span="12h"), "12h"),
        ("90M", TaskFilter(span="90m"), "90m"),
        ("since:today", TaskFilter(span="today"), "today"),
        ("since:2026-11-01", TaskFilter(since=date(2026, 11, 1)), "from:2026-11-01"),
        ("from:2026-11-01t18:00", TaskFilter(since=datetime(2026, 11, 1, 18)), "from:2026-11-01T18:00"),  # noqa: DTZ001 - the reader's
        ("12h from:2026-11-01", TaskFilter(since=date(2026, 11, 1)), "from:2026-11-01"),
        ("status:waiting,ended", TaskFilter(statuses=(Status.WAITING, Status.ENDED)), "status:waiting status:ended"),
        ("status:waiting, ended", TaskFilter(statuses=(Status.WAITING, Status.ENDED)), "status:waiting status:ended"),
        ("waiting, ended", TaskFilter(statuses=(Status.WAITING, Status.ENDED)), "status:waiting status:ended"),
        ("type:check,create-bm", TaskFilter(types=("check", "create_bm")), "type:check type:create_bm"),
        ("group:emea,apac", TaskFilter(groups=("emea", "apac")), "group:emea group:apac"),
        ('group:"north america",emea', TaskFilter(groups=("north america", "emea")), 'group:"north america" group:emea'),
        ('group:emea,"a, b"', TaskFilter(groups=("emea", "a, b")), 'group:emea group:"a, b"'),
        ("by:me,<@U0BEN|ben>", TaskFilter(users=(_ME, "U0BEN")), "by:<@U0ANA> by:<@U0BEN>"),
        ("account:a,b type:check", TaskFilter(account="a,b", types=("check",)), 'type:check account:"a,b"'),
    ],
)  # fmt: skip
def test_each_word_says_one_thing_and_is_written_back_in_one_form(
    typed: str, wanted: TaskFilter, rendered: str
) -> None:
    assert parse_filter(typed, me=_ME) == wanted
    assert render(wanted) == rendered
    assert parse_filter(rendered) == wanted


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("faild", "Did you mean `failed`?"),
        ("outcom:done", "Did you mean `outcome:`?"),
        ("outcome:persn", "Did you mean `outcome:person`?"),
        ("needs:retry", "There is no needs `retry`. It may be: person, fix."),
        ("needs:", "`needs:` needs a value, such as `needs:person`."),
        ("status:,", "`status:` needs a value"),
        ("login:checkpiont", "Did you mean `login:checkpoint`?"),
        ("sinc:18:00", "Did you mean `since:`?"),
        ("since:25:00", "`since:25:00` is no time: write it as `since:18:00`, `since:12h`"),
        ("since:0h", "is no time"),
        ("from:2026-11-01T25:00", "`from:2026-11-01T25:00` is no day: write it as `from:2026-11-01`."),
        ("from:2026-11-01T18:00 to:2026-11-01T18:00", "nothing lies between them"),
        ("batch:x", "`batch:x` is no batch: a batch is a number, such as `batch:12`."),
        ("batch:1 batch:2", "A list shows one batch at a time"),
        ("by:me,ben", "`by:ben` names nobody"),
        ("group:" + ",".join(f"{n:0100}" for n in range(17)), "That is more than one filter can hold."),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_would_work(typed: str, sentence: str) -> None:
    assert sentence in _refusal(typed)


def test_the_longest_filter_fits_a_lists_button() -> None:
    groups = ",".join(f"{n:0100}" for n in range(13))

    assert 1300 < len(render(parse_filter(f"group:{groups}"))) <= LONGEST


def test_a_time_on_the_last_day_of_a_period_is_within_it() -> None:
    assert parse_filter("from:2026-11-01T18:00 to:2026-11-01").until == date(2026, 11, 1)


@pytest.mark.parametrize("name", ["failed", "needs:x", "for:me", "Batch:1", "since:1"])
def test_no_group_may_have_a_name_that_reads_as_one_of_the_words(name: str) -> None:
    assert group_refusal(name)


def test_a_batch_alone_is_exported_whole_and_with_other_words_as_a_list() -> None:
    assert parse_command("export batch:12", me=_ME) == Command(verb="export", ids=(12,))
    assert parse_command("export batch:12 failed", me=_ME) == Command(
        verb="export", state=ListState(filter=TaskFilter(batch=12, outcomes=FAILED))
    )
