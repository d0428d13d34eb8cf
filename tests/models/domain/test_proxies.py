"""Proxy addresses: how one is read, and what never shows."""

import re
from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from models.domain.proxies import ProxyAddress, parse_proxy, refusal
from tests.models.domain.proxy_forms import FORMS, PROXIES

_FORM = r"user:password@host:8080 .* or host:port:user:password"


def _parts(proxy: ProxyAddress) -> tuple[str, str, int, str, str]:
    return proxy.scheme, proxy.host, proxy.port, proxy.username, proxy.password


def test_parse_reads_every_part() -> None:
    proxy = parse_proxy(" socks5://us%40er:p%3Aw@proxy.example.com:1080 ")

    assert (proxy.scheme, proxy.label) == ("socks5", "proxy.example.com:1080")
    assert (proxy.username, proxy.password) == ("us@er", "p:w")


def test_a_password_never_shows() -> None:
    proxy = parse_proxy("http://user:hunter2@proxy.example.com:8080")

    assert "hunter2" not in f"{proxy!r} {proxy} {proxy.label} {proxy.url}"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("192.0.2.10:8080", ("http", "192.0.2.10", 8080, "", "")),
        ("squid:3128", ("http", "squid", 3128, "", "")),
        ("192.0.2.10:8000:usr:pas", ("http", "192.0.2.10", 8000, "usr", "pas")),
        ("192.0.2.10:8000:usr:12345", ("http", "192.0.2.10", 8000, "usr", "12345")),
        ("192.0.2.10:8000::", ("http", "192.0.2.10", 8000, "", "")),
        ("gate.example:9000@usr:pas", ("http", "gate.example", 9000, "usr", "pas")),
        ("usr:pas@gate.example:9000", ("http", "gate.example", 9000, "usr", "pas")),
        ("usr:123456@gate.example:9000", ("http", "gate.example", 9000, "usr", "123456")),
        ("http://usr:2024@gate.example:9000", ("http", "gate.example", 9000, "usr", "2024")),
        ("usr:p@1.1.1.1:80@gate.example:9000", ("http", "gate.example", 9000, "usr", "p@1.1.1.1:80")),
        ("SOCKS5:192.0.2.10:1080:usr:pas", ("socks5", "192.0.2.10", 1080, "usr", "pas")),
        ("https:gate.example:443", ("https", "gate.example", 443, "", "")),
        ("socks5h://usr:pas@192.0.2.10:1080", ("socks5", "192.0.2.10", 1080, "usr", "pas")),
        ("HTTP://usr:pas@Gate.Example:8080/", ("http", "gate.example", 8080, "usr", "pas")),
        ("socks5://usr:pas@[2001:DB8::7]:1080", ("socks5", "2001:db8::7", 1080, "usr", "pas")),
        ("[2001:db8::7]:1080:usr:pas", ("http", "2001:db8::7", 1080, "usr", "pas")),
        ("http://usr:2024#secret@192.0.2.10:8080", ("http", "192.0.2.10", 8080, "usr", "2024#secret")),
        ("http://usr:p@s/s?#:@192.0.2.10:8080", ("http", "192.0.2.10", 8080, "usr", "p@s/s?#:")),
        ("http://usr:50%off@192.0.2.10:8080", ("http", "192.0.2.10", 8080, "usr", "50%off")),
        ("192.0.2.10:8080:usr:p%40s", ("http", "192.0.2.10", 8080, "usr", "p%40s")),
    ],
)
def test_every_form_people_have_is_read(text: str, parts: tuple[str, str, int, str, str]) -> None:
    assert _parts(parse_proxy(text)) == parts


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ftp://proxy.example.com:21", "its type is none of these"),
        ("http://", "it has no host"),
        ("http://:8080", "it has no host"),
        ("http://proxy.example.com", "it has no port"),
        ("proxy.example.com", "it has no port"),
        ("usr:pas@proxy.example.com", "it has no port"),
        ("http://proxy.example.com:eighty", "a number from 1 to 65535"),
        ("http://proxy.example.com:8080/path", "must end after its port"),
        ("http://usr:pas@192.0.2.10:8080/rotate?key=abc", "must end after its port"),
        ("gate.example:8080/path", "must end after its port"),
        ("192.0.2.10 8000 usr pas", "there is a space"),
        ("gate.exa mple:8000", "there is a space"),
        (r"http:\\192.0.2.10:8080", "after its type"),
        ("2001:db8::7:1080:usr:pas", "needs brackets"),
        ("usr:pas@2001:db8::7:1080", "needs brackets"),
        ("http://2001:db8::7:1080", "needs brackets"),
        ("192.0.2.10:8000:usr", "its password is missing"),
        ("usr:pas:192.0.2.10:8000", "write user:password@host:port"),
        ("usr:2024:192.0.2.10:8000", "in two ways"),
        ("usr:2024@gate.example:8000", "in two ways"),
        ("gate.example:8000@usr:2024", "in two ways"),
        ("a.example:80@b.example:90", "in two ways"),
        ("a.example:80:usr:p@b.example:90", "in two ways"),
        ("squid:3128:usr:p@b.example:90", "in two ways"),
        ("squid:3128@usr:p@b.example:90", "in two ways"),
        ("socks5:usr:80:x:p@b.example:90", "in two ways"),
        ("http://gate.example:80/x@192.0.2.10:80", "in two ways"),
        ("http://gate.example?x@192.0.2.10:80", "in two ways"),
        ("socks5:usr:pas@192.0.2.10:1080", "after its type"),
        ("http://proxy.exa\nmple.com:8080", "control character"),
    ],
)
def test_what_is_not_clear_is_refused_with_the_form_to_write(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=_FORM) as refused:
        parse_proxy(text)

    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://proxy.example.com:0", "must be a URL"),
        ("http://proxy.example.com:99999", "must be a URL"),
        ("socks4://192.0.2.10:1080", "SOCKS4, which has no passwords"),
        ("socks4:192.0.2.10:1080", "SOCKS4, which has no passwords"),
        (f"http://{'h' * 256}:80", "255 characters"),
        ("http://us%0Aer@proxy.example.com:8080", "no line breaks"),
        (f"http://{'u' * 256}:p@proxy.example.com:8080", "255 bytes"),
        (f"socks5://u:{'p' * 300}@proxy.example.com:1080", "255 bytes"),
        (f"socks5://u:{'%C3%A4' * 128}@proxy.example.com:1080", "255 bytes"),
        (f"http://u:{'p' * 4001}@proxy.example.com:8080", "4000 bytes"),
        (f"http://{'a' * 64}.example:8080", "not a host name"),
        ("http://a..example:8080", "not a host name"),
        ("http://2130706433:8080", "not a host name"),
        ("http://[fe80::1%25eth0]:8080", "not a host name"),
        ("[192.0.2.10]:8080", "not a host name"),
        ("http://a%3Ab:p@proxy.example.com:8080", "cannot have a colon"),
        ("http://:p@proxy.example.com:8080", "needs a user name"),
        ("http://u:%FF@proxy.example.com:8080", "must be UTF-8"),
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


