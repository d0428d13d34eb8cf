"""Tells the webhook of a rule what becomes of its incidents, in order, and keeps whether that works."""

import time
from dataclasses import dataclass

from bot import clock
from bot.outbox.fence import Fence
from bot.settings import Settings
from bot.webhooks.post import NotTaken, Poster
from models.alerts import incidents, webhooks
from models.alerts.webhooks import Destination
from models.domain.alerting import webhook
from models.domain.alerting.webhook import Shape
from models.domain.errors import CannotUnseal
from models.secrets.sealing import Sealer


@dataclass(frozen=True, kw_only=True)
class Webhooks:
    """``sealer``: None where no keys are set; then nothing can be opened."""

    poster: Poster
    sealer: Sealer | None

    async def tell(self, incident_id: int, fence: Fence, *, unsure: bool) -> None:
        """Post what the webhook has not taken yet of an incident. Raise NotTaken, or LeaseLost."""
        incident = await incidents.get(incident_id)
        if incident is None:
            return
        try:
            destination = await self._opened(incident.rule_id)
            if destination is None:
                return
            for happening in webhook.owed(incident, unsure=unsure):
                sent = webhook.body(destination.shape, destination.key, happening, incident)
                await fence.check()
                await self._post(destination, sent)
                await fence.record(lambda told=happening: incidents.hooked(incident_id, told))
                await webhooks.took(incident.rule_id)
        except NotTaken as error:
            fence.may_stand = error.unsure
            await webhooks.failed(incident.rule_id, str(error), now=clock.now())
            raise

    async def test(self, rule_id: int) -> str:
        """Post a test to the webhook of a rule now; return what became of it, as a sentence."""
        try:
            destination = await self._opened(rule_id)
            if destination is None:
                return "This alert has no webhook any more."
            status = 0
            for sent in webhook.test_bodies(destination.shape, destination.key, now=clock.now()):
                status = await self._post(destination, sent)
        except NotTaken as error:
            await webhooks.failed(rule_id, str(error), now=clock.now())
            return f"The test was not taken: {error}."
        await webhooks.took(rule_id)
        return f"The test was taken: the webhook answered {status}."

    async def _opened(self, rule_id: int) -> Destination | None:
        try:
            return await webhooks.opened(rule_id, self.sealer) if self.sealer else None
        except CannotUnseal as error:
            raise NotTaken("no key of BELLHOP_SECRET_KEYS opens its address", again=False) from error

    async def _post(self, destination: Destination, sent: bytes) -> int:
        headers = {"Content-Type": "application/json", "User-Agent": "Bellhop"}
        if destination.shape == Shape.JSON:
            at = int(time.time())
            headers["X-Bellhop-Timestamp"] = str(at)
            headers["X-Bellhop-Signature"] = webhook.signature(destination.key, sent, at=at)
        return await self.poster.post(destination.url, sent, headers)


def webhooks_of(config: Settings) -> Webhooks:
    """What a process tells webhooks with."""
    return Webhooks(
        poster=Poster(network=config.network(), inside=config.webhooks_inside),
        sealer=Sealer(config.secret_keys) if config.secret_keys else None,
    )
