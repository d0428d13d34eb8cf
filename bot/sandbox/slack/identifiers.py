"""Fresh ids in Slack's style: a letter for the kind, then capitals and digits."""

import secrets
import string

_CAPITALS = string.ascii_uppercase + string.digits
_MIXED = string.ascii_letters + string.digits


def fresh(prefix: str, length: int = 10) -> str:
    return prefix + "".join(secrets.choice(_CAPITALS) for _ in range(length))


def fresh_key(length: int = 5) -> str:
    """What Slack fills in for a missing block_id or action_id."""
    return "".join(secrets.choice(_MIXED) for _ in range(length))


def fresh_token() -> str:
    return secrets.token_urlsafe(18)
