"""Which of a page's texts hold a secret, or a part of one."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from executor.masking.tree import Piece
from executor.redaction.redactor import Redactor

_WRITING = re.compile(r"[%&\\]")
_BETWEEN = "\n<\n"  # no writing of a letter goes on after it


def found(pieces: Sequence[Piece], drawn: Sequence[Piece], redactor: Redactor) -> list[Piece]:
    """The pieces that hold a secret: by themselves, or with those beside them, all or only those that are drawn."""
    texts = [piece for piece in pieces if not piece.attribute]
    hits = _among([piece.text for piece in texts], "", redactor)
    held = {id(texts[at]): texts[at] for at in hits}
    held |= {id(drawn[at]): drawn[at] for at in _among([piece.text for piece in drawn], "", redactor)}
    held |= {id(piece): piece for piece in (*pieces, *drawn) if redactor.is_short(piece.text)}
    # What stands beside it can change the meaning of a letter's writing, so what may have one is searched alone as well.
    alone = [piece for piece in (*pieces, *drawn) if piece.attribute or _WRITING.search(piece.text)]
    different = list(dict.fromkeys(piece.text for piece in alone))
    secret = {different[at] for at in _among(different, _BETWEEN, redactor)}
    held |= {id(piece): piece for piece in alone if piece.text in secret}
    return list(held.values())


def _among(texts: Sequence[str], between: str, redactor: Redactor) -> Iterable[int]:
    """Which texts a secret lies in when all are searched as one."""
    starts = list(accumulate((len(text) + len(between) for text in texts), initial=0))
    held: set[int] = set()
    for start, end in redactor.spans(between.join(texts)):
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        held.update(at for at in range(first, last + 1) if at < len(texts))
    return sorted(held)
