"""One person may send a burst and then a steady rate; who sends more is told once and not heard for a while."""

from handlers.slack.blocks import modal, section
from handlers.slack.request_limit import PAUSE, Heard, RequestLimit, too_many


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_burst_is_heard_then_the_person_is_told_once_and_heard_again_after_the_pause() -> None:
    clock = Clock()
    limit = RequestLimit(5, clock)

    assert [limit.hears("U0EVE") for _ in range(9)] == [Heard.YES] * 5 + [Heard.TOLD] + [Heard.NO] * 3
    clock.seconds = PAUSE - 0.1
    assert limit.hears("U0EVE") is Heard.NO
    clock.seconds = PAUSE
    assert [limit.hears("U0EVE") for _ in range(6)] == [Heard.YES] * 5 + [Heard.TOLD]


def test_who_keeps_to_the_rate_is_always_heard() -> None:
    clock = Clock()
    limit = RequestLimit(5, clock)

    for second in range(100):
        clock.seconds = second
        assert limit.hears("U0ANA") is Heard.YES


def test_nobody_is_slowed_by_somebody_else() -> None:
    limit = RequestLimit(5, Clock())
    for _ in range(50):
        limit.hears("U0EVE")

    assert limit.hears("U0ANA") is Heard.YES


def test_no_more_people_are_remembered_than_a_bound() -> None:
    limit = RequestLimit(5, Clock())
    for number in range(10_050):
        limit.hears(f"U{number}")

    assert limit.known == 10_000


def test_without_a_limit_everything_is_heard() -> None:
    limit = RequestLimit(0)

    assert {limit.hears("U0ANA") for _ in range(100)} == {Heard.YES}


def test_a_form_without_fields_stays_under_the_sentence_that_it_is_one_too_many() -> None:
    answer = too_many({"view": modal("sure", "Cancel", [section("Sure?")])}, 30)

    assert answer["response_action"] == "push"
    assert "send it again in 30 seconds" in str(answer["view"]["blocks"])
