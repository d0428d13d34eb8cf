"""What a form showed, as a digest of each field: saving it writes what its person changed, and nothing else. Pure.

A form may be open for a long time. What others changed meanwhile is not among its fields, so writing all of them would
undo that.
"""

import hashlib
from collections.abc import Mapping

from models.domain.errors import BadRequest, Outdated

MEANWHILE = "Somebody else changed this while the form was open. Close the form and open it again to see the new value."


def pack(values: Mapping[str, str]) -> str:
    """The digests, for the form's private metadata.

    >>> pack({"group": "emea", "owner": ""})
    'group:f86dec4b owner:e3b0c442'
    """
    return " ".join(f"{name}:{_digest(value)}" for name, value in values.items())


def changed(packed: str, *, typed: Mapping[str, str], now: Mapping[str, str]) -> frozenset[str]:
    """The fields that the form's person changed; ``now`` are the values that are stored.

    Raise BadRequest for those that somebody else changed meanwhile as well, to something else; Outdated for a form that
    does not say what it showed.
    """
    shown = dict(part.split(":", 1) for part in packed.split(" ") if ":" in part)
    if not shown.keys() >= typed.keys():
        raise Outdated
    own = {name for name, value in typed.items() if _digest(value) != shown[name]}
    others = {name for name in own if _digest(now[name]) != shown[name] and now[name] != typed[name]}
    if others:
        raise BadRequest(dict.fromkeys(sorted(others), MEANWHILE))
    return frozenset(own)


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:8]
