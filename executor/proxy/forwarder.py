"""A proxy of our own, on loopback, for one browser context: it carries what the browser sends to the account's real proxy.

Why the browser does not speak with the proxy itself:

- Credentials given to the browser's driver switch request interception on, which switches the cache off; SOCKS5
  with a password is refused altogether; and wrong credentials over https hang until the time-out without a clue.
- The forwarder knows the exact reason when a connection cannot be made.
- Chromium by itself sends a request again, a POST too, when a kept-alive connection breaks before the answer: a
  "create" would be done twice. ``gated`` keeps it from that, so what must not be done twice goes through a
  forwarder even without a proxy.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import structlog

from executor import limits
from executor.faults import Fault, ProxyFault, SiteFault
from executor.proxy.commit_gate import CommitGate, Connection, Settled, end_all
from executor.proxy.exchange import Exchange
from executor.proxy.preflight import Route
from executor.proxy.request_head import RequestHead
from executor.proxy.tunnel import Link, authorization, connect_proxy, open_tunnel
from models.domain.proxies import ProxyAddress

LOOPBACK = "127.0.0.1"
log = structlog.get_logger(__name__)
_REFUSED = b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


class Forwarder:
    """Listens on ``host`` while it is entered; ``fault`` is why the site could not be reached last."""

    def __init__(
        self,
        site: tuple[str, int],
        upstream: ProxyAddress | None = None,
        route: Route = "tunnel",
        *,
        host: str = LOOPBACK,
    ) -> None:
        self.fault: Fault | None = None
        self.carried = 0  # bytes both ways, but for what is said to the proxy itself
        self._host = host
        self._site = site
        self._upstream = upstream
        self._route = route
        self._gate: CommitGate | None = None
        self._server: asyncio.Server | None = None
        self._connections: dict[Connection, tuple[str, int] | None] = {}  # with where each leads

    @property
    def address(self) -> str:
        """What the browser gets as its proxy."""
        if self._server is None:
            raise RuntimeError("the forwarder is not open")
        return f"http://{self._host}:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> "Forwarder":
        self._server = await asyncio.start_server(self._accept, self._host, 0, limit=limits.HEAD_BYTES)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        await end_all(list(self._connections))

    @asynccontextmanager
    async def gated(self, is_ours: Callable[[], bool], settled: Settled) -> AsyncGenerator[None]:
        """Within, the site gets something only if ``is_ours`` then, and nothing again when a connection breaks."""
        await self._cut()
        self._gate = gate = CommitGate(is_ours, settled, self._cut)
        try:
            yield
        finally:
            self._gate = None
            gate.open()
            self.fault = gate.fault or self.fault

    async def _cut(self, but: Connection | None = None) -> None:
        """End what is open to the site, but for one connection."""
        site = [task for task, target in self._connections.items() if target == self._site]
        await end_all([task for task in site if task is not but])

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._connections) >= limits.CARRIED and not self._make_room():
            writer.close()
            return
        task = asyncio.create_task(self._serve(Link(reader, writer)))
        self._connections[task] = None
        task.add_done_callback(lambda _: writer.close())  # also when it ends before it began
        task.add_done_callback(self._forget)

    def _make_room(self) -> bool:
        """End the oldest connection that has brought no whole head yet; whether there was one."""
        oldest = next((task for task, target in self._connections.items() if target is None), None)
        if oldest is None:
            return False
        oldest.cancel()
        self._forget(oldest)
        return True

    def _forget(self, connection: Connection) -> None:
        self._connections.pop(connection, None)

    async def _serve(self, browser: Link) -> None:
        try:
            async with asyncio.timeout(limits.HEAD):
                head = RequestHead.parse(await browser.reader.readuntil(b"\r\n\r\n"))
            self._note_target(head.target)
            await self._carry(head, browser)
        except Fault as fault:
            browser.writer.write(_REFUSED)
            log.info("forwarder_refused", cause=fault.cause)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError, ValueError) as error:
            log.debug("forwarder_connection_ended", reason=type(error).__name__)  # the browser drops many

    def _note_target(self, target: tuple[str, int]) -> None:
        if task := asyncio.current_task():
            self._connections[task] = target

    async def _carry(self, head: RequestHead, browser: Link) -> None:
        gate = self._gate if head.target == self._site else None
        try:
            async with asyncio.timeout(limits.TUNNEL):
                remote = await self._reach(head, browser, gate)
        except Fault as fault:
            self._note_fault(head, fault)
            raise
        except TimeoutError:
            fault = self._no_answer(head)
            self._note_fault(head, fault)
            raise fault from None
        self._note_fault(head, None)
        exchange = Exchange(browser, remote, gate, binding=head.binding, tunnel=head.is_connect)
        try:
            await exchange.run()
        finally:
            self.carried += exchange.carried
            remote.writer.close()

    async def _reach(self, head: RequestHead, browser: Link, gate: CommitGate | None) -> Link:
        """Connect to where the request goes and send the first bytes on it, if the gate lets them."""
        if gate:
            gate.check()
        whole_url = bool(self._upstream and self._route == "forward" and not head.is_connect)
        if self._upstream and whole_url:
            remote, extra = await connect_proxy(self._upstream), authorization(self._upstream)
        else:
            remote, extra = await open_tunnel(self._upstream, *head.target), []
        try:
            if gate:
                gate.check()  # connecting has taken its time
        except Fault:
            remote.writer.close()
            raise
        if head.is_connect:
            browser.writer.write(_ESTABLISHED)
        else:
            first = head.forwarded(whole_url=whole_url, extra=extra)
            self.carried += len(first)
            remote.writer.write(first)
        return remote

    def _no_answer(self, head: RequestHead) -> Fault:
        if self._upstream:
            return ProxyFault(f"{self._upstream.label} does not answer.", cause="proxy_timeout")
        return SiteFault(f"{head.target[0]} does not answer.", cause="site_unreachable")

    def _note_fault(self, head: RequestHead, fault: Fault | None) -> None:
        if head.target == self._site:  # a proxy may refuse other hosts as it likes
            self.fault = fault
