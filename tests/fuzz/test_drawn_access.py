"""Whatever the tables hold of grants and the audit is drawn within limits, and stays asleep."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from handlers.access import present, present_audit
from handlers.access.blocks import access_list, audit_list
from models.domain.errors import Refused
from models.domain.permissions import ALL_GROUPS, Action, Actor, Authority, Deed, Grant, Role
from models.domain.values.audit import AuditRow
from tests.fuzz.harness.effort import tries
from tests.fuzz.harness.verdict import is_taken
from tests.handlers import strategies
from tests.handlers.strategies import NOW

_ZONE = ZoneInfo("Asia/Kathmandu")
_groups = strategies.names(100)
_ours = st.builds(str.__mul__, strategies.people, st.integers(1, 4)) | st.sampled_from(["S0OPS", "everyone"])
_grants = st.builds(Grant, subject=_ours, role=st.sampled_from(Role), group=_groups | st.just(ALL_GROUPS))


@tries(100, long=100_000)
@given(
    st.lists(_grants, max_size=60),
    st.lists(_ours, max_size=12),
    st.sets(_groups, max_size=50),
    st.integers(0, 9),
)
def test_any_overview_of_access_is_taken(
    grants: list[Grant], admins: list[str], groups: set[str], page: int
) -> None:
    for may in (Authority(role=Role.ADMIN), Authority(role=Role.OPERATOR, groups=frozenset(groups))):
        view = present.overview(may, grants, page=page, admins=admins, first=admins)
        is_taken(access_list(view), view.own)
    for grant in grants[:3]:
        is_taken(text=present.given(grant))
        is_taken(text=present.no_group(grant.group, sorted(groups)))
    for action in Action:
        deed = Deed(action=action, about="x", groups=tuple(groups))
        error = Refused(Actor(user="U0ANA", subjects=(), kind="guest"), deed, sorted(groups))
        is_taken(text=present.refusal(error, admins))


_audits = st.builds(
    AuditRow,
    id=strategies.ids,
    at=strategies.moments,
    actor=strategies.people,
    action=st.sampled_from([action.value for action in Action]),
    about=strategies.texts(2000),
    groups=st.just("") | strategies.texts(2000),
    allowed=st.booleans(),
    place=st.just(""),
)


@tries(100, long=100_000)
@given(st.lists(_audits, max_size=3), st.integers(1, 7), strategies.texts(600))
def test_any_page_of_the_audit_is_taken(some: Sequence[AuditRow], times: int, typed: str) -> None:
    view = present_audit.audit_page((list(some) * times)[:21], typed=typed, zone=_ZONE, now=NOW)

    is_taken(audit_list(view), view.filter_line)
