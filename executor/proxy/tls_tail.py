"""What TLS says last on a connection, told apart by its size."""

_HEADER = 5  # of a record: its kind, its version, its length
_KINDS = range(20, 24)
_ALERT = 21
_DATA = 23
_SEALED_ALERT = 19  # bytes of an alert in TLS 1.3: two of its own, its kind and the seal


class TlsTail:
    """Keeps back the last record of what has come as long as it may be the notice that the connection ends.

    In TLS 1.3 an alert looks like any record of its size; what else is so small (two bytes of a web socket) comes with
    the record after it. What is not TLS passes as it is.
    """

    def __init__(self) -> None:
        self._kept = b""
        self._left = 0  # bytes of a record whose beginning has passed
        self._is_tls = True

    @property
    def may_be_notice(self) -> bool:
        """Whether what is kept back is a whole record."""
        return len(self._kept) >= _HEADER and len(self._kept) == _HEADER + int.from_bytes(
            self._kept[3:_HEADER]
        )

    def released(self) -> bytes:
        """What was kept back, which passes after all."""
        kept, self._kept = self._kept, b""
        return kept

    def without(self, data: bytes) -> bytes:
        """What was kept back and ``data``, without what may be the notice."""
        data = self._kept + data
        begin = self._begin_of_last(data)
        self._kept = data[begin:]
        return data[:begin]

    def _begin_of_last(self, data: bytes) -> int:
        """Where what is kept back begins."""
        position, self._left = min(self._left, len(data)), max(self._left - len(data), 0)
        while self._is_tls and position < len(data):
            header = data[position : position + _HEADER]
            if len(header) < _HEADER:
                return position
            kind, size = header[0], int.from_bytes(header[3:])
            self._is_tls = kind in _KINDS and header[1] == 3  # noqa: PLR2004 - of every version of TLS
            after = position + _HEADER + size
            if self._is_tls and after >= len(data) and _may_be_alert(kind, size):
                return position
            position, self._left = min(after, len(data)), max(after - len(data), 0)
        return len(data)


def _may_be_alert(kind: int, size: int) -> bool:
    return kind == _ALERT or (kind == _DATA and size == _SEALED_ALERT)
