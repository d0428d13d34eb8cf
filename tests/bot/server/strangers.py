"""Peers of a port as sockets: what they send is written byte by byte, and what they do not read stays unread."""

import asyncio
import hashlib
import hmac
import json
import select
import socket
import time

SECRET = "the signing secret"


def head(path: str, *lines: str, method: str = "POST") -> bytes:
    """A whole head."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: bot", *lines, "", ""]).encode()


def signature(body: bytes, secret: str = SECRET) -> list[str]:
    """The two lines of a head that say it is from Slack."""
    moment = str(int(time.time()))
    digest = hmac.new(secret.encode(), b"v0:" + moment.encode() + b":" + body, hashlib.sha256).hexdigest()
    return [f"X-Slack-Request-Timestamp: {moment}", f"X-Slack-Signature: v0={digest}"]


def delivery(challenge: str, secret: str = SECRET) -> bytes:
    """A whole signed request, which Slack sends to see whether somebody listens; the answer is the challenge."""
    body = json.dumps({"type": "url_verification", "challenge": challenge}).encode()
    lines = ("Content-Type: application/json", f"Content-Length: {len(body)}", *signature(body, secret))
    return head("/slack/events", *lines) + body


UNFINISHED = (
    b"",
    b"POST /slack/events HTTP/1.1\r\nX: ",
    head("/slack/events", "Content-Length: 100000", *signature(b"")) + b"half",
    head("/healthz", method="GET") * 20,  # whose answers nobody reads
)
"""What strangers leave their connections with."""


class Peer:
    """One connection to a port."""

    def __init__(self, port: int, *, window: int = 0) -> None:
        """``window``: bytes it takes without reading."""
        self._socket = socket.socket()
        if window:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        self._socket.connect(("127.0.0.1", port))
        self._socket.settimeout(0)

    async def send(self, data: bytes) -> None:
        await asyncio.get_running_loop().sock_sendall(self._socket, data)

    async def answers(self, text: bytes, number: int = 1) -> bytes:
        """What comes until ``text`` has come so often."""
        came = b""
        while came.count(text) < number:
            more = await asyncio.get_running_loop().sock_recv(self._socket, 65536)
            assert more, came
            came += more
        return came

    async def rest(self) -> bytes:
        """What comes until the other side closes, politely or not."""
        came = b""
        try:
            while more := await asyncio.get_running_loop().sock_recv(self._socket, 65536):
                came += more
        except ConnectionResetError:
            pass
        return came

    async def dropped(self) -> None:
        """Wait until the other side has closed; nothing is read meanwhile."""
        poll = select.poll()
        poll.register(self._socket, select.POLLRDHUP)
        assert await asyncio.to_thread(poll.poll, 10_000)

    def is_dropped(self) -> bool:
        """Whether the other side has closed by now."""
        poll = select.poll()
        poll.register(self._socket, select.POLLRDHUP)
        return bool(poll.poll(0))

    def close(self) -> None:
        self._socket.close()
