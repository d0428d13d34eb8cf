"""The pages offered by Go to page: those that match the typed text, else near ones and a spread of others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.lists import present
from handlers.lists.turn import suggest_pages
from handlers.slack.request import Request
from handlers.words import list_state
from models.domain.filters import ListState


def _offered(page: int, pages: int, typed: str) -> list[int]:
    return [int(choice.value) for choice in present.jumps(page, pages, typed)]


@pytest.mark.parametrize(
    ("typed", "pages", "offered"),
    [
        ("77", 100, [77]),
        ("77", 76, []),
        ("77", 775, [77, 770, 771, 772, 773, 774, 775]),
        ("Page 4", 45, [4, 40, 41, 42, 43, 44, 45]),
        ("007", 9, [7]),
        ("0", 9, []),
        ("99999999999999999999", 9, []),
        ("last", 3, [1, 3]),
        ("", 3, [1, 3]),
    ],
)
def test_what_is_typed_is_the_page_and_those_that_begin_so(
    typed: str, pages: int, offered: list[int]
) -> None:
    assert _offered(2, pages, typed) == offered


def test_with_nothing_typed_the_near_the_first_the_last_and_a_spread_are_offered() -> None:
    offered = _offered(500, 10_000, "")

    assert {1, 10_000, *range(490, 500), *range(501, 511)} <= set(offered)
    assert 50 <= len(offered) <= 100


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.text(max_size=12) | st.integers(0, 10**8).map(str))
def test_only_pages_that_exist_are_offered_and_never_more_than_slack_takes(
    page: int, pages: int, typed: str
) -> None:
    offered = _offered(min(page, pages), pages, typed)

    assert len(offered) == len(set(offered)) <= 100
    assert all(1 <= number <= pages for number in offered)


async def test_the_number_of_pages_and_the_page_stand_in_the_blocks_id() -> None:
    block = list_state.block_id("page", "19ab", 80, list_state.encode(ListState(page=3)))

    offered = await suggest_pages(Request(key="k", user="U0ANA", block=block, typed="8"))

    assert [option["text"]["text"] for option in offered] == ["Page 8", "Page 80"]
    assert await suggest_pages(Request(key="k", user="U0ANA", block="page")) == []
