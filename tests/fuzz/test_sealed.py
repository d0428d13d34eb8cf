"""Sealed values that somebody changed, moved or cut: they open as what they were, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.errors import CannotUnseal
from models.secrets.sealing import Sealer, new_key
from tests.fuzz.harness.effort import tries

_KEYS = [new_key("new"), new_key("old")]
_OURS, _FOREIGN = Sealer(_KEYS), Sealer([new_key("new"), new_key("old")])
_VERSION = 1  # bytes at the front that name the form, and hold nothing
_places = st.builds(
    "{}:{}:{}".format,
    st.sampled_from(["account", "proxy"]),
    st.integers(1, 9),
    st.sampled_from(["password", "session"]),
)
_secrets = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def _does_not_open(sealer: Sealer, sealed: bytes, place: str) -> None:
    with pytest.raises(CannotUnseal):
        sealer.open(sealed, place=place)


@tries(150, long=20_000)
@given(_secrets, _places, st.data())
def test_one_flipped_bit_closes_it(secret: str, place: str, data: st.DataObject) -> None:
    sealed = bytearray(_OURS.seal(secret, place=place))
    where = data.draw(st.integers(_VERSION, len(sealed) - 1))
    sealed[where] ^= 1 << data.draw(st.integers(0, 7))

    _does_not_open(_OURS, bytes(sealed), place)


@tries(150, long=20_000)
@given(_secrets, _places, st.data())
def test_what_is_cut_or_lengthened_does_not_open(secret: str, place: str, data: st.DataObject) -> None:
    sealed = _OURS.seal(secret, place=place)

    _does_not_open(_OURS, sealed[: data.draw(st.integers(0, len(sealed) - 1))], place)
    _does_not_open(_OURS, sealed + data.draw(st.binary(min_size=1, max_size=20)), place)


@tries(150, long=20_000)
@given(_secrets, _places, _places | st.text(max_size=20))
def test_a_secret_moved_elsewhere_opens_there_only_if_it_is_the_same_place(
    secret: str, place: str, elsewhere: str
) -> None:
    sealed = _OURS.seal(secret, place=place)

    if elsewhere == place:
        assert _OURS.open(sealed, place=elsewhere) == secret
    else:
        _does_not_open(_OURS, sealed, elsewhere)


@tries(150, long=20_000)
@given(_secrets, _places)
def test_a_foreign_key_of_the_same_name_does_not_open(secret: str, place: str) -> None:
    _does_not_open(_OURS, _FOREIGN.seal(secret, place=place), place)
    assert Sealer(_KEYS[::-1]).open(_OURS.seal(secret, place=place), place=place) == secret


@tries(150, long=20_000)
@given(_places, st.lists(st.binary(max_size=30) | st.sampled_from([b"1", b"new", b"old", b""]), max_size=5))
def test_parts_that_were_never_sealed_do_not_open(place: str, parts: list[bytes]) -> None:
    _does_not_open(_OURS, b"|".join(parts), place)
