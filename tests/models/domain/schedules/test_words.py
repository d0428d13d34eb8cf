"""A time in words, or in cron: what it means, the sentence it is shown back as, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.errors import BadRequest
from models.domain.schedules.sentence import sentence
from models.domain.schedules.timing import Timing
from models.domain.schedules.words import read

_READ = {
    "every day 06:00": ("0 6 * * *", "Every day at 06:00"),
    "mon-fri 9:30": ("30 9 * * 1-5", "From Monday to Friday at 09:30"),
    "*/30 * * * *": ("*/30 * * * *", "Every 30 minutes"),
    "every 30 min": ("*/30 * * * *", "Every 30 minutes"),
    "every monday 8:00": ("0 8 * * 1", "On Monday at 08:00"),
    "1st of month 7:00": ("0 7 1 * *", "On the 1st of every month at 07:00"),
    "1st and 15th of the month at 7:00": ("0 7 1,15 * *", "On the 1st and the 15th day of month at 07:00"),
    "last day of month 18:00": ("0 18 L * *", "On the last day of every month at 18:00"),
    "first monday of the month 9am": ("0 9 * * 1#1", "On the first Monday of the month at 09:00"),
    "every minute": ("* * * * *", "Every minute"),
    "every 45 min": ("every 45 min", "Every 45 minutes"),
    "every 5 hours": ("every 300 min", "Every 5 hours"),
    "every 2 hours": ("0 */2 * * *", "Every 2 hours"),
    "hourly": ("0 * * * *", "Every hour"),
    "every 15 min mon-fri": ("*/15 * * * 1-5", "Every 15 minutes from Monday to Friday"),
    "Weekdays 6PM": ("0 18 * * 1-5", "From Monday to Friday at 18:00"),
    "fri-mon 6:00": ("0 6 * * 5,6,0,1", "On Friday, Saturday, Sunday, and Monday at 06:00"),
    "daily 6:00, 18:00": ("0 6,18 * * *", "Every day at 06:00 and 18:00"),
    "noon": ("0 12 * * *", "Every day at 12:00"),
    "@daily": ("0 0 * * *", "Every day at 00:00"),
    "0 6 * * MON-FRI": ("0 6 * * MON-FRI", "From Monday to Friday at 06:00"),
    "15 */4 * * *": ("15 */4 * * *", "Every 4 hours at minute 15"),
    "0 6 29 2 *": ("0 6 29 2 *", "On February 29 at 06:00"),
}
_REFUSED = {
    "0 0 31 2 *": "never comes due",
    "0 6 31 4,6 *": "never comes due",
    "61 * * * *": "is not a cron expression: bad minute",
    "* * * * * *": "Seconds cannot be set",
    "every 30 sec": "The shortest interval is one minute",
    "every 0 min": "The shortest interval is one minute",
    "every 90 min mon": "cannot be limited to days",
    "every 2000 hours": "The longest interval is 31 days",
    "every mondy 8:00": "Did you mean `monday`?",
    "every day": "Add a time of day",
    "25:00": "`25:00` is no time of day",
    "13pm": "`13pm` is no time of day",
    "6:00 18:30": "Make a second schedule for the other time",
    "monthly 7:00": "Add the day of the month",
    "every week 8:00": "Add the day of the week",
    "": "Write when it runs",
    "x" * 300: "Write when it runs",
}


@pytest.mark.parametrize("words", _READ)
def test_it_is_read_and_shown_back_as_a_sentence(words: str) -> None:
    timing = read(words)

    assert (str(timing), sentence(timing)) == _READ[words]
    assert Timing.stored(str(timing)) == timing


@pytest.mark.parametrize("words", _REFUSED)
def test_what_means_nothing_or_never_comes_is_refused_with_a_sentence(words: str) -> None:
    with pytest.raises(BadRequest) as refused:
        read(words)

    assert _REFUSED[words] in refused.value.refusals["when"]


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from([*" ".join([*_READ, *_REFUSED]).split(), "#", "L", "/", "@x", "1st"]), max_size=7
        ).map(" ".join),
    )
)
def test_anything_typed_is_either_a_time_with_a_sentence_or_refused(words: str) -> None:
    try:
        timing = read(words)
    except BadRequest:
        return
    assert sentence(timing)
    assert len(str(timing)) <= 200
