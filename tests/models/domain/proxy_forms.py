"""Proxies of any kind, and the forms people write them in. A form that cannot say a proxy returns None."""

from collections.abc import Callable
from urllib.parse import quote

from hypothesis import strategies as st

from models.domain.proxies import ProxyAddress

_SECRETS = st.text(
    st.sampled_from("#/?@:% a1.ü") | st.characters(min_codepoint=33, exclude_categories=["Cs"])
)
_CREDENTIALS = st.just(("", "")) | st.tuples(
    st.sampled_from(["usr", "gate.example", "socks5", "10"]) | _SECRETS,
    st.sampled_from(["pas", "80", "x@squid:80", "x@a.example:80", "x:a.example:80"]) | _SECRETS,
)


def _proxy(scheme: str, host: str, port: int, credentials: tuple[str, str]) -> ProxyAddress:
    user, password = credentials
    return ProxyAddress(scheme=scheme, host=host, port=port, username=user, password=password)


PROXIES = st.builds(
    _proxy,
    st.sampled_from(["http", "https", "socks5"]),
    st.sampled_from(["gate.example", "192.0.2.10", "2001:db8::7", "squid", "usr"]),
    st.just(80) | st.integers(1, 65535),
    _CREDENTIALS,
)


def as_url(proxy: ProxyAddress) -> str:
    """The one in which everything can be said."""
    pair = f"{quote(proxy.username, safe='')}:{quote(proxy.password, safe='')}@"
    return f"{proxy.scheme}://{pair if proxy.username else ''}{proxy.label}"


def as_raw_url(proxy: ProxyAddress) -> str | None:
    pair = f"{proxy.username}:{proxy.password}@" if proxy.username else ""
    return None if "%" in pair else _whole(proxy, f"{proxy.scheme}://{pair}{proxy.label}")


def with_colons(proxy: ProxyAddress) -> str | None:
    pair = f":{proxy.username}:{proxy.password}" if proxy.username else ""
    return _whole(proxy, f"{proxy.label}{pair}") if proxy.scheme == "http" else None


def with_its_type(proxy: ProxyAddress) -> str | None:
    pair = f":{proxy.username}:{proxy.password}" if proxy.username else ""
    return _whole(proxy, f"{proxy.scheme.upper()}:{proxy.label}{pair}")


def host_first(proxy: ProxyAddress) -> str | None:
    pair = f"@{proxy.username}:{proxy.password}" if proxy.username else ""
    return _whole(proxy, f"{proxy.label}{pair}") if proxy.scheme == "http" else None


def host_last(proxy: ProxyAddress) -> str | None:
    pair = f"{proxy.username}:{proxy.password}@" if proxy.username else ""
    return _whole(proxy, f"{pair}{proxy.label}") if proxy.scheme == "http" else None


def _whole(proxy: ProxyAddress, text: str) -> str | None:
    """A colon ends the user name, and a blank at an end is no part of a text."""
    return text if text == text.strip() and ":" not in proxy.username else None


FORMS: tuple[Callable[[ProxyAddress], str | None], ...] = (
    as_url,
    as_raw_url,
    with_colons,
    with_its_type,
    host_first,
    host_last,
)
