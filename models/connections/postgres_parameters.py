"""The parameters of a PostgreSQL URL: libpq's, Tortoise's and asyncpg's, as one set of values.

Those of TLS and of the log-in go to asyncpg's own reading of a URL, which takes them as libpq does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.connections.url import PORTS, BadURL, ServerURL, host_and_port, one_of, only_known, whole_number

_TO_ASYNCPG = (
    "user", "password", "dbname", "passfile", "service", "sslmode", "sslcert", "sslkey", "sslrootcert", "sslcrl",
    "sslpassword", "sslnegotiation", "ssl_min_protocol_version", "ssl_max_protocol_version",
    "target_session_attrs", "krbsrvname", "gsslib",
)  # fmt: skip
_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_VERSIONS = ("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "sslmode": _MODES,
    "sslnegotiation": ("postgres", "direct"),
    "ssl_min_protocol_version": _VERSIONS,
    "ssl_max_protocol_version": _VERSIONS,
    "target_session_attrs": ("any", "read-write", "primary"),  # a standby takes nothing
    "gsslib": ("gssapi", "sspi"),
    "pgbouncer": ("true", "false"),
    # What the driver does anyway. Asking for more than that is refused: it would not be done.
    "channel_binding": ("prefer", "disable"),
    "gssencmode": ("prefer", "disable"),
    "client_encoding": ("utf8", "UTF8", "utf-8", "UTF-8", "auto"),
    "sslcompression": ("0",),
    "sslsni": ("1",),
}
_POOL: Mapping[str, range] = {
    "minsize": range(1001),
    "maxsize": range(1, 1001),
    "max_queries": range(1, 10**9),
    "max_inactive_connection_lifetime": range(10**7),
}
_CONNECTION: Mapping[str, range] = {
    "connect_timeout": range(1, 3601),
    "command_timeout": range(1, 86_401),
    "statement_cache_size": range(100_001),
    "max_cached_statement_lifetime": range(10**7),
    "max_cacheable_statement_size": range(10**9),
}
_SERVER = ("application_name", "options", "search_path")
_ALIASES: Mapping[str, str] = {
    "database": "dbname", "min_size": "minsize", "max_size": "maxsize", "timeout": "connect_timeout",
    "schema": "search_path", "fallback_application_name": "application_name",
}  # fmt: skip
_KNOWN = frozenset(
    (*_TO_ASYNCPG, *_CHOICES, *_POOL, *_CONNECTION, *_SERVER, *_ALIASES, "host", "port", "ssl")
)
_TLS_BY_JDBC = {"true": "require"}  # libpq reads ssl=true so


@dataclass(frozen=True, kw_only=True)
class Use:
    """What a connection is given. ``hosts`` is empty where libpq's defaults are meant."""

    hosts: tuple[tuple[str, int | None], ...]
    driver: Mapping[str, str] = field(repr=False)  # as asyncpg reads it in a URL
    connection: Mapping[str, int]  # keyword arguments of asyncpg.connect
    pool: Mapping[str, int]  # keyword arguments of Tortoise's client
    server: Mapping[str, str]  # settings of the session


def use(parts: ServerURL) -> Use:
    """Read the parameters. Raise BadURL."""
    only_known(parts.parameters, _KNOWN)
    given = _named_once(parts.parameters)
    for name in given.keys() & _CHOICES.keys():
        one_of(name, given[name], _CHOICES[name])
    driver = {name: given[name] for name in _TO_ASYNCPG if given.get(name)}
    for name, value in (("user", parts.user), ("password", parts.password), ("dbname", parts.path)):
        if value and driver.setdefault(name, value) != value:
            raise BadURL(f"it has two values for {name}. Give one.")
    if driver.get("sslrootcert") == "system" and driver.setdefault("sslmode", "verify-full") != "verify-full":
        raise BadURL("sslrootcert=system needs sslmode=verify-full.")
    connection = {
        name: whole_number(name, given[name], _CONNECTION[name]) for name in _in(given, _CONNECTION)
    }
    pool = {name: whole_number(name, given[name], _POOL[name]) for name in _in(given, _POOL)}
    if given.get("pgbouncer") == "true":
        connection.setdefault("statement_cache_size", 0)
    if pool.get("minsize", 1) > pool.get("maxsize", 5):
        raise BadURL("minsize is larger than maxsize.")
    server = {name: given[name] for name in _in(given, _SERVER)}
    return Use(hosts=_hosts(parts, given), driver=driver, connection=connection, pool=pool, server=server)


def _in(given: Mapping[str, str], group: Mapping[str, object] | tuple[str, ...]) -> list[str]:
    return [name for name in group if given.get(name)]


def _named_once(given: Mapping[str, str]) -> dict[str, str]:
    """Each under its one name."""
    named = {name: value for name, value in given.items() if name not in _ALIASES and name != "ssl"}
    others = [(_ALIASES[name], given[name]) for name in _ALIASES if name in given]
    if "ssl" in given:
        others.append(("sslmode", one_of("ssl", given["ssl"], (*_TLS_BY_JDBC, *_MODES))))
    for name, value in others:
        value = _TLS_BY_JDBC.get(value, value) if name == "sslmode" else value
        if named.setdefault(name, value) != value and name != "application_name":
            raise BadURL(f"it has two values for {name}. Give one.")
    return named


def _hosts(parts: ServerURL, given: Mapping[str, str]) -> tuple[tuple[str, int | None], ...]:
    """From before the path, or from ``host`` and ``port``."""
    hosts = parts.hosts
    if given.get("host"):
        if hosts:
            raise BadURL("it has a host before its path and another one as a parameter. Give one.")
        hosts = tuple(host_and_port(_bracketed(one)) for one in given["host"].split(","))
    ports = [whole_number("port", one, PORTS) for one in given.get("port", "").split(",") if one]
    if not ports:
        return hosts
    if any(port for _, port in hosts) or len(ports) not in (1, len(hosts) or 1):
        raise BadURL("it must name one port for each of its hosts, or one for all.")
    hosts = hosts or (("", None),)
    every = ports if len(ports) > 1 else ports * len(hosts)
    return tuple((host, port) for (host, _), port in zip(hosts, every, strict=True))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith(("[", "/")) else host
