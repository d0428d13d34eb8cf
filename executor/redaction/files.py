"""Secrets taken out of a file whose coding nobody tells, such as what a site sent and a trace keeps; other bytes stay."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from executor.redaction.redactor import HIDDEN, Redactor

_WIDE = ("utf-16-le", "utf-16-be")
_NARROW = (  # what browsers read besides UTF-8; texts in ASCII are the same in all of them
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "cp866",
    "koi8-r", "koi8-u", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8",
    "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16", "mac-roman", "mac-cyrillic",
    "gb18030", "big5", "euc-jp", "shift-jis", "euc-kr",
)  # fmt: skip


def cleaned(data: bytes, redactor: Redactor) -> bytes:
    """The file with every secret hidden that is not short, as UTF-8 or UTF-16 of either order, wherever it begins.

    A secret with letters beyond ASCII is found in the older codings of the web too, as it is.
    """
    for secret in redactor.beyond_ascii:
        for coding in (*_NARROW, *_WIDE):
            data = _replaced(data, secret, coding)
    if _may_be_wide(data):
        for coding in _WIDE:
            for start in (0, 1):
                data = _cleaned_wide(data, redactor, coding, start)
    try:
        return redactor.clean(data.decode()).encode()
    except UnicodeDecodeError:  # a picture, or a page in another coding: read byte by byte
        return redactor.clean(data.decode("latin-1")).encode("latin-1")


def _may_be_wide(data: bytes) -> bool:
    """Whether it may be UTF-16: what stands there has a letter or a line's end of ASCII somewhere, or says it."""
    return b"\0" in data or data.startswith((BOM_UTF16_BE, BOM_UTF16_LE))


def _cleaned_wide(data: bytes, redactor: Redactor, coding: str, start: int) -> bytes:
    end = start + (len(data) - start) // 2 * 2
    text = data[start:end].decode(coding, "surrogatepass")
    return data[:start] + redactor.clean(text).encode(coding, "surrogatepass") + data[end:]


def _replaced(data: bytes, secret: str, coding: str) -> bytes:
    try:
        return data.replace(secret.encode(coding), HIDDEN.encode(coding))
    except UnicodeEncodeError:  # no text of this coding can hold it
        return data
