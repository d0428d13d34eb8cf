"""A proxy's URL, taken apart."""

from urllib.parse import unquote, urlsplit

from models.accounts import ProxyRecord
from models.characters import is_one_line

_PORTS = {"http": 8080, "https": 443, "socks5": 1080}
_LONGEST_NAME = 255  # characters of a proxy's host and of its user name
_NO_PROXY = "proxy must be a URL such as http://user:password@host:8080 (http, https or socks5)."


def parse_proxy(url: str) -> ProxyRecord:
    """A proxy URL as its parts; raise ValueError with a sentence that does not repeat a password."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise ValueError(_NO_PROXY) from None  # the cause may quote the password
    username = unquote(parts.username or "")
    if parts.scheme not in _PORTS or not parts.hostname or not port:
        raise ValueError(_NO_PROXY)
    if not is_one_line(parts.hostname + username):
        raise ValueError(_NO_PROXY)
    if max(len(parts.hostname), len(username)) > _LONGEST_NAME:
        raise ValueError(f"the proxy's host and user name may have {_LONGEST_NAME} characters each.")
    return ProxyRecord(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port,
        username=username,
        password=unquote(parts.password or ""),
    )
