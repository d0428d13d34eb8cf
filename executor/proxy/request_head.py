"""The head of a request as a proxy gets it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

REPEATABLE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_HOP_HEADERS = frozenset({"connection", "keep-alive", "proxy-authorization", "proxy-connection"})


@dataclass(frozen=True, kw_only=True)
class RequestHead:
    """Method, address and headers of one request; ``CONNECT`` asks for a tunnel."""

    method: str
    url: str  # host:port for CONNECT, a whole URL otherwise
    version: str
    headers: tuple[str, ...]

    @classmethod
    def parse(cls, head: bytes) -> "RequestHead":
        """Read a head; raise ValueError when it is none."""
        first, *headers = head.decode("latin-1").rstrip("\r\n").split("\r\n")
        method, url, version = first.split(" ")
        return cls(method=method, url=url, version=version, headers=tuple(headers))

    @property
    def is_connect(self) -> bool:
        return self.method == "CONNECT"

    @property
    def binding(self) -> bool:
        """Whether sending it twice could do something twice. What is inside a tunnel nobody sees."""
        return self.method not in REPEATABLE_METHODS

    @property
    def target(self) -> tuple[str, int]:
        parts = urlsplit(f"//{self.url}" if self.is_connect else self.url)
        return parts.hostname or "", parts.port or 80

    def forwarded(self, *, whole_url: bool, extra: list[str]) -> bytes:
        """The same request for the next station. It ends the connection, so that the next one gets its own."""
        parts = urlsplit(self.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        kept = [line for line in self.headers if line.partition(":")[0].strip().lower() not in _HOP_HEADERS]
        first = f"{self.method} {self.url if whole_url else path} {self.version}"
        return "\r\n".join([first, *kept, *extra, "Connection: close", "", ""]).encode("latin-1")
