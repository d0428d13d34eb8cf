"""Close notification: every kind of notification switched off."""

from collections.abc import Mapping

from executor.faults import SiteFault
from executor.visit import Visit
from executor.walk.switches import NotificationSettings


async def act(visit: Visit, params: Mapping[str, str]) -> str:  # noqa: ARG001 - every action has the same form
    settings = NotificationSettings(visit)
    switched_off = visit.progress.switched_off
    for kind in (on := await settings.kinds_on()):
        await settings.turn_off(kind)
        switched_off.add(kind)
    if on:
        await settings.save()
    if still_on := await settings.kinds_on():  # what the site saved counts, not what the switches showed
        raise SiteFault(f"Still on: {visit.words(', '.join(still_on))}.", cause="not_saved")
    if not switched_off:
        return "0 notification kinds switched off: all were off already"
    noun = "kind" if len(switched_off) == 1 else "kinds"
    return f"{len(switched_off)} notification {noun} switched off"
