"""The forms a session comes in, each read into its cookies and the storage beside them. Pure."""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.domain.text import parsed_json

FORMS = (
    "a storage state, an array of cookies as extensions, Puppeteer and Selenium write it, "
    "Netscape's cookies.txt, a Cookie header, or base64 of one of these"
)
_NETSCAPE = re.compile(r"^#\s*(Netscape )?HTTP Cookie File", re.IGNORECASE)
_HTTP_ONLY, _FIELDS = "#HttpOnly_", 7  # of a line of cookies.txt
_PAIR = re.compile(r"[^\s=;,\"{}\[\]]+=[^;\r\n\t=][^;\r\n\t]*")
"""A name and a value: what ends with = is base64 of something, and its sentence must not repeat it as a name."""
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_LAYERS = 2  # of base64 in each other


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What a text says: cookies and origins in that tool's own spelling."""

    cookies: Sequence[Any]
    origins: Sequence[Any] = ()
    url: str = ""  # of the page the cookies were taken from
    is_header: bool = False  # names and values alone


def brought(text: str, *, layer: int = 0) -> Brought:
    """What the text says; raise ValueError with a sentence that repeats nothing of it."""
    text = text.lstrip("\ufeff").strip()
    if text.startswith(("{", "[")):
        return _of_json(text)
    if _NETSCAPE.match(text) or "\t" in text or text.startswith(_HTTP_ONLY):
        return Brought(cookies=_of_jar(text))
    if layer < _LAYERS and (plain := _unpacked(text)):
        return brought(plain, layer=layer + 1)
    return Brought(cookies=_of_header(text), is_header=True)


def _of_json(text: str) -> Brought:
    try:
        value = parsed_json(text)
    except ValueError:
        ends = text.endswith(("}", "]"))
        why = "session is not JSON." if ends else "session is not JSON: it is cut off. Use a session file."
        raise ValueError(why) from None
    if isinstance(value, list):
        return Brought(cookies=value)
    cookies, origins, url = value.get("cookies"), value.get("origins"), value.get("url")
    if isinstance(cookies, str):
        cookies = _of_header(cookies)
    if cookies is None and value and all(isinstance(one, str) for one in value.values()):
        cookies = [{"name": name, "value": one} for name, one in value.items()]
    if not isinstance(cookies, list):
        raise ValueError(f"session is not a browser's storage state (it has no cookies). It can be {FORMS}.")
    return Brought(
        cookies=cookies,
        origins=origins if isinstance(origins, list) else (),
        url=url if isinstance(url, str) else "",
    )


def _of_jar(text: str) -> list[Mapping[str, Any]]:
    """The lines of a cookies.txt."""
    lines = [line.strip("\r") for line in re.split("[\r\n]+", text)]
    meant = [line for line in lines if line.strip() and (line[0] != "#" or line.startswith(_HTTP_ONLY))]
    if meant and not any("\t" in line for line in meant):
        raise ValueError(
            "the session is a cookies.txt that has lost its tabs: give the file itself, not its text."
        )
    return [_of_line(line) for line in meant]


def _of_line(line: str) -> Mapping[str, Any]:
    parts = line.removeprefix(_HTTP_ONLY).split("\t")
    if len(parts) < _FIELDS - 1:
        return {"name": ""}
    domain, wide, path, secure, expires, name, *value = parts
    return {
        "name": name, "value": "\t".join(value), "path": path, "secure": secure, "expires": expires,
        "domain": domain if wide.upper() != "TRUE" or domain.startswith(".") else f".{domain}",
        "httpOnly": line.startswith(_HTTP_ONLY),
    }  # fmt: skip


def _of_header(text: str) -> list[Mapping[str, Any]]:
    """The pairs of a Cookie header."""
    pairs = [part.strip() for part in re.sub(r"^cookie:\s*", "", text, flags=re.IGNORECASE).split(";")]
    pairs = [pair for pair in pairs if pair]
    if not pairs or not all(map(_PAIR.fullmatch, pairs)):
        raise ValueError(f"Bellhop cannot read this session. It can be {FORMS}.")
    return [dict(zip(("name", "value"), pair.split("=", 1), strict=True)) for pair in pairs]


def _unpacked(text: str) -> str:
    """The text of which this is the base64; empty when it is none."""
    packed = "".join(text.split())
    if not _BASE64.fullmatch(packed):
        return ""
    padded = packed.rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True).decode("utf-8-sig")
    except (binascii.Error, UnicodeDecodeError):
        return ""
