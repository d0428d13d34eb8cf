"""The text that the bytes of a file are. Pure."""

import codecs

from charset_normalizer import from_bytes

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
_BINARY = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls), or one with a password. Save it as .xlsx without a password",
    b"%PDF": "a PDF. Save the table as .xlsx or as CSV UTF-8",
    b"\x1f\x8b": "a packed file. Unpack it first",
    b"\x89PNG": "a picture. Save the table as .xlsx or as CSV UTF-8",
}


def text_of(data: bytes) -> tuple[str, str]:
    """The text, and the encoding where it was guessed; empty where it is certain. Raise BadRequest for no text."""
    for begin, what in _BINARY.items():
        if data.startswith(begin):
            raise BadRequest({"file": f"The file is {what}."})
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    try:
        if marked:
            return data.decode(marked).lstrip("\ufeff"), ""
        if b"\0" not in data:
            return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        if marked:
            raise BadRequest({"file": _NO_TEXT}) from error
    return _guessed(data)


def _guessed(data: bytes) -> tuple[str, str]:
    match = from_bytes(data[:_SAMPLE], cp_isolation=_LIKELY).best()
    try:
        if match is not None:
            return data.decode(match.encoding), match.encoding
    except UnicodeDecodeError:
        pass
    raise BadRequest({"file": _NO_TEXT})


_NO_TEXT = "The file is no text in an encoding that can be told. Save it as CSV UTF-8 or as .xlsx."
