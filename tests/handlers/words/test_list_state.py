"""A list's state travels with its message, there and back, and never breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.words import list_state
from models.domain.filters import CARD_SIZES, PAGE_SIZES, Layout, ListState, TaskFilter
from tests.handlers.strategies import edges, filters, texts

_states = st.builds(
    ListState,
    filter=filters,
    page=st.integers(1, 2**31),
    size=st.sampled_from(PAGE_SIZES),
    edge=st.none() | edges,
).flatmap(lambda state: st.sampled_from(Layout).map(state.laid_out))


@given(_states)
def test_what_was_encoded_is_what_is_decoded(state: ListState) -> None:
    assert list_state.decode(list_state.encode(state)) == state


@given(_states)
def test_every_state_fits_a_buttons_value(state: ListState) -> None:
    assert len(list_state.encode(state)) <= 2000


@given(
    st.text()
    | texts(3000)
    | st.from_regex(r"-?\d{1,30};\d{1,5};[ab]-?\d{0,30}\.?\d{0,30};.{0,30}", fullmatch=True)
)
def test_whatever_comes_back_is_some_list(text: str) -> None:
    state = list_state.decode(text)

    assert state.page >= 1
    assert state.size in PAGE_SIZES


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1;20",
        "1;20;",
        "x;20;;",
        "1;x;;",
        "1;20;;nonsense",
        "9" * 5000 + ";20;;",
        "1;20;;by:me",
        "2;20;a1;",
        "2;20;a.1;",
        f"2;20;b{10**30}.1;",
        "2;20;a1.x;",
    ],
)
def test_what_cannot_be_read_is_the_whole_list_from_the_top(text: str) -> None:
    assert list_state.decode(text) == ListState()


@pytest.mark.parametrize(
    ("text", "size", "layout"),
    [
        ("1;50;;", 50, Layout.TABLE),
        ("1;10c;;", 10, Layout.CARDS),
        ("1;100c;;", 20, Layout.CARDS),
        ("1;20cards;;", 20, Layout.TABLE),
    ],
)
def test_the_layout_stands_behind_the_rows_per_page(text: str, size: int, layout: Layout) -> None:
    assert list_state.decode(text) == ListState(size=size, layout=layout)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ListState(page=3, size=100), ListState(page=11, size=20, layout=Layout.CARDS)),
        (ListState(page=3, size=50), ListState(page=6, size=20, layout=Layout.CARDS)),
        (ListState(page=3, size=10), ListState(page=3, size=10, layout=Layout.CARDS)),
    ],
)
def test_cards_come_in_short_pages_and_keep_the_first_row(old: ListState, new: ListState) -> None:
    assert old.laid_out(Layout.CARDS) == new
    assert new.size in CARD_SIZES
    assert new.laid_out(Layout.TABLE).size == new.size


@given(_states, st.integers(0, 2**31 - 1))
def test_a_blocks_id_carries_number_and_state_or_is_not_made(state: ListState, number: int) -> None:
    encoded = list_state.encode(state)

    block_id = list_state.block_id("page", "19ab", number, encoded)

    assert len(block_id) <= 255
    assert list_state.of_block(block_id) == ((number, encoded) if block_id else (0, ""))


@pytest.mark.parametrize(
    "block", ["", "page", "page:1", "page:1:x:", "page:1:-3:", "card:1:99999999999", "::::"]
)
def test_a_blocks_id_that_says_nothing_is_nothing(block: str) -> None:
    assert list_state.of_block(block)[0] == 0


@pytest.mark.parametrize("text", ["0;20;;1w", "-7;20;;1w", "1;17;;1w", "1;-20;;1w"])
def test_a_page_or_size_that_is_none_becomes_an_ordinary_one(text: str) -> None:
    assert list_state.decode(text) == ListState(filter=TaskFilter(span="1w"))
