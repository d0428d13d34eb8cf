"""``DATABASE_URL`` and ``REDIS_URL``: each is read in one way, or refused with the remedy and without a part of it."""

from typing import Any

import pytest
from pydantic import ValidationError
from redis.asyncio.connection import parse_url

from bot.queue import redis_url
from bot.settings import Settings
from models.connections import database_url
from models.connections.database_url import PostgresURL, SqliteURL, shown

LETTERS = "ЖЩЮЯЭ"  # of no sentence
_SIGNS = "%40", "@ as %40"


def _settings(name: str, url: str) -> Settings:
    return Settings.model_validate({name: url})


def _postgres(url: str) -> PostgresURL:
    place = database_url.read(_settings("database_url", url).database_url)
    assert isinstance(place, PostgresURL)
    return place


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("u:pw@h/db", {"user": "u", "password": "pw", "dbname": "db", "hosts": (("h", None),)}),
        ("u:p%40%2F%3F%23%25%20w@h:5433/db", {"password": "p@/?#% w", "hosts": (("h", 5433),)}),
        ("u%40corp:a:b@h/d", {"user": "u@corp", "password": "a:b"}),
        ("u:%D0%96@h/d%20b", {"password": "Ж", "dbname": "d b"}),
        ("u:p+w@h/db?application_name=a+b", {"password": "p+w", "application_name": "a+b"}),
        ("h1:5432,h2:5433,h3/db", {"hosts": (("h1", 5432), ("h2", 5433), ("h3", None))}),
        ("[::1]:5433/db", {"hosts": (("::1", 5433),)}),
        ("[2001:db8::1],h/db", {"hosts": (("2001:db8::1", None), ("h", None))}),
        ("%2Fvar%2Frun%2Fpostgresql/db", {"hosts": (("/var/run/postgresql", None),)}),
        ("/db?host=/run&port=5433&user=u", {"hosts": (("/run", 5433),), "user": "u"}),
        ("/db?host=a,b&port=1,2", {"hosts": (("a", 1), ("b", 2))}),
        ("/db?host=a,::1&port=7", {"hosts": (("a", 7), ("::1", 7))}),
        ("", {"hosts": ()}),
        ("h/db?sslmode=verify-full&sslrootcert=/x/ca.pem", {"sslmode": "verify-full", "sslrootcert": "/x/ca.pem"}),
        ("h/db?sslrootcert=system", {"sslmode": "verify-full"}),
        ("h/db?ssl=true", {"sslmode": "require"}),
        ("h/db?ssl=verify-ca", {"sslmode": "verify-ca"}),
        ("h/db?options=-c%20statement_timeout%3D5s", {"options": "-c statement_timeout=5s"}),
        ("h/db?schema=bellhop", {"search_path": "bellhop"}),
        ("h/db?connect_timeout=10", {"connect_timeout": 10}),
        ("h/db?minsize=2&maxsize=20", {"minsize": 2, "maxsize": 20}),
        ("h/db?min_size=2&max_size=20", {"minsize": 2, "maxsize": 20}),
        ("h/db?statement_cache_size=0", {"statement_cache_size": 0}),
        ("h/db?pgbouncer=true", {"statement_cache_size": 0}),
        ("h/db?target_session_attrs=read-write", {"target_session_attrs": "read-write"}),
        ("h/db?channel_binding=prefer&gssencmode=disable", {"hosts": (("h", None),)}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_url_of_postgresql_means_what_it_means_to_libpq(
    scheme: str, rest: str, expected: dict[str, Any]
) -> None:
    use = _postgres(f"{scheme}://{rest}").use

    read = {**use.driver, **use.connection, **use.pool, **use.server, "hosts": use.hosts}
    assert {name: read.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgres://u:ЖЩ@ЮЯ@h/db", _SIGNS),
        ("postgres://u:ЖЩ/ЮЯ@h/db", _SIGNS),
        ("postgres://u:ЖЩ?ЮЯ@h/db", _SIGNS),
        ("postgres://u:ЖЩ#ЮЯ@h/db", _SIGNS),
        ("postgres://u:ЖЩ%ЮЯ@h/db", _SIGNS),
        ("postgres://u:ЖЩ ЮЯ@h/db", _SIGNS),
        ("postgres://u:ЖЩЮЯ@h/db\n", ("line break",)),
        ("postgres://u:ЖЩ%00@h/db", _SIGNS),
        ("postgres://u:%FFЖ@h/db", ("must be UTF-8",)),
        ("postgres://u@h/db?password=ЖЩ&ЮЯ=1", ("parameter 2 after its ? is unknown",)),
        ("postgres://u@h/db?sslmod=require", ("Do you mean sslmode?",)),
        ("postgres://u@h/db?sslmode=on", ("sslmode must be disable or", "verify-full")),
        ("postgres://u@h/db?ssl=1", ("ssl must be true or",)),
        ("postgres://u@h/db?sslmode=require&sslrootcert=system", ("needs sslmode=verify-full",)),
        ("postgres://u@h/db?channel_binding=require", ("channel_binding must be prefer",)),
        ("postgres://u@h/db?target_session_attrs=standby", ("must be any or read-write or primary",)),
        ("postgres://u@h/db?keepalives=1", ("parameter 1 after its ? is unknown",)),
        ("postgres://u@h/db?sslmode=require&sslmode=disable", ("given twice",)),
        ("postgres://u@h/db?minsize=9", ("minsize is larger than maxsize",)),
        ("postgres://u@h/db?maxsize=0", ("maxsize must be a whole number from 1",)),
        ("postgres://u@h/db?connect_timeout=soon", ("connect_timeout must be a whole number",)),
        ("postgres://u@h:ЖЩ/db", ("port must be a number from 1 to 65535",)),
        ("postgres://u@h:70000/db", ("port must be a number from 1 to 65535",)),
        ("postgres://::1/db", ("[brackets]",)),
        ("postgres://[::z]/db", ("not an IPv6 address",)),
        ("postgres://h..x/db", ("host name is not valid",)),
        ("postgres://h1,h2/db?port=1,2,3", ("one port for each of its hosts",)),
        ("postgres://u@h/db?host=other", ("another one as a parameter",)),
        ("postgres://u:ЖЩ@h/db?password=ЮЯ", ("two values for password",)),
        ("mysql://u:ЖЩ@h/db", ("must begin with sqlite://",)),
        ("", ("must begin with sqlite://",)),
    ],
)
def test_a_url_of_postgresql_that_cannot_be_used_is_refused_with_the_remedy(
    url: str, says: tuple[str, ...]
) -> None:
    _is_refused("database_url", url, says)


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///var/a b/c#d.sqlite3", "/var/a b/c#d.sqlite3"),
        ("sqlite:///var/what%3F.sqlite3?synchronous=OFF", "/var/what?.sqlite3"),
        ("sqlite:///var/100%.sqlite3", "/var/100%.sqlite3"),
        ("sqlite://b.sqlite3", "b.sqlite3"),
        ("sqlite:///var/@:Ж.sqlite3", "/var/@:Ж.sqlite3"),
    ],
)
def test_a_file_may_have_any_name(url: str, file: str) -> None:
    place = database_url.read(_settings("database_url", url).database_url)

    assert isinstance(place, SqliteURL)
    assert str(place.file) == file
    assert place.pragmas["busy_timeout"] == "15000", "of two writers one waits, whatever else is set"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite://:memory:", ("in memory", "Name a file")),
        ("sqlite://%3Amemory%3A?synchronous=OFF", ("in memory",)),
        ("sqlite://file:x?mode=memory", ("parameter 1 after its ? is unknown",)),
        ("sqlite://", ("names no file",)),
        ("sqlite:///", ("names no file",)),
        ("sqlite:///what?.sqlite3", ("is written %3F",)),
        ("sqlite:///x?foreign_keys=OFF", ("foreign_keys cannot have that value",)),
        ("sqlite:///x\n", ("line break",)),
    ],
)
def test_what_is_no_file_is_refused_with_the_remedy(url: str, says: tuple[str, ...]) -> None:
    _is_refused("database_url", url, says)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://h", {"host": "h", "port": 6379}),
        ("redis://:p%40%2F%3F%23w@h:6380/3", {"password": "p@/?#w", "port": 6380, "db": 3}),
        ("redis://u:a:b@[::1]/0", {"username": "u", "password": "a:b", "host": "::1"}),
        ("rediss://:x@h?ssl_cert_reqs=none&ssl_ca_certs=/a+b", {"ssl_cert_reqs": "none", "ssl_ca_certs": "/a+b"}),
        ("unix:///run/r%20s.sock?db=2", {"path": "/run/r s.sock", "db": 2}),
        ("unix://:x@/run/r.sock", {"path": "/run/r.sock", "password": "x"}),
        ("redis+sentinel://:x@a,b:26380/mine/2", {"password": "x", "db": 2}),
    ],
)  # fmt: skip
def test_a_url_of_redis_means_what_it_says(url: str, expected: dict[str, Any]) -> None:
    read = parse_url(redis_url.read(_settings("redis_url", url).redis_url).url)

    assert {name: read.get(name) for name in expected} == expected


