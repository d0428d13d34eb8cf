"""Whatever signs a URL has: a password is read as it is or refused, shown in no case, and libpq reads the same."""

import ctypes
import ctypes.util
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.queue import redis_url
from models.connections import database_url
from models.connections.database_url import PostgresURL, shown
from models.domain.errors import BadURL
from tests.bot.test_server_urls import LETTERS

_text = st.text(st.sampled_from(f"{LETTERS}@:/?#%&= []+0"), min_size=1, max_size=8)


@given(
    password=_text,
    scheme=st.sampled_from(["postgres", "postgresql", "redis", "rediss", "redis+sentinel"]),
    form=st.sampled_from(["u:{}@h/0", ":{}@h", "u:x{}@h:1/0?db={}", "{}", "u@h/0?password={}", "u:{}@h,g/s"]),
    is_encoded=st.booleans(),
)
def test_a_password_is_read_as_it_is_or_refused_and_shown_in_no_case(
    *, password: str, scheme: str, form: str, is_encoded: bool
) -> None:
    written = quote(password, safe="") if is_encoded else password
    url = f"{scheme}://{form.replace('{}', written)}"
    read = database_url.read if scheme.startswith("postgres") else redis_url.read

    try:
        place: Any = read(url)
    except BadURL as refused:
        said = str(refused)
        assert said.endswith(".")
    else:
        said = repr(place) if form != "{}" else ""
        assert form == "{}" or any(password in secret for secret in place.secrets), "and not as another one"
    if form != "{}":  # as a host it is none
        assert not set(LETTERS) & set(f"{said} {shown(url)}")


class _Option(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_char_p) for name in ("keyword", "envvar", "compiled", "val", "label", "dispchar")),
        ("dispsize", ctypes.c_int),
    ]


@pytest.fixture(scope="module")
def libpq() -> Any:
    name = ctypes.util.find_library("pq")
    if name is None:
        pytest.skip("no libpq: install Debian's package libpq5")
    library = ctypes.CDLL(name)
    library.PQconninfoParse.restype = ctypes.POINTER(_Option)
    return library


_part = _text.map(lambda text: quote(text, safe=""))


@given(
    url=st.builds(
        "{}://{}:{}@{}/{}?{}".format,
        st.sampled_from(["postgres", "postgresql"]),
        _part | st.just("u@"),
        _part | _text,
        st.sampled_from(["h", "h:1", "h:1,g:2", "[::1]:5", "%2Ftmp", "h,[::1]:3"]),
        _part | st.just(""),
        st.builds("sslmode=require&application_name={}".format, _part) | st.just("connect_timeout=7"),
    )
)
def test_what_is_taken_libpq_reads_in_the_same_way(libpq: Any, url: str) -> None:
    try:
        place = database_url.read(url)
    except BadURL:
        return
    assert isinstance(place, PostgresURL)
    theirs: dict[str, str] = {}
    options = libpq.PQconninfoParse(url.encode(), None)
    assert options, "what libpq refuses is refused here"
    for option in options:
        if option.keyword is None:
            break
        if option.val:
            theirs[option.keyword.decode()] = option.val.decode()
    libpq.PQconninfoFree(options)

    use = place.use
    ours = {**use.driver, **use.server, **{name: str(value) for name, value in use.connection.items()}}
    ours["host"] = ",".join(host for host, _ in use.hosts)
    if any(port for _, port in use.hosts):
        ours["port"] = ",".join(str(port or "") for _, port in use.hosts)
    assert ours == theirs