@given(PROXIES)
def test_any_proxy_written_in_any_form_comes_back_or_is_refused_as_unclear(proxy: ProxyAddress) -> None:
    assume(not refusal(proxy))
    as_url, *others = FORMS
    assert _parts(parse_proxy(str(as_url(proxy)))) == _parts(proxy)
    for written in filter(None, (form(proxy) for form in others)):
        try:
            read = parse_proxy(written)
        except ValueError as error:
            assert re.search("in two ways|needs brackets|type", str(error))  # noqa: PT017 - either is right
        else:
            assert _parts(read) == _parts(proxy), written


@given(PROXIES.filter(lambda proxy: proxy.host not in ("squid", "usr")))
def test_in_no_form_a_usual_password_is_unclear(proxy: ProxyAddress) -> None:
    usual = replace(proxy, username="cust-7", password=re.sub(r"[@:]", "", proxy.password) + "x")  # no port
    assume(not refusal(usual))

    for written in filter(None, (form(usual) for form in FORMS)):
        assert _parts(parse_proxy(written)) == _parts(usual)


_PLAIN = ("gate.example:80", "192.0.2.10:80", "[::1]:80")
_PIECES = (
    *_PLAIN,
    "squid:80",
    ":",
    "@",
    "/",
    "#",
    "?",
    "%40",
    "://",
    "\\",
    " ",
    "80",
    "usr",
    "socks5",
    "[",
    "]",
)


@given(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join))
@example("squid:80@gate.example:80")
@example("http://squid:80/x@gate.example:80")
def test_no_text_is_read_as_another_host_than_the_one_at_its_begin_or_end(text: str) -> None:
    try:
        proxy = parse_proxy(text)
    except ValueError:
        return
    text, place, kind = text.strip(), re.escape(proxy.label), "(https?|socks5h?)"
    assert re.fullmatch(rf"({kind}://)?(.*@)?{place}/?|({kind}:)?{place}([:@].*)?", text)
    if "://" not in text.partition("@")[0]:
        body = text.removeprefix("socks5:")
        ends = [
            one for one in _PLAIN if re.fullmatch(rf"{re.escape(one)}([:@].*)?|.*[:@]{re.escape(one)}", body)
        ]
        assert set(ends) <= {proxy.label}, "what stands at either end may be the host that was meant"
