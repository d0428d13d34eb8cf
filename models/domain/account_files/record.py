"""One row of a sheet as an account. Pure."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from models.domain.account_files.header import PARTS
from models.domain.account_files.source import COPY_ID, Outside
from models.domain.account_files.tables import LONGEST_CELL
from models.domain.one_time_codes import parse_totp
from models.domain.proxies import ProxyAddress, parse_proxy
from models.domain.proxies import refusal as refusal_of_proxy
from models.domain.sessions.reader import Session, read_session
from models.domain.text import is_keepable, is_one_line
from models.domain.values.accounts import CHANGED, AccountRecord

T = TypeVar("T")
_REQUIRED = ("login", "group")
_LONGEST = {"login": 255, "user_id": 100, "group": 100, "owner": 100}  # characters the tables keep
_YES = frozenset({"yes", "true", "1", "y", "on", "x"})
_NO = frozenset({"", "no", "false", "0", "n", "off", "-"})
_NO_PROXY = frozenset({"noproxy", "none", "direct"})
_NO_HOST = re.compile(r"[@/\\\s?#]")
_SHOWN = 50  # characters of a wrong word that a refusal repeats
_FILE = re.compile(r"[^\n\r;{}\"]{0,250}\.[A-Za-z]{1,8}")
_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_ADDRESS = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]+")

OpenSession = Callable[[str], str]
"""The text of a session file named in a sheet. Raises OSError for none, ValueError with a sentence for a bad name."""


def record_of(
    fields: Mapping[str, str],
    open_session: OpenSession,
    site_url: str,
    outside: Outside,
    lost: Mapping[str, str],
) -> tuple[AccountRecord, tuple[str, ...]]:
    """The account and what there is to say of its session; raise ValueError with all that is wrong, a sentence each.

    ``lost``: why cells that are not among the fields are lost.
    """
    wrong = list(lost.values())
    wrong += [why for name, value in fields.items() if (why := refusal(name, value))]
    wrong += [f"{name} is empty." for name in _REQUIRED if name not in {*fields, *lost}]
    needs = fields.get("needs_proxy", "").lower()
    if needs not in _YES | _NO:
        wrong.append(f"needs_proxy must be yes or no, not {needs[:_SHOWN]!r}.")
    owner = _tried(lambda: _owner(fields.get("owner", ""), outside), wrong)
    proxy = _tried(lambda: _proxy(fields), wrong)
    session = (
        _tried(lambda: _session(fields["session"], open_session, site_url), wrong)
        if fields.get("session")
        else None
    )
    totp = _tried(lambda: parse_totp(fields["totp"]), wrong) if fields.get("totp") else None
    if wrong:
        raise ValueError(" ".join(wrong))
    record = AccountRecord(
        login=fields["login"],
        group=fields["group"],
        user_id=fields.get("user_id", ""),
        password=fields.get("password", ""),
        proxy=proxy,
        needs_proxy=needs in _YES,
        session=session.state if session and not outside.keep else None,
        kept_session=outside.keep(json.dumps(session.state)) if session and outside.keep else None,
        owner=owner or "",
        totp=totp.text if totp else "",
        left=frozenset(CHANGED) - {"proxy" if name == "proxy_host" else name for name in fields},
    )
    return record, session.remarks if session else ()


def refusal(name: str, value: str) -> str:
    """Why a text cannot be kept in the column of this name; empty when it can."""
    if name in _REQUIRED and not value:
        return f"{name} is empty."
    longest = _LONGEST.get(name, LONGEST_CELL)
    if len(value) > longest:
        return f"{name} can have up to {longest} characters; this one has {len(value)}."
    if name in _LONGEST and not is_one_line(value):
        return f"{name} must be one line of text."
    return "" if is_keepable(value) else f"{name} has characters that are not text."


def _tried(read: Callable[[], T], wrong: list[str]) -> T | None:
    try:
        return read()
    except ValueError as error:
        wrong.append(str(error))
        return None


def _proxy(fields: Mapping[str, str]) -> ProxyAddress | None:
    """The proxy of its column, or put together from columns of its parts; no part is dropped."""
    kind, host, port, user, password = (fields.get(name, "") for name in PARTS)
    whole = fields.get("proxy", "")
    if whole and (host or port):
        raise ValueError("proxy is in one column and also split into several. Keep one of the two.")
    if not whole and ":" in host and not port:
        whole, host = host, ""
    if whole:
        has_kind = not kind or "://" in whole or kind.lower() in _NO_PROXY
        read = parse_proxy(whole if has_kind else f"{kind.lower()}:{whole}")
        return _with_login(read, user, password) if user or password else read
    if not host and (port or user or password):
        raise ValueError("proxy has a port, user or password, but no host.")
    if not host:
        return None
    if not port:
        raise ValueError("proxy has a host and no port.")
    if _NO_HOST.search(host):
        raise ValueError("proxy has an invalid host. Put only a host name or IP address in its column.")
    place = f"[{host.strip('[]')}]:{port}" if ":" in host else f"{host}:{port}"
    return _with_login(parse_proxy(f"{kind.lower() or 'http'}://{place}"), user, password)


def _with_login(proxy: ProxyAddress, user: str, password: str) -> ProxyAddress:
    if proxy.username:
        raise ValueError("proxy has its user name and password twice. Keep them in one place.")
    whole = replace(proxy, username=user, password=password)
    if why := refusal_of_proxy(whole):
        raise ValueError(why)
    return whole


def _owner(given: str, outside: Outside) -> str:
    """A Slack id, from one, a handle or an e-mail address."""
    if not given or _ID.fullmatch(given):
        return given
    if given.startswith("@") or _ADDRESS.fullmatch(given):
        return outside.find_owner(given)
    raise ValueError(
        f"owner must be a Slack user id, such as U012ABCDEF, an @handle or an e-mail address: {COPY_ID}"
    )


def _session(cell: str, open_session: OpenSession, site_url: str) -> Session:
    if cell.startswith(("{", "[")) or not _FILE.fullmatch(cell):
        return read_session(cell, site_url=site_url)
    try:
        text = open_session(cell)
    except UnicodeDecodeError as error:
        raise ValueError("the session file is not text.") from error
    except OSError as error:
        raise ValueError(f"the session file {cell} cannot be read.") from error
    return read_session(text, site_url=site_url)
