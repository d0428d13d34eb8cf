"""The size of a JPEG, read from its own head."""

_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # start of frame; the three are tables
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})  # have no length


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None when the data is no whole JPEG."""
    if not data.startswith(b"\xff\xd8") or not data.rstrip(b"\0").endswith(b"\xff\xd9"):
        return None
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:  # noqa: PLR2004 - every marker begins so
        marker = data[at + 1]
        if marker in _FRAME_MARKERS:
            height, width = int.from_bytes(data[at + 5 : at + 7]), int.from_bytes(data[at + 7 : at + 9])
            return (width, height) if width and height else None
        at += 2 if marker in _BARE_MARKERS else 2 + int.from_bytes(data[at + 2 : at + 4])
    return None
