"""A zip with a table and its session files: read within bounds."""

import io
import json
import zipfile

import pytest

from models.domain.account_files.archive import read_given
from models.domain.account_files.reader import AccountFile
from models.domain.errors import BadRequest

_TABLE = b"login,group,session\nann,emea,ann/cookies.json\nben,emea,ben/cookies.txt\n"
_ANN = json.dumps([{"name": "sid", "value": "ANN", "domain": "site.example"}]).encode()
_BEN = b"site.example\tFALSE\t/\tFALSE\t0\tsid\tBEN\n"


def _zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def _none(name: str) -> str:
    raise FileNotFoundError(name)


def _read(data: bytes) -> AccountFile:
    return read_given(data, open_session=_none)


def _refusal(data: bytes) -> str:
    with pytest.raises(BadRequest) as refused:
        _read(data)
    return str(refused.value)


@pytest.mark.parametrize("folder", ["", "team/"])
def test_the_session_files_beside_the_table_are_read(folder: str) -> None:
    files = {"accounts.csv": _TABLE, "ann/cookies.json": _ANN, "ben/cookies.txt": _BEN, "cookies.json": b"{"}

    file = _read(
        _zip({folder + name: data for name, data in files.items()} | {"__MACOSX/._accounts.csv": b"x"})
    )

    assert [one.session["cookies"][0]["value"] for one in file.records if one.session] == ["ANN", "BEN"]


def test_a_table_alone_in_a_zip_may_be_a_text() -> None:
    assert [one.login for one in _read(_zip({"list.txt": b"login\tgroup\nann\temea\n"})).records] == ["ann"]


def test_a_file_that_is_not_in_the_zip_is_refused_by_its_row() -> None:
    assert "Row 2: the session file ann/cookies.json cannot be read." in _refusal(
        _zip({"accounts.csv": _TABLE})
    )


@pytest.mark.parametrize("names", [(), ("a.csv", "b.xlsx"), ("a.json",)])
def test_a_zip_has_one_table(names: tuple[str, ...]) -> None:
    assert "A zip must have one file of accounts" in _refusal(_zip(dict.fromkeys(names, b"x")))


def test_one_session_file_is_not_read_for_each_row() -> None:
    rows = b"".join(b"ann%d,emea,s.json\n" % n for n in range(3))

    assert "Row 3: another row has the same session file." in _refusal(
        _zip({"a.csv": b"login,group,session\n" + rows, "s.json": _ANN})
    )


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "300 MB unpacked; this one has more" in _refusal(_zip({"a.csv": bytes(301_000_000)}))


def test_a_part_that_says_it_is_small_is_not_read_further() -> None:
    packed = _zip({"a.csv": b"login,group\nann,emea\n" + b"\n" * 1_000_000})
    lying = packed.replace((1_000_021).to_bytes(4, "little"), (21).to_bytes(4, "little"))

    assert lying != packed
    assert "The zip cannot be read" in _refusal(lying)


@pytest.mark.parametrize("cut", [30, 100])
def test_a_broken_zip_is_refused(cut: int) -> None:
    packed = _zip({"accounts.csv": _TABLE, "ann/cookies.json": _ANN})

    assert _refusal(packed[:cut] + b"\xff" * 20 + packed[cut + 20 :])
