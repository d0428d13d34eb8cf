"""Which button comes first where a hold can be ended."""

from datetime import UTC, datetime

import pytest

from handlers.tasks.ending_blocks import endings as drawn
from handlers.tasks.present_endings import endings
from models.domain.values.accounts import HoldDetail


@pytest.mark.parametrize(
    ("why", "first"),
    [
        ("wrong password: the site refused the stored password", "New password…"),
        ("checkpoint: a person must confirm the identity", "I have signed in: check now"),
    ],
)
def test_what_the_site_refused_decides_which_button_stands_out(why: str, first: str) -> None:
    hold = HoldDetail(
        id=1, why=why, released_by="", released_at=None, channel="", ts="", asked="U0ANA", account_id=1,
        login="ann", user_id="", owner="", task=None, waiting=0, at=datetime(2026, 11, 1, tzinfo=UTC),
    )  # fmt: skip

    (row,) = drawn(endings(hold))

    assert [one["text"]["text"] for one in row["elements"] if one.get("style") == "primary"] == [first]
