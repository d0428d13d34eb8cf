"""The same cookies through every form that tools export: they come back as the same cookies."""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from models.domain.account_files.encoding import text_of
from models.domain.sessions.reader import read_session

Cookies = Sequence[dict[str, Any]]
_SITE = "https://www.site.example/"
_NAMES = st.text("abcXYZ019_-.$!#%&'*+^`|~", min_size=1, max_size=12).filter(
    lambda name: not name.lower().startswith("__")
)
_VALUES = st.sampled_from(
    ["", "a=b==", '{"a": [1]}', "%C3%A4", '"quoted"', "x y", "1924992000", "ü"]
) | st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=";"), max_size=30)


@st.composite
def _cookie(draw: st.DrawFn) -> dict[str, Any]:
    secure = draw(st.booleans())
    return {
        "name": draw(_NAMES),
        "value": draw(_VALUES),
        "domain": draw(st.sampled_from(["www.site.example", ".site.example", ".other.example", "127.0.0.1"])),
        "path": draw(st.sampled_from(["/", "/a", "/a/b%20c"])),
        "expires": draw(st.just(-1) | st.integers(1_600_000_000, 4_000_000_000)),
        "httpOnly": draw(st.booleans()),
        "secure": secure,
        "sameSite": draw(st.sampled_from(["Lax", "Strict", *(["None"] if secure else [])])),
    }


_OWN = {
    "name": "sid", "value": "x", "domain": "www.site.example", "path": "/", "expires": -1, "httpOnly": True,
    "secure": True, "sameSite": "Lax",
}  # fmt: skip
_cookies = st.lists(_cookie(), max_size=6).map(
    lambda some: list({_key(one): one for one in [*some, _OWN]}.values())
)


def _key(cookie: dict[str, Any]) -> tuple[str, ...]:
    return cookie["name"], cookie["domain"], cookie["path"]


def state(cookies: Cookies) -> str:
    return json.dumps({"cookies": cookies, "origins": []})


def extension(cookies: Cookies) -> str:
    """Cookie-Editor, EditThisCookie."""
    words = {"None": "no_restriction", "Lax": "lax", "Strict": "strict"}
    return json.dumps([
        {
            "name": one["name"], "value": one["value"], "domain": one["domain"], "path": one["path"],
            "hostOnly": not one["domain"].startswith("."), "session": one["expires"] == -1, "storeId": "0",
            "httpOnly": one["httpOnly"], "secure": one["secure"], "sameSite": words[one["sameSite"]],
            **({"expirationDate": one["expires"] + 0.0} if one["expires"] != -1 else {}),
        }
        for one in cookies
    ])  # fmt: skip


def with_url(cookies: Cookies) -> str:
    """J2TEAM Cookies."""
    return json.dumps({"url": _SITE, "cookies": json.loads(extension(cookies))})


def puppeteer(cookies: Cookies) -> str:
    return json.dumps(
        [one | {"size": 1, "session": one["expires"] == -1, "sameParty": False} for one in cookies]
    )


def selenium(cookies: Cookies) -> str:
    return json.dumps([
        {name: value for name, value in one.items() if name != "expires"}
        | ({"expiry": one["expires"]} if one["expires"] != -1 else {})
        for one in cookies
    ])  # fmt: skip


def milliseconds(cookies: Cookies) -> str:
    return json.dumps(
        [one | {"expires": one["expires"] * 1000 if one["expires"] != -1 else 0} for one in cookies]
    )


def as_text(cookies: Cookies) -> str:
    """Numbers and truths as texts."""
    return json.dumps([
        one | {name: str(one[name]).lower() for name in ("expires", "httpOnly", "secure")} for one in cookies
    ])  # fmt: skip


def netscape(cookies: Cookies) -> str:
    """It cannot say SameSite."""
    lines = [
        "\t".join(
            [
                ("#HttpOnly_" if one["httpOnly"] else "") + one["domain"],
                "TRUE" if one["domain"].startswith(".") else "FALSE", one["path"],
                "TRUE" if one["secure"] else "FALSE", str(max(one["expires"], 0)), one["name"], one["value"],
            ]
        )
        for one in cookies
    ]  # fmt: skip
    return "\n".join(["# Netscape HTTP Cookie File", "", *lines, ""])


_FORMS: tuple[Callable[[Cookies], str], ...] = (
    state, extension, with_url, puppeteer, selenium, milliseconds, as_text, netscape,
)  # fmt: skip
_WRAPPED: tuple[Callable[[str], bytes], ...] = (
    str.encode,
    lambda text: text.encode("utf-8-sig"),
    lambda text: text.encode("utf-16"),
    lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: base64.b64encode(text.encode()),
    lambda text: base64.urlsafe_b64encode(base64.b64encode(text.encode())),
)


@given(cookies=_cookies, wrap=st.sampled_from(_WRAPPED))
def test_cookies_come_back_the_same_from_every_form(cookies: Cookies, wrap: Callable[[str], bytes]) -> None:
    for form in _FORMS:  # inside: to make the cookies is what takes the time
        read = read_session(text_of(wrap(form(cookies))), site_url=_SITE).state["cookies"]

        said = [one | {"sameSite": "Lax"} for one in cookies] if form is netscape else list(cookies)
        assert read == said, form.__name__


@given(
    st.dictionaries(
        _NAMES.filter(lambda name: name != "#"),
        _VALUES.filter(lambda value: value.strip("=") == value and value),
        min_size=1,
    )
)
def test_the_pairs_of_a_header_come_back_as_the_sites_own(pairs: dict[str, str]) -> None:
    header = "; ".join(f"{name}={value}" for name, value in pairs.items())

    for text in (header, f"Cookie: {header}", f"cookie:{header};"):
        read = read_session(text, site_url=_SITE).state["cookies"]

        assert {one["name"]: one["value"] for one in read} == pairs
        assert {one["domain"] for one in read} == {"www.site.example"}