def test_sentinels_are_told_from_the_redis_they_name() -> None:
    place = redis_url.read("rediss+sentinel://:x@a,b:26380/mine?sentinel_password=y")

    assert place.sentinels == (("a", 26379), ("b", 26380))
    assert (place.service, place.to_sentinels) == ("mine", {"sentinel_password": "y"})
    assert place.url.startswith("rediss://")
    assert place.secrets == {"x", "y"}


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("redis://:ЖЩ@ЮЯ@h", _SIGNS),
        ("redis://:ЖЩ#ЮЯ@h", _SIGNS),
        ("redis://:ЖЩ/ЮЯ@h", _SIGNS),
        ("redis://ЖЩЮЯ@h", ("redis://:PASSWORD@HOST",)),
        ("redis://h/db", ("the database after its / must be a whole number",)),
        ("redis://h?ssl_cert_reqs=none", ("need rediss://",)),
        ("rediss://h?ssl_cert_reqs=CERT_NONE", ("ssl_cert_reqs must be required or",)),
        ("redis://h?socket_timeout=1", ("socket_timeout must be a whole number from 3",)),
        ("redis://h?decode_responses=true", ("parameter 1 after its ? is unknown",)),
        ("redis://a,b,c", ("are a cluster, which cannot be used", "redis+sentinel://")),
        ("redis+cluster://:ЖЩ@a,b", ("a Redis cluster cannot be used",)),
        ("sentinel://a/mine", ("redis+sentinel://:PASSWORD@",)),
        ("redis+sentinel://a", ("redis+sentinel://:PASSWORD@",)),
        ("unix://run/r.sock", ("by its whole path",)),
        ("http://h", ("must begin with redis://, rediss://",)),
    ],
)
def test_a_url_of_redis_that_cannot_be_used_is_refused_with_the_remedy(
    url: str, says: tuple[str, ...]
) -> None:
    _is_refused("redis_url", url, says)


def _is_refused(name: str, url: str, says: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        _settings(name, url)
    sentence = refused.value.errors(include_input=False)[0]["msg"]
    for words in says:
        assert words in sentence
    assert not set(LETTERS) & set(sentence + shown(url))
    assert "\n" not in sentence
