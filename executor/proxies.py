"""Where an account's proxy is, and whether it answers."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

ProxyScheme = Literal["http", "https", "socks5"]
_LONGEST_CREDENTIAL = 255  # what SOCKS5 can carry


@dataclass(frozen=True, kw_only=True)
class ProxyAddress:
    """One proxy. Its password never shows: neither in ``repr`` nor in ``label``."""

    scheme: ProxyScheme
    host: str
    port: int
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, url: str) -> "ProxyAddress":
        """Read ``scheme://[user:password@]host:port``; raise ValueError with a sentence for people."""
        parts = _split(url.strip())
        if parts.scheme not in ("http", "https", "socks5"):
            raise ValueError("A proxy begins with http://, https:// or socks5://.")
        if not parts.hostname or not parts.port:
            raise ValueError("A proxy needs a host and a port, such as http://proxy.example.com:8080.")
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError("A proxy ends after its port.")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if max(len(user.encode()), len(password.encode())) > _LONGEST_CREDENTIAL:
            raise ValueError(
                f"A proxy's user name and password have at most {_LONGEST_CREDENTIAL} bytes each."
            )
        return cls(
            scheme=parts.scheme,
            host=parts.hostname,
            port=parts.port,
            username=user or None,
            password=password or None,
        )

    @property
    def label(self) -> str:
        """``host:port``, what people and logs may see."""
        return f"{self.host}:{self.port}"


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # reads the number now, so that a bad one is told here
    except ValueError:
        raise ValueError("A proxy's port is a number from 1 to 65535.") from None
    return parts
