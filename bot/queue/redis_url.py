"""``REDIS_URL``, read once: one Redis, or the one that Sentinel names. The settings need no more, and load no client.

redis-py reads what is left of a URL after it was taken apart strictly: it takes the wrong database, host or password
where a sign was not percent-encoded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote, urlencode

from models.connections.url import (
    SIGNS,
    BadURL,
    ServerURL,
    one_of,
    only_known,
    split,
    whole_number,
)  # fmt: skip

_SENTINEL: Mapping[str, str] = {"redis+sentinel": "redis", "rediss+sentinel": "rediss"}
_ONE = ("redis", "rediss")
BEGINNINGS = (*(f"{scheme}://" for scheme in (*_ONE, "unix", *_SENTINEL)),)
_LIKE_THIS = "redis+sentinel://:PASSWORD@HOST:26379,HOST:26379/SERVICE"
_DATABASES = range(1024)
_NUMBERS: Mapping[str, range] = {
    "db": _DATABASES,
    "socket_timeout": range(3, 3601),  # a read waits 2 seconds for a message
    "socket_connect_timeout": range(1, 3601),
    "health_check_interval": range(3601),
    "max_connections": range(4, 10_001),
    "protocol": range(2, 4),
}
_TLS = (
    "ssl_cert_reqs", "ssl_ca_certs", "ssl_ca_path", "ssl_certfile", "ssl_keyfile", "ssl_password",
    "ssl_check_hostname",
)  # fmt: skip
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "ssl_cert_reqs": ("required", "optional", "none"),
    "ssl_check_hostname": ("true", "false"),
    "socket_keepalive": ("true", "false"),
}
_SENTINELS_OWN = ("sentinel_username", "sentinel_password")
_KNOWN = (*_NUMBERS, *_TLS, *_CHOICES, "username", "password", "client_name")


@dataclass(frozen=True, kw_only=True)
class RedisURL:
    """One Redis as redis-py reads it, and the Sentinels that name its address, if any."""

    url: str = field(repr=False)
    secrets: frozenset[str] = field(repr=False)
    sentinels: tuple[tuple[str, int], ...] = ()
    service: str = ""
    to_sentinels: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)


@cache
def read(url: str) -> RedisURL:
    """What a ``REDIS_URL`` names. Raise BadURL with a sentence that repeats nothing of it."""
    scheme = url.partition("://")[0]
    if "cluster" in scheme:
        raise BadURL("a Redis cluster cannot be used. Name a Redis that is not a cluster, or its Sentinels.")
    if "sentinel" in scheme and scheme not in _SENTINEL:
        raise BadURL(f"Sentinels are named like this: {_LIKE_THIS}.")
    if not url.startswith(BEGINNINGS):
        raise BadURL(f"it must begin with {', '.join(BEGINNINGS[:-1])} or {BEGINNINGS[-1]}.")
    if scheme == "unix":
        return _socket(url)
    parts = split(url)
    _check(parts, is_tls=scheme.startswith("rediss"), more=_SENTINELS_OWN if scheme in _SENTINEL else ())
    return _by_sentinel(parts) if scheme in _SENTINEL else _one(parts)


def _one(parts: ServerURL) -> RedisURL:
    if len(parts.hosts) > 1:
        raise BadURL(
            "several hosts are a cluster, which cannot be used. Name a Redis that is not a cluster, or its "
            f"Sentinels: {_LIKE_THIS}."
        )
    (host, port), *_ = parts.hosts or (("localhost", None),)
    return RedisURL(url=_written(parts, host, port, parts.path), secrets=parts.secrets)


def _by_sentinel(parts: ServerURL) -> RedisURL:
    service, _, number = parts.path.partition("/")
    if not service or not parts.hosts:
        raise BadURL(f"Sentinels and what they name are named like this: {_LIKE_THIS}.")
    to_sentinels = {name: value for name, value in parts.parameters.items() if name in _SENTINELS_OWN}
    return RedisURL(
        url=_written(parts, "redis", None, number),
        secrets=parts.secrets,
        sentinels=tuple((host, port or 26379) for host, port in parts.hosts),
        service=service,
        to_sentinels=to_sentinels,
    )


def _check(parts: ServerURL, *, is_tls: bool, more: tuple[str, ...] = ()) -> None:
    """Raise BadURL for a parameter that redis-py would take otherwise, or stumble over."""
    given = parts.parameters
    if parts.user and not parts.password and "password" not in given:
        raise BadURL("a password alone is written with a colon before it: redis://:PASSWORD@HOST.")
    only_known(given, (*_KNOWN, *more))
    if not is_tls and any(name in _TLS for name in given):
        raise BadURL("parameters of TLS need rediss://.")
    for name, value in given.items():
        if name in _NUMBERS:
            whole_number(name, value, _NUMBERS[name])
        if name in _CHOICES:
            one_of(name, value, _CHOICES[name])
    if any(
        name in given and value for name, value in (("username", parts.user), ("password", parts.password))
    ):
        raise BadURL("it has two user names or passwords. Give each once.")


def _socket(url: str) -> RedisURL:
    """``unix://[:PASSWORD@]/path?db=0``: before the path there is no host."""
    parts = split(url)
    if parts.hosts or not parts.path:
        raise BadURL(f"a socket is named by its whole path: unix:///run/redis/redis.sock. {SIGNS}")
    _check(parts, is_tls=False)
    return RedisURL(url=_query(parts, f"unix://{_user(parts)}/{quote(parts.path)}"), secrets=parts.secrets)


def _written(parts: ServerURL, host: str, port: int | None, database: str) -> str:
    """As redis-py reads it rightly."""
    if database and "db" in parts.parameters:
        raise BadURL("it has two databases. Give one.")
    number = whole_number("the database after its /", database, _DATABASES) if database else ""
    scheme = _SENTINEL.get(parts.scheme, parts.scheme)
    place = f"[{host}]" if ":" in host else host
    return _query(parts, f"{scheme}://{_user(parts)}{place}:{port or 6379}/{number}")


def _user(parts: ServerURL) -> str:
    if not parts.user and not parts.password:
        return ""
    return f"{quote(parts.user, safe='')}:{quote(parts.password, safe='')}@"


def _query(parts: ServerURL, url: str) -> str:
    given = {name: value for name, value in parts.parameters.items() if name not in _SENTINELS_OWN}
    return f"{url}?{urlencode(given, quote_via=quote)}" if given else url
