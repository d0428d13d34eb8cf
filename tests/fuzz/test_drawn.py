"""Whatever the tables hold of accounts, saved views and imports is drawn within limits, and stays asleep."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from handlers.accounts import present, present_import
from handlers.accounts.card_blocks import account_card, account_form, import_view
from handlers.accounts.list_blocks import account_list, near_names
from handlers.lists.saved_view_blocks import saved_views
from handlers.lists.saved_views import saved_view
from handlers.slack.views import HoldView, News
from models.domain.account_files.reader import AccountFile
from models.domain.filters import RosterFilter
from models.domain.lifecycle import LoginStatus
from models.domain.values.accounts import (
    AccountDetail,
    AccountPage,
    AccountRecord,
    AccountRow,
    ListedAccount,
    Losses,
    ObservedLogin,
    OpenHold,
)
from models.domain.values.proxies import ListedProxy
from models.messages.saved_views import View
from tests.fuzz.harness.effort import tries
from tests.fuzz.harness.verdict import is_taken
from tests.handlers import attempt_strategies, strategies
from tests.handlers.strategies import NOW

_ZONE = ZoneInfo("Asia/Kathmandu")
_names, _groups = strategies.names(255), strategies.names(100)
_filters = st.builds(
    RosterFilter,
    held=st.booleans(),
    groups=st.lists(_groups, max_size=3).map(tuple),
    owner=st.just("") | strategies.people,
    page=st.integers(1, 10**6),
)


_accounts = st.builds(
    AccountRow,
    id=strategies.ids,
    login=_names,
    user_id=st.just("") | _groups,
    group=_groups,
    login_status=st.sampled_from(LoginStatus),
    login_seen_at=st.none() | strategies.moments,
    proxy=st.none() | attempt_strategies.proxies,
    needs_proxy=st.booleans(),
    owner=st.just("") | strategies.people,
    has_password=st.just(False),  # noqa: FBT003 - the field's only value here
    has_session=st.just(True),  # noqa: FBT003
    has_totp=st.just(True),  # noqa: FBT003
)
_holds = st.none() | strategies.holds
_rows = st.builds(ListedAccount, account=_accounts, waiting=st.integers(0, 10**6), hold=_holds)


@tries(100, long=100_000)
@given(_filters, st.lists(_rows, min_size=0, max_size=3), st.integers(1, 7), st.integers(1, 10**6))
def test_any_page_of_the_accounts_is_taken(
    wanted: RosterFilter, some: list[ListedAccount], times: int, pages: int
) -> None:
    rows = tuple(some * times)[:20]
    page = AccountPage(rows=rows, total=len(rows), page=min(wanted.page, pages), pages=pages, held=10**6)

    view = present.account_list(wanted, page, zone=_ZONE, now=NOW, news="Released.")

    is_taken(account_list(view), view.filter_line)


@tries(100, long=100_000)
@given(
    _accounts,
    _holds,
    st.lists(st.builds(ObservedLogin, status=st.sampled_from(LoginStatus), at=strategies.moments, task_id=strategies.ids), max_size=8),
    st.sampled_from(["", "https://slack.example/archives/C1/p1"]),
    st.lists(strategies.ids, max_size=20),
    st.none() | attempt_strategies.listed_proxies,
)  # fmt: skip
def test_any_card_and_form_of_an_account_is_taken(
    account: AccountRow,
    hold: OpenHold | None,
    seen: list[ObservedLogin],
    link: str,
    queue: list[int],
    proxy: ListedProxy | None,
) -> None:
    detail = AccountDetail(
        account=account, hold=hold, timeline=tuple(seen), live=None, queue=tuple(queue), waiting=len(queue) * 2,
        note_link=link, answer=proxy,
    )  # fmt: skip
    buttons = HoldView(words="", number="1", account="1", hold="1", can_keep=True) if hold else None

    card = present.card(detail, news=News(), zone=_ZONE, now=NOW)
    is_taken(view=account_card(card, buttons, private="1:C0OPS"))
    near = present.near(account.login, [replace(account, id=n) for n in range(1, 6)])
    is_taken(near_names(near), near.words)
    is_taken(view=account_form(present.form(account), private="1"))
    is_taken(text=present.added(account.login))
    is_taken(text=present.unknown([account.login, account.user_id] * 10, [account.login] * 10))


_views = st.builds(
    View, id=strategies.ids, owner=st.sampled_from(["C0OPS", "U0ANA"]), name=strategies.names(50), sheet=strategies.texts(2000)
)  # fmt: skip


@tries(100, long=100_000)
@given(st.lists(_views, max_size=40, unique_by=lambda view: view.id))
def test_any_saved_views_are_taken(views: list[View]) -> None:
    is_taken(saved_views([saved_view(view) for view in views]))


_records = st.builds(AccountRecord, login=_names, group=_groups, password=st.sampled_from(["", "x"]))


@tries(100, long=100_000)
@given(
    st.lists(_records, max_size=20),
    st.lists(strategies.texts(3000), max_size=20),
    st.dictionaries(st.text(max_size=5), strategies.texts(3000), max_size=20),
)
def test_any_import_is_shown(
    records: list[AccountRecord], remarks: list[str], refusals: dict[str, str]
) -> None:
    file = AccountFile(records=records, columns=(), remarks=tuple(remarks))
    preview = present_import.preview(file, {records[0].login} if records else set(), ["emea"], Losses())

    is_taken(view=import_view(preview, private="F1"))
    is_taken(view=import_view(present_import.refused(refusals), private=""))


def test_a_login_that_is_a_broadcast_stays_asleep_in_its_form() -> None:
    account = AccountRow(
        id=1, login="<!channel>", user_id="", group="emea", login_status=LoginStatus.UNKNOWN, login_seen_at=None, proxy=None,
        needs_proxy=False, owner="", has_password=False, has_session=False,
    )  # fmt: skip

    is_taken(view=account_form(present.form(account), private="1"))
