"""Whatever a file gives as an expiry is a moment or refused, and never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.sessions.moments import seconds

_LAST = 253_402_300_799  # the last second of the year 9999


@pytest.mark.parametrize("given", [10**400, "1 Jan 2030 00:00:00 +9999999999999999", float("inf"), "1e999", "nan"])  # fmt: skip
def test_a_number_that_no_clock_holds_is_no_moment(given: object) -> None:
    with pytest.raises(ValueError, match="no moment"):
        seconds(given)


@given(
    st.integers()
    | st.integers(min_value=10**300)
    | st.floats()
    | st.text(max_size=50)
    | st.builds("{} Jan {} 00:00:00 {}".format, st.integers(), st.integers(), st.integers())
    | st.datetimes(timezones=st.none() | st.timezones()).map(str)
)
def test_every_expiry_is_a_moment_or_refused(given: object) -> None:
    try:
        moment = seconds(given)
    except ValueError:
        return
    assert moment == -1 or -62_200_000_000 <= moment <= _LAST
