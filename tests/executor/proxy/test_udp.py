"""Nothing goes past an account's proxy by UDP: no proxy carries it, so a page could see this machine's own address."""

import asyncio
from pathlib import Path

from executor.browser.pool import BrowserPool

_CALL = """async url => {
  const call = new RTCPeerConnection({iceServers: [{urls: [url]}]}), found = [];
  call.createDataChannel("x");
  const over = new Promise(done => call.onicegatheringstatechange = () => call.iceGatheringState === "complete" && done());
  call.onicecandidate = event => event.candidate && found.push(event.candidate.candidate);
  await call.setLocalDescription(await call.createOffer());
  await Promise.race([over, new Promise(done => setTimeout(done, 3000))]);
  return found;
}"""


class _Ear(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.heard = 0

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.heard += 1


async def test_a_page_behind_a_proxy_reaches_nobody_by_udp(chromium: Path) -> None:
    transport, ear = await asyncio.get_running_loop().create_datagram_endpoint(_Ear, ("127.0.0.1", 0))
    port = transport.get_extra_info("sockname")[1]
    browsers = BrowserPool(executable=chromium)
    try:
        async with browsers.context(proxy_server="http://127.0.0.1:9") as tab:
            candidates = await tab.page.evaluate(_CALL, f"stun:127.0.0.1:{port}")
    finally:
        await browsers.aclose()
        transport.close()

    assert (candidates, ear.heard) == ([], 0)
