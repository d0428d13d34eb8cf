"""The text that the bytes of a file are. Pure."""

import codecs
import io
from collections.abc import Iterator

from charset_normalizer import from_bytes

from models.domain.account_files.source import Open, opening
from models.domain.errors import BadRequest

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}  # that of UTF-32 begins with that of UTF-16
_LIKELY = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "mac_roman", "cp932", "gb18030", "big5", "cp949", "utf_16_le", "utf_16_be",
]  # fmt: skip
_SAMPLE = 200_000  # bytes from which an encoding is guessed
_STEP = 1_000_000  # bytes decoded at a time
_BINARY = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls), or one with a password. Save it as .xlsx without a password",
    b"%PDF": "a PDF. Save the table as .xlsx or as CSV UTF-8",
    b"\x1f\x8b": "a packed file. Unpack it first",
    b"\x89PNG": "a picture. Save the table as .xlsx or as CSV UTF-8",
}


def text_of(data: bytes) -> str:
    """The whole text; raise BadRequest for none."""
    return data.decode(encoding_of(opening(data))[0]).lstrip("\ufeff")


def lines_of(file: Open) -> tuple[io.TextIOWrapper, str]:
    """The text as lines with their ends, decoded as they are read; and the encoding where it was guessed."""
    encoding, is_guessed = encoding_of(file)
    return io.TextIOWrapper(file(), encoding, newline=""), encoding if is_guessed else ""


def encoding_of(file: Open) -> tuple[str, bool]:
    """The encoding, and whether it was guessed. Raise BadRequest for what is no text."""
    with file() as opened:
        head = opened.read(_SAMPLE)
    for begin, what in _BINARY.items():
        if head.startswith(begin):
            raise BadRequest({"file": f"The file is {what}."})
    marked = next((name for mark, name in _MARKS.items() if head.startswith(mark)), "")
    if not marked and any(b"\0" in part for part in _parts(file)):
        return _guessed(head, file), True
    if _is_in(file, marked or "utf-8"):
        return marked or "utf-8", False
    if marked:
        raise BadRequest({"file": _NO_TEXT})
    return _guessed(head, file), True


def _guessed(head: bytes, file: Open) -> str:
    match = from_bytes(head, cp_isolation=_LIKELY).best()
    if match is None or not _is_in(file, match.encoding):
        raise BadRequest({"file": _NO_TEXT})
    return match.encoding


def _parts(file: Open) -> Iterator[bytes]:
    """All of it, a part at a time, for it may be large."""
    with file() as opened:
        while part := opened.read(_STEP):
            yield part


def _is_in(file: Open, encoding: str) -> bool:
    """Whether all of it is text in an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for part in _parts(file):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


_NO_TEXT = "Bellhop cannot tell the file's text encoding. Save it as CSV UTF-8 or as .xlsx."
