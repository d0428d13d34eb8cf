"""Parameters are checked before anything is created, each with its own sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.task_types import CATEGORIES, TASK_TYPES

_PAGE = {"page_name": "Acme", "category": CATEGORIES[0]}


def _refusals(kind: str, **values: str) -> dict[str, str]:
    return TASK_TYPES[kind].check(values)[1]


def test_the_five_types_bear_their_labels() -> None:
    assert {kind.id: kind.label for kind in TASK_TYPES.values()} == {
        "check": "Check",
        "create_page": "Create page",
        "close_notifications": "Close notification",
        "create_bm": "Create BM",
        "authorize_bm_invitation": "BM invitation authorization",
    }


def test_only_what_cannot_be_unmade_is_not_repeated_by_itself() -> None:
    assert {kind.id for kind in TASK_TYPES.values() if not kind.repeatable} == {"create_page", "create_bm"}


def test_good_values_come_back_trimmed() -> None:
    clean, refusals = TASK_TYPES["create_page"].check({"page_name": "  Acme ", "category": "Community"})

    assert refusals == {}
    assert clean == {"page_name": "Acme", "category": "Community"}


@pytest.mark.parametrize("missing", ["", "   ", "\n"])
def test_a_needed_value_must_be_there(missing: str) -> None:
    assert _refusals("create_bm", bm_name=missing) == {"bm_name": "BM name is needed."}
    assert _refusals("create_bm") == {"bm_name": "BM name is needed."}


def test_a_name_has_at_most_75_characters() -> None:
    assert _refusals("create_bm", bm_name="x" * 75) == {}
    assert _refusals("create_bm", bm_name="x" * 76) == {
        "bm_name": "BM name can have up to 75 characters; this one has 76."
    }


def test_a_name_is_one_line() -> None:
    assert _refusals("create_bm", bm_name="two\nlines") == {"bm_name": "BM name must be one line of text."}


def test_a_category_is_one_of_the_platforms_own() -> None:
    refusals = _refusals("create_page", **(_PAGE | {"category": "Cats"}))

    assert refusals["category"].startswith("Category must be one of: Local business, ")


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_of_the_platform_is_taken(category: str) -> None:
    assert _refusals("create_page", **(_PAGE | {"category": category})) == {}


@pytest.mark.parametrize(
    "link",
    [
        "AB12",
        "/invitations/AB12",
        "ftp://example.com/a",
        "javascript:alert(1)",
        "https://",
        "https://u:p@example.com/",
        "https://example.com/invitations/../account/delete?confirm=1",
        "https://example.com/account/delete?confirm=1",
        "https://example.com\\invitations\\AB12",
    ],
)
def test_a_link_must_be_whole(link: str) -> None:
    refusals = _refusals("authorize_bm_invitation", invitation_link=link)

    assert refusals["invitation_link"].startswith("Invitation link must be a whole link")


@pytest.mark.parametrize(
    "link", ["https://example.com/invitations/AB12", "http://127.0.0.1:8081/invitations/c-1?from=mail"]
)
def test_a_whole_link_is_taken(link: str) -> None:
    assert _refusals("authorize_bm_invitation", invitation_link=link) == {}


def test_an_unknown_parameter_is_refused() -> None:
    assert _refusals("check", page_name="Acme") == {"page_name": "Check takes no page_name."}


@given(st.sampled_from(sorted(TASK_TYPES)), st.dictionaries(st.text(), st.text()), st.text())
def test_no_value_breaks_the_check(kind: str, values: dict[str, str], tail: str) -> None:
    values |= {p.name: f"http://[{tail}" for p in TASK_TYPES[kind].parameters}

    clean, refusals = TASK_TYPES[kind].check(values)

    assert set(clean) == {p.name for p in TASK_TYPES[kind].parameters}
    assert all(sentence.endswith(".") for sentence in refusals.values())
