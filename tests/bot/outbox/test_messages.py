"""Every kind of message has its one route."""

from bot.outbox.messages import LANES, ROUTES
from models.messages.outbox import MessageKind


def test_every_kind_waits_in_exactly_one_lane() -> None:
    waiting = [kind for lane in LANES.values() for kind in lane]

    assert sorted(waiting) == sorted(MessageKind)
    assert set(ROUTES) == set(MessageKind)
