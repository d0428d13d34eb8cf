"""Deliveries to the app: over a socket or signed HTTP, acknowledged within three seconds or lost."""

import asyncio
import uuid
from dataclasses import dataclass
from typing import Literal

from .books import Books
from .clock import Clock
from .documents import Json, an_object
from .endpoint import Endpoint
from .sockets import Sockets
from .switches import MILLISECONDS, Switches

ACK_SECONDS = 3.0
EVENT_RETRIES = 3

EnvelopeType = Literal["slash_commands", "interactive", "events_api"]
RETURNS_PAYLOAD = frozenset({"slash_commands", "view_submission", "block_suggestion"})


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One thing to tell the app: its envelope, and inside that which kind of payload."""

    type: EnvelopeType
    kind: str
    payload: Json


class Deliveries:
    """Sends parcels and writes down what became of them."""

    def __init__(self, *, sockets: Sockets, switches: Switches, books: Books, clock: Clock) -> None:
        self.sockets = sockets
        self.endpoint: Endpoint | None = None
        self.ack_seconds = ACK_SECONDS
        self._switches = switches
        self._books = books
        self._clock = clock

    async def send(self, parcel: Parcel) -> Json | None:
        """The acknowledgement's payload, or None if the app did not acknowledge in time."""
        return await self._copies(parcel, retry=0)

    async def send_event(self, parcel: Parcel) -> None:
        """Events are repeated until acknowledged, at once, three times at most."""
        for retry in range(EVENT_RETRIES + 1):
            if await self._copies(parcel, retry=retry) is not None:
                return

    async def _copies(self, parcel: Parcel, *, retry: int) -> Json | None:
        envelope_id = str(uuid.uuid4())
        copies = 2 if self._switches.deliver_twice else 1
        answers = await asyncio.gather(*(self._one(parcel, envelope_id, retry) for _ in range(copies)))
        return next((answer for answer in answers if answer is not None), None)

    async def _one(self, parcel: Parcel, envelope_id: str, retry: int) -> Json | None:
        loop = asyncio.get_running_loop()
        sent, started = self._clock.now(), loop.time()
        if self.endpoint is not None:
            answer = await self._by_http(self.endpoint, parcel, retry)
        else:
            answer = await self._by_socket(parcel, envelope_id, retry)
        entry: Json = {
            "type": parcel.type,
            "kind": parcel.kind,
            "time": sent,
            "transport": "http" if self.endpoint else "socket",
            "acked": answer is not None,
            "latency_ms": round((loop.time() - started) * MILLISECONDS, 1),
        }
        self._books.delivered(entry if self.endpoint else {**entry, "envelope_id": envelope_id})
        return answer

    async def _by_http(self, endpoint: Endpoint, parcel: Parcel, retry: int) -> Json | None:
        timestamp = str(int(self._clock.now()))
        if parcel.type == "slash_commands":
            return await endpoint.command(parcel.payload, timestamp, self.ack_seconds)
        if parcel.type == "interactive":
            return await endpoint.interaction(parcel.payload, timestamp, self.ack_seconds)
        return await endpoint.event(parcel.payload, timestamp, self.ack_seconds, retry)

    async def _by_socket(self, parcel: Parcel, envelope_id: str, retry: int) -> Json | None:
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": parcel.type,
            "payload": parcel.payload,
            "accepts_response_payload": bool({parcel.type, parcel.kind} & RETURNS_PAYLOAD),
        }
        if parcel.type == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        answer = await self.sockets.send(envelope)
        if answer is None:
            return None
        try:
            return an_object((await asyncio.wait_for(answer, self.ack_seconds)).get("payload"))
        except TimeoutError:
            self.sockets.give_up(envelope_id, answer)
            return None
