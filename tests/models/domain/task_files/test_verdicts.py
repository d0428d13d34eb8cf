"""What would become of each line of a list of tasks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.task_files.line import Line, TaskList
from models.domain.task_files.nearest import nearest
from models.domain.task_files.reader import read_tasks
from models.domain.task_files.rest import rest_csv
from models.domain.task_files.verdicts import Judged, Known, KnownAccount, Verdict, chosen, judged
from models.domain.values.batches.requests import WantedTask

_ANN = KnownAccount(id=1, login="ann@example.com", group="emea")
_HEADER = "account,type,page_name,category,bm_name,invitation_link\n"
_PAGE = "ann,create_page,Shop,Artist"


def _judged(typed: str, account: KnownAccount = _ANN, *, may: bool = True) -> tuple[Judged, ...]:
    known = Known(accounts={"ann": account}, near={"anm": "ann@example.com"})
    return judged(read_tasks((_HEADER + typed).encode()), known, lambda _: may)


@pytest.mark.parametrize(
    ("typed", "more", "verdict", "why"),
    [
        (_PAGE, {}, Verdict.FINE, ""),
        ("ann,Create page,Shop,Artist", {}, Verdict.FINE, ""),
        ("ann,create_page,Shop", {}, Verdict.UNREADABLE, "Category is needed."),
        ("ann,create_page,,Artist", {}, Verdict.UNREADABLE, "Page name is needed."),
        ("ann,create_page,{x},Artist", {}, Verdict.UNREADABLE, "{x} is not a placeholder. Use {login}, {n}, {group}."),
        (f"ann,create_page,{'{login}' * 6},Artist", {}, Verdict.UNREADABLE, "Page name can have up to 75 characters; this one has 90."),
        ("ann,check,Shop", {}, Verdict.UNREADABLE, "Check takes no page_name."),
        ("ann,creat_page,Shop,Artist", {}, Verdict.UNREADABLE, "Did you mean create_page?"),
        ("ann,,Shop,Artist", {}, Verdict.UNREADABLE, "type is empty."),
        (",check", {}, Verdict.UNREADABLE, "account is empty."),
        ("anm,check", {}, Verdict.UNKNOWN, "There is no account anm. Did you mean ann@example.com?"),
        ("bob,check", {}, Verdict.UNKNOWN, "There is no account bob."),
        (_PAGE, {"held": "Checkpoint."}, Verdict.HELD, "The account is on hold: Checkpoint."),
        (_PAGE, {"dry": "It needs a proxy and has none."}, Verdict.NO_PROXY, "It needs a proxy and has none."),
        (_PAGE, {"under_way": {"create_page"}}, Verdict.WAITING, "A task of this type waits or runs there already"),
        (_PAGE, {"under_way": {"check"}}, Verdict.FINE, ""),
        (_PAGE, {"made": {("create_page", "shop")}, "held": "x"}, Verdict.SAME_NAME, "an earlier task has made one of this name"),
        ("ann,create_bm,,,Shop", {"made": {("create_page", "shop")}}, Verdict.FINE, ""),
    ],
)  # fmt: skip
def test_a_line_has_the_first_verdict_that_is_true_of_it(
    typed: str, more: dict[str, object], verdict: Verdict, why: str
) -> None:
    given_more = {name: frozenset(value) if isinstance(value, set) else value for name, value in more.items()}
    account = KnownAccount(**{"id": 1, "login": "ann@example.com", "group": "emea"} | given_more)  # type: ignore[arg-type]

    (one,) = _judged(typed, account)

    assert (one.verdict, why in one.why, bool(one.why)) == (verdict, True, bool(why))
    assert (one.task is not None) is verdict.is_possible


def test_what_a_person_may_not_do_is_said_before_what_else_is_wrong() -> None:
    (one,) = _judged("ann,create_page", may=False)

    assert one.verdict is Verdict.NO_RIGHT
    assert "in the group emea" in one.why


def test_a_line_that_asks_for_the_same_as_an_earlier_one_is_left_out() -> None:
    verdicts = [one.verdict.word for one in _judged(f"{_PAGE}\n{_PAGE.replace('Shop', 'SHOP')}\nann,check\nann,check\nann,create_page,Shop 2,Artist\n")]  # fmt: skip

    assert verdicts == ["fine", "twice", "fine", "twice", "fine"]


def test_places_in_parameters_are_the_lines_own() -> None:
    lines = _judged("ann,create_page,{group} {n} {LOGIN},Artist\nann,create_page,Shop {n},Artist\n")

    assert [one.task.params["page_name"] for one in lines if one.task] == ["emea 1 ann@example.com", "Shop 2"]


def test_only_what_is_fine_is_created_unless_it_is_asked_for() -> None:
    held = _judged(_PAGE, KnownAccount(id=1, login="ann", group="emea", held="Checkpoint."))
    params = {"page_name": "Shop", "category": "Artist"}

    assert chosen(held) == ()
    assert chosen(held, frozenset({"held"})) == (WantedTask(account_id=1, type="create_page", params=params),)
    assert chosen(_judged("anm,check"), frozenset({"unknown"})) == ()


@given(st.lists(st.dictionaries(st.sampled_from(["account", "type", "page_name"]), st.text("a=+@-0'\",;\té", min_size=1, max_size=9).map(str.strip).filter(bool)), max_size=8))  # fmt: skip
def test_what_comes_back_is_read_as_it_was(cells: list[dict[str, str]]) -> None:
    lines = tuple(Line(number=n, cells={"account": "ann"} | one) for n, one in enumerate(cells, 2))
    given_back = judged(TaskList(lines=lines, columns=()), Known(), lambda _: True)

    again = read_tasks(rest_csv(given_back)).lines if lines else ()

    assert [dict(one.cells) for one in again] == [dict(one.cells) for one in lines]


def test_the_nearest_login_is_found_wherever_the_slip_is() -> None:
    logins = [f"shop{n:05}@example.com" for n in range(5000)] + ["maria.lopez@example.com"]

    found = nearest(
        ["maria.lopes@example.com", "mraia.lopez@example.com", "shop00017@exampel.com", "zzz"], logins
    )

    assert found["maria.lopes@example.com"] == found["mraia.lopez@example.com"] == "maria.lopez@example.com"
    assert found["shop00017@exampel.com"] == "shop00017@example.com"
    assert "zzz" not in found
