"""The end of a TLS connection is kept back, and nothing else."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from executor.proxy.tls_tail import TlsTail

DATA, ALERT = 23, 21
records = st.builds(
    lambda kind, body: bytes((kind, 3, 3)) + len(body).to_bytes(2) + body,
    st.sampled_from([20, 21, 22, 23]),
    st.binary(max_size=60) | st.binary(min_size=19, max_size=19),
)
CLOSE_NOTIFY = bytes((DATA, 3, 3, 0, 19)) + bytes(19)
CLOSE_NOTIFY_1_2 = bytes((ALERT, 3, 3, 0, 26)) + bytes(26)
ANSWER = bytes((DATA, 3, 3, 0, 60)) + bytes(60)


def passed(stream: bytes, cuts: list[int]) -> bytes:
    """What the browser gets of a stream that comes in pieces."""
    tail = TlsTail()
    places = [0, *sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]
    return b"".join(tail.without(stream[a:b]) for a, b in pairwise(places))


@given(st.lists(records), st.sampled_from([CLOSE_NOTIFY, CLOSE_NOTIFY_1_2]), st.lists(st.integers(0, 5000)))
def test_of_any_records_in_any_pieces_the_closing_one_is_kept_back(
    before: list[bytes], notice: bytes, cuts: list[int]
) -> None:
    stream = b"".join(before)
    assert passed(stream + notice, cuts) == stream
    assert passed(stream + notice + ANSWER, cuts) == stream + notice + ANSWER


@given(st.binary(max_size=200).filter(lambda data: data[:1] not in {b"\x14", b"\x15", b"\x16", b"\x17"}))
def test_what_is_not_tls_passes_as_it_is(data: bytes) -> None:
    tail = TlsTail()
    assert tail.without(data) + tail.without(b"12345") == data + b"12345"


def test_what_may_be_the_notice_passes_when_it_is_released() -> None:
    tail = TlsTail()
    assert tail.without(ANSWER + CLOSE_NOTIFY[:9]) == ANSWER
    assert not tail.may_be_notice
    assert tail.without(CLOSE_NOTIFY[9:]) == b""
    assert tail.may_be_notice
    assert tail.released() == CLOSE_NOTIFY
    assert tail.without(ANSWER) == ANSWER
