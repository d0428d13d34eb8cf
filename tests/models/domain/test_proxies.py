"""Proxy addresses: how one is read, and what never shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.proxies import ProxyAddress, parse_proxy


def test_parse_reads_every_part() -> None:
    proxy = parse_proxy(" socks5://us%40er:p%3Aw@proxy.example.com:1080 ")

    assert (proxy.scheme, proxy.label) == ("socks5", "proxy.example.com:1080")
    assert (proxy.username, proxy.password) == ("us@er", "p:w")


def test_a_password_never_shows() -> None:
    proxy = parse_proxy("http://user:hunter2@proxy.example.com:8080")

    assert "hunter2" not in f"{proxy!r} {proxy} {proxy.label}"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("proxy.example.com:8080", "must be a URL"),
        ("ftp://proxy.example.com:21", "must be a URL"),
        ("http://", "must be a URL"),
        ("http://proxy.example.com:0", "must be a URL"),
        ("http://:8080", "must be a URL"),
        ("http://proxy.example.com:eighty", "must be a URL"),
        ("http://proxy.example.com:99999", "must be a URL"),
        ("http://proxy.example.com:8080/path", "end after its port"),
        (f"http://{'h' * 256}:80", "255 characters"),
        ("http://us%0Aer@proxy.example.com:8080", "no line ends"),
        (f"http://{'u' * 256}:p@proxy.example.com:8080", "255 bytes"),
        (f"socks5://u:{'p' * 300}@proxy.example.com:1080", "255 bytes"),
        (f"http://u:{'%C3%A4' * 128}@proxy.example.com:8080", "255 bytes"),
        (f"http://{'a' * 64}.example:8080", "no host name"),
        ("http://a..example:8080", "no host name"),
        ("http://2130706433:8080", "no host name"),
        ("http://[fe80::1%25eth0]:8080", "no host name"),
        ("http://a%3Ab:p@proxy.example.com:8080", "no colon"),
        ("http://:p@proxy.example.com:8080", "needs a user name"),
        ("http://u:%FF@proxy.example.com:8080", "must be UTF-8"),
        ("http://proxy.exa\nmple.com:8080", "must be a URL"),
    ],
)
def test_parse_says_what_is_wrong(url: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_proxy(url)


@given(st.text("0123456789℀", min_size=8), st.text())
def test_a_refused_proxy_does_not_repeat_its_password(password: str, rest: str) -> None:
    with pytest.raises(ValueError, match="proxy") as refused:
        parse_proxy(f"ftp://user:{password}℀@{rest}")

    assert password not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "record"),
    [
        ("http://h", ProxyAddress(scheme="http", host="h", port=8080)),
        ("https://h", ProxyAddress(scheme="https", host="h", port=443)),
        (
            "socks5://u:p%40w@H:1",
            ProxyAddress(scheme="socks5", host="h", port=1, username="u", password="p@w"),
        ),
        ("http://[::1]:3128", ProxyAddress(scheme="http", host="::1", port=3128)),
    ],
)
def test_a_proxy_is_read_with_its_usual_port(url: str, record: ProxyAddress) -> None:
    assert parse_proxy(url) == record
