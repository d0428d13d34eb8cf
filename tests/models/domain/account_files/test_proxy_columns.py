"""A proxy in columns of its parts: the same five values, and never another host."""

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.domain.account_files.reader import read_accounts
from models.domain.errors import BadRequest
from models.domain.proxies import ProxyAddress, refusal
from tests.models.domain.proxy_forms import PROXIES


def _read(*cells: str, header: str = "ip,port,proxy_user,proxy_password,proxy_type") -> ProxyAddress | None:
    file = io.StringIO()
    csv.writer(file).writerows([["login", "group", *header.split(",")], ["ann", "emea", *cells]])
    (record,) = read_accounts(file.getvalue().encode(), open_session=str).records
    return record.proxy


@given(PROXIES, st.sampled_from([str.upper, str.lower]))
def test_its_parts_come_back_as_they_stand(proxy: ProxyAddress, case: Callable[[str], str]) -> None:
    assume(not refusal(proxy) and proxy.username == proxy.username.strip())
    assume(proxy.password == proxy.password.strip() and '="' not in proxy.username + proxy.password)

    assert _read(proxy.host, str(proxy.port), proxy.username, proxy.password, case(proxy.scheme)) == proxy


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (("192.0.2.10", "", "u", "p", ""), "has a host and no port"),
        (("192.0.2.10", "80", "", "p", ""), "a password needs a user name"),
        (("", "80", "u", "p", ""), "but no host"),
        (("a.example@b.example", "80", "", "", ""), "proxy"),
        (("a.example/x", "80", "", "", ""), "proxy"),
        (("a.example", "80x", "", "", ""), "proxy"),
        (("a.example:90", "80", "", "", ""), "proxy"),
        (("a.example", "80", "", "", "noproxy"), "its type is none of these"),
        (("u:p@a.example:80", "", "u", "p", ""), "its user name and password twice"),
        (("a.example", "80", "u", "p", "ftp"), "its type is none of these"),
    ],
)
def test_parts_that_make_no_proxy_are_refused(cells: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(BadRequest, match=sentence):
        _read(*cells)


def test_none_is_none_and_a_whole_one_needs_no_parts() -> None:
    assert _read("", "", "", "", "noproxy") is None
    assert _read("192.0.2.10:80:u:p", "", "", "", "socks5") == ProxyAddress(
        scheme="socks5", host="192.0.2.10", port=80, username="u", password="p"
    )
    assert _read("192.0.2.10:80", "", "u", "p", "") == ProxyAddress(
        scheme="http", host="192.0.2.10", port=80, username="u", password="p"
    )


def test_a_whole_proxy_and_parts_of_another_are_refused() -> None:
    with pytest.raises(BadRequest, match="Keep one of the two"):
        _read("192.0.2.10:80", "192.0.2.11", "80", header="proxy,ip,port")
