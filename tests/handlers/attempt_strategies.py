"""Hypothesis strategies for attempts that are compared, and for proxies with how they answered."""

from hypothesis import strategies as st

from models.domain.lifecycle import LoginStatus, Status
from models.domain.proxies import ProxyAddress
from models.domain.triage.causes import CAUSES
from models.domain.triage.outcome import Outcome
from models.domain.values.proxies import ListedProxy
from models.domain.values.rows import ComparedAttempt
from tests.handlers import strategies
from tests.handlers.odd_texts import names, texts

proxies = st.builds(
    ProxyAddress,
    scheme=st.just("socks5"),
    host=names(255),
    port=st.just(65535),
    username=st.just("") | names(255),
)
listed_proxies = st.builds(
    ListedProxy,
    id=strategies.ids,
    address=proxies,
    accounts=st.just(1),
    logins=st.just(()),
    answers=st.none() | st.booleans(),
    answered_at=strategies.moments,
    answer_ms=st.none() | st.integers(0, 2**31 - 1),
    failed_at=strategies.moments,
    failure=texts(2000),
    failed_tasks=st.just(0),
)
compared = st.builds(
    ComparedAttempt,
    number=strategies.ids,
    status=st.sampled_from(Status),
    outcome=st.none() | st.sampled_from(Outcome),
    by=st.just("") | strategies.people,
    asked_at=strategies.moments,
    started_at=strategies.moments,
    ended_at=strategies.moments,
    result=texts(2000),
    note_link=st.sampled_from(["", "https://x.example/" + "p" * 1900]),
    picture=st.sampled_from(["", "F1"]),
    cause=st.sampled_from(["", *CAUSES]),
    login_status=st.sampled_from(LoginStatus),
    worker=texts(100),
    proxy_id=st.none() | strategies.ids,
    proxy=st.none() | proxies,
    sha256=st.sampled_from(["", "a" * 64]),
    width=st.just(1280),
    height=st.just(720),
)
