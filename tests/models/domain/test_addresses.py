"""One reading of an address: where it leads, and whether that is the same site, or a path of one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.addresses import canonical_host, origin, path_of_form, same_origin

SITE = "https://site.example"
FORM = "/invitations/{code}"

TRICKS = {
    "dots": "/invitations/../account/delete?confirm=1",
    "dots at the end": "/invitations/..",
    "encoded dots": "/invitations/%2e%2e/account/delete?confirm=1",
    "encoded dots and slash": "/invitations/%2E%2E%2faccount/delete",
    "dots encoded twice": "/invitations/%252e%252e/account/delete",
    "a backslash": "/invitations\\..\\account/delete",
    "an encoded backslash": "/invitations/%5c..%5caccount",
    "parameters": "/invitations/AB12;/../../account/delete",
    "an empty part": "//invitations/AB12",
    "another empty part": "/invitations//account/delete",
    "a part more": "/invitations/AB12/delete",
    "a tab": "/invitations/\t../account/delete",
    "a line end": "/invitations/AB12\n/../../account",
    "an encoded line end": "/invitations/AB12%0a",
    "a NUL": "/invitations/AB12%00",
    "bytes that are no text": "/invitations/%ff%fe",
    "dots of another script": "/invitations/\u2024\u2024/account",
    "no code": "/invitations/",
    "too long": f"/invitations/{'a' * 201}",
    "capitals": "/Invitations/AB12",
    "another path": "/account/delete",
}


@pytest.mark.parametrize("path", TRICKS.values(), ids=TRICKS)
def test_no_trick_is_a_path_of_the_form(path: str) -> None:
    assert path_of_form(SITE + path, FORM) is None


@pytest.mark.parametrize(
    "path",
    [
        "/invitations/AB-1_2",
        "/invitations/AB-1_2/",
        "/invitations/%41B-1_2",
        "/invitations/AB-1_2?a=/../b#/../c",
    ],
)
def test_the_form_itself_is_opened_without_what_stands_behind_it(path: str) -> None:
    assert path_of_form(SITE + path, FORM) == "/invitations/AB-1_2"


OTHERS = {
    "another port": "https://site.example:8443/",
    "port 0": "https://site.example:0/",
    "another scheme": "http://site.example/",
    "http at the port of https": "http://site.example:443/",
    "a host below it": "https://m.site.example/",
    "a host that ends so": "https://evilsite.example/",
    "the name of a user": "https://site.example@evil.example/",
    "a user": "https://evil@site.example/",
    "a backslash for a slash": "https://evil.example\\@site.example/",
    "a trailing dot": "https://site.example./",
    "an encoded dot": "https://site%2eexample/",
    "a tab in the name": "https://site.exa\tmple/",
    "white space before it": " https://site.example/",
    "no slashes": "https:site.example/",
    "three slashes": "https:///site.example/",
    "no scheme": "//site.example/",
    "a script": "javascript:location='https://site.example/'",
    "data": "data:text/html,https://site.example/",
    "letters that look so": "https://ѕite.example/",
    "an endless name": f"https://{'a.' * 5000}example/",
    "nothing": "",
}


@pytest.mark.parametrize("url", OTHERS.values(), ids=OTHERS)
def test_another_origin_is_another_site(url: str) -> None:
    assert not same_origin(url, SITE)


@pytest.mark.parametrize(
    "url",
    [
        "https://site.example",
        "HTTPS://SITE.example:443/x",
        "https://site.example:/",
        "https://site\u3002example/",
    ],
)
def test_what_a_browser_takes_for_the_same_site_is_the_same(url: str) -> None:
    assert same_origin(url, SITE)


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("B\u00fccher.example", "xn--bcher-kva.example"),
        ("\uff11\uff12\uff17.0.0.1", "127.0.0.1"),
        ("my_proxy", "my_proxy"),
        ("::0001", "::1"),
        (f"{'a' * 63}.example", f"{'a' * 63}.example"),
    ],
)
def test_a_host_is_written_as_a_browser_compares_it(name: str, host: str) -> None:
    assert canonical_host(name) == host


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "a..b",
        f"{'a' * 64}.example",
        "a." * 127,
        "2130706433",
        "0x7f.1",
        "127.1",
        "010.0.0.1",
        "fe80::1%eth0",
        "a b",
    ],
)
def test_what_is_no_host_or_can_be_read_as_another_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical_host(name)


@given(st.text())
def test_whatever_is_given_is_an_origin_or_none(text: str) -> None:
    for url in (text, f"https://{text}", f"https://site.example{text}"):
        found = origin(url)

        assert found is None or origin(str(found)) == found
        assert path_of_form(url, FORM) is None or path_of_form(url, FORM).startswith("/invitations/")
