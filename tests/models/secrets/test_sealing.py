"""Sealed values open in their own place, with one of the keys, and nowhere else."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.errors import BadKey, CannotUnseal
from models.secrets.sealing import Sealer, new_key

_OLD, _NEW = new_key("old"), new_key("new")


@given(st.text(), st.text())
def test_a_secret_opens_in_its_own_place(secret: str, place: str) -> None:
    sealer = Sealer([_OLD])

    assert sealer.open(sealer.seal(secret, place=place), place=place) == secret


def test_a_secret_does_not_open_in_another_row_or_field() -> None:
    sealed = Sealer([_OLD]).seal("pw", place="account:1:password")

    for elsewhere in ("account:2:password", "account:1:session", ""):
        with pytest.raises(CannotUnseal):
            Sealer([_OLD]).open(sealed, place=elsewhere)


def test_two_sealings_of_one_secret_differ() -> None:
    assert Sealer([_OLD]).seal("pw", place="a") != Sealer([_OLD]).seal("pw", place="a")


def test_the_newest_key_seals_and_every_key_opens() -> None:
    before = Sealer([_OLD]).seal("pw", place="a")
    rotated = Sealer([_NEW, _OLD])

    assert rotated.open(before, place="a") == "pw"
    with pytest.raises(CannotUnseal):
        Sealer([_OLD]).open(rotated.seal("pw", place="a"), place="a")


@given(st.binary(max_size=80))
def test_what_was_never_sealed_is_refused(junk: bytes) -> None:
    with pytest.raises(CannotUnseal):
        Sealer([_OLD]).open(junk, place="a")


@given(st.integers(min_value=0))
def test_one_changed_byte_closes_it(where: int) -> None:
    sealed = bytearray(Sealer([_OLD]).seal("secret", place="a"))
    sealed[2 + where % (len(sealed) - 2)] ^= 1  # the first two name the version, which is not the secret's

    with pytest.raises(CannotUnseal):
        Sealer([_OLD]).open(bytes(sealed), place="a")


@pytest.mark.parametrize(
    "key",
    [
        "",
        "name",
        "name:",
        "name:short",
        "no name!:" + base64.b64encode(bytes(32)).decode(),
        "a:" + "A" * 44 + "*",
    ],
)
def test_a_key_of_the_wrong_shape_is_refused(key: str) -> None:
    with pytest.raises(BadKey):
        Sealer([key])


@pytest.mark.parametrize(
    "raw",
    [
        bytes(32),
        b"\xff" * 32,
        b"\x13\x37" * 16,
        bytes(range(32)),
        bytes(range(64, 0, -2)),
        b"changeme" * 4,
        b"0123456789abcdef0123456789ABCDEF",
        b"correct horse battery staple, ok",
    ],
)
def test_a_key_without_randomness_is_refused(raw: bytes) -> None:
    with pytest.raises(BadKey, match="can be guessed"):
        Sealer(["k1:" + base64.b64encode(raw).decode()])


@pytest.mark.parametrize("length", [16, 24, 31, 33])
def test_a_key_has_32_bytes(length: int) -> None:
    with pytest.raises(BadKey, match="32 bytes"):
        Sealer(["k1:" + base64.b64encode(bytes(range(7, 7 + length))).decode()])


def test_every_key_that_is_made_is_taken() -> None:
    for _ in range(2000):
        Sealer([new_key("k1")])


def test_two_keys_of_one_name_are_refused() -> None:
    """The newer of the two would seal nothing, and nobody would notice."""
    with pytest.raises(BadKey, match="name of its own"):
        Sealer([new_key("k1"), new_key("k1")])


def test_a_value_names_its_key() -> None:
    sealed = Sealer([_OLD]).seal("pw", place="a")

    assert Sealer([_NEW]).missing(sealed) == "old"
    assert Sealer([_NEW, _OLD]).missing(sealed) == ""
    assert Sealer([_NEW]).missing(b"junk") == ""
    assert Sealer([_OLD]).is_newest(sealed)
    assert not Sealer([_NEW, _OLD]).is_newest(sealed)


def test_without_a_key_there_is_no_sealer() -> None:
    with pytest.raises(BadKey):
        Sealer([])


def test_the_refusal_does_not_repeat_the_secret() -> None:
    sealed = Sealer([_OLD]).seal("hunter2", place="account:1:password")

    with pytest.raises(CannotUnseal) as refusal:
        Sealer([_NEW]).open(sealed, place="account:1:password")
    assert "account:1:password" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)
