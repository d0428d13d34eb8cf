"""Triggers: the right to open a modal, good for three seconds and once."""

from dataclasses import dataclass

from .clock import Clock
from .identifiers import fresh_token
from .refusals import Refusal

TRIGGER_SECONDS = 3.0


@dataclass
class Trigger:
    """Whose interaction it came from, and from inside which modal."""

    user_id: str
    expires: float
    view_id: str | None = None
    used: bool = False


class Triggers:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, Trigger] = {}

    def issue(self, user_id: str, view_id: str | None = None) -> str:
        self._forget()
        trigger_id = f"{int(self._clock.now())}.{len(self._issued)}.{fresh_token()}"
        self._issued[trigger_id] = Trigger(user_id, self._clock.now() + TRIGGER_SECONDS, view_id)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """The trigger, used up by this; or Slack's word on why not."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id", "this trigger_id was never issued")
        if trigger.used:
            raise Refusal("exchanged_trigger_id", "this trigger_id has been used already")
        if self._clock.now() > trigger.expires:
            raise Refusal("expired_trigger_id", f"a trigger_id is good for {TRIGGER_SECONDS:.0f} seconds")
        trigger.used = True
        return trigger

    def _forget(self) -> None:
        """Old ones are kept for an hour, so that late use is called expired and not invalid."""
        limit = self._clock.now() - 3600
        for trigger_id in [key for key, trigger in self._issued.items() if trigger.expires < limit]:
            del self._issued[trigger_id]
