"""How every connection to Slack leaves this machine: through which proxy, and whose certificates are believed.

The one decision, for the Web API, the socket, files up and down, and response URLs. What stays on this machine goes
through no proxy, so the demo and local stand-ins work whatever is set. Redis, the database and the browsers never
look at this: an account has a proxy of its own.
"""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import quote, urlsplit

from models.domain.proxies import ProxyAddress, parse_proxy

_USUAL_PORTS = {"http": 80, "https": 443}
_SECURE = frozenset(("https", "wss"))
_THIS_MACHINE = "localhost"


@dataclass(frozen=True, kw_only=True)
class Network:
    """What the settings say of the way to Slack. Proxies are URLs as ``proxy`` reads them, or empty."""

    https_proxy: str = field(default="", repr=False)
    http_proxy: str = field(default="", repr=False)
    all_proxy: str = field(default="", repr=False)
    no_proxy: str = ""
    ca_files: tuple[str, ...] = ()

    @property
    def tls(self) -> ssl.SSLContext:
        """Checks Slack's certificate, and that of a proxy that is spoken to by TLS."""
        return trusting(self.ca_files)

    def proxy_for(self, url: str) -> str | None:
        """The URL of the proxy for an address, with its password; None: the address is connected to directly."""
        parts = urlsplit(url)
        host = (parts.hostname or "").removesuffix(".")
        own = self.https_proxy if parts.scheme in _SECURE else self.http_proxy
        chosen = own or self.all_proxy
        if not chosen or is_this_machine(host):
            return None
        port = parts.port or _USUAL_PORTS["https" if parts.scheme in _SECURE else "http"]
        return None if any(_covers(entry, host, port) for entry in entries(self.no_proxy)) else _url(chosen)

    def named(self, url: str) -> tuple[str, str]:
        """The setting that names the proxy for an address, and the proxy without its password; empty: none."""
        if self.proxy_for(url) is None:
            return "", ""
        setting = "https_proxy" if urlsplit(url).scheme in _SECURE else "http_proxy"
        setting = setting if getattr(self, setting) else "all_proxy"
        return setting.upper(), proxy(getattr(self, setting)).label


DIRECT = Network()
"""Without a proxy, and with this machine's authorities."""


@cache
def trusting(ca_files: tuple[str, ...]) -> ssl.SSLContext:
    """This machine's authorities (OpenSSL reads SSL_CERT_FILE and SSL_CERT_DIR itself), and those of the files.

    Raise ValueError with a sentence for a file that cannot be used.
    """
    context = ssl.create_default_context()
    for file in ca_files:
        try:
            context.load_verify_locations(file)
        except ssl.SSLError as error:
            raise ValueError(f"{file} holds no certificate in PEM form") from error
        except OSError as error:
            raise ValueError(f"{file} cannot be read: {error.strerror}") from error
    return context


def proxy(value: str) -> ProxyAddress:
    """A proxy from the environment, where ``http://`` may be left out; ValueError with what it must be."""
    url = value.strip() if "://" in value else f"http://{value.strip()}"
    address = parse_proxy(url)
    if address.scheme not in _USUAL_PORTS:
        raise ValueError("Slack is reached through http:// and https:// proxies only")
    if not f"{address.username}{address.password}".isascii():
        raise ValueError("a proxy's user name and password have only ASCII characters over http")
    return address if urlsplit(url).port else replace(address, port=_USUAL_PORTS[address.scheme])


def passwords(value: str) -> set[str]:
    """The password of a proxy, as it is and as it is written in its URL."""
    return {word for word in (proxy(value).password, urlsplit(_url(value)).password or "") if word}


def entries(no_proxy: str) -> Sequence[str]:
    """What NO_PROXY lists, by commas or spaces."""
    return [entry.lower() for entry in no_proxy.replace(",", " ").split()]


def is_this_machine(host: str) -> bool:
    """Whether a connection to this host stays here."""
    if host == _THIS_MACHINE or host.endswith(f".{_THIS_MACHINE}"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return any(one.is_loopback or one.is_unspecified for one in (address, mapped) if one)


def _covers(entry: str, host: str, port: int) -> bool:
    """Whether an entry of NO_PROXY means this host: ``*``, a domain with all below it, an address, a network."""
    if entry == "*":
        return True
    try:
        return ip_address(host) in ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        pass
    name, _, its_port = entry.rpartition(":") if entry.rpartition(":")[2].isdecimal() else (entry, "", "")
    name = name.removeprefix("*").removeprefix(".").strip("[]")
    is_meant = bool(name) and (host == name or host.endswith(f".{name}"))
    return is_meant and its_port in ("", str(port))


def _url(value: str) -> str:
    address = proxy(value)
    host = f"[{address.host}]" if ":" in address.host else address.host
    login = f"{quote(address.username, safe='')}:{quote(address.password, safe='')}@"
    return f"{address.scheme}://{login if address.username else ''}{host}:{address.port}"
