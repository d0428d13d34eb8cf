"""When the cause of a failure is gone, as SQL. Fixed texts, alike on both databases. Pure.

A cause is gone where something has happened since the failure that takes it away; what may pass by itself counts as gone.
"""

# ruff: noqa: S608 - fixed texts

from collections.abc import Iterable

from models.domain.lifecycle import LoginStatus
from models.domain.triage.causes import Remedy
from models.domain.triage.failures import AGAIN, with_remedy

OF_PROXIES = with_remedy(Remedy.PROXY)
_OF_CREDENTIALS, _HANDED_OVER = (
    with_remedy(Remedy.NEW_PASSWORD, Remedy.NEW_SESSION),
    with_remedy(Remedy.HAND_OVER),
)
OF_HOLDS = _OF_CREDENTIALS + _HANDED_OVER
HOPELESS = with_remedy(*(remedy for remedy in Remedy if remedy not in {Remedy.RE_EXECUTE, Remedy.LOOK}))
"""Causes that are there until somebody has done something about them."""


def words(codes: Iterable[str]) -> str:
    """Codes as a list of literals."""
    return ", ".join("'{}'".format(code.replace("'", "''")) for code in codes)


# ``f`` are failures. An account's of one cause go together: what failed again since it was mended was not mended.
_PAIRS = (
    "SELECT f.cause, f.account_id, COUNT(*) AS tasks, MAX(f.ended_at) AS last, MIN(f.proxy_id) AS one, "
    "MAX(f.proxy_id) AS other FROM ({}) AS f WHERE f.cause <> '' GROUP BY f.cause, f.account_id"
)
PAIRS = (
    f"({_PAIRS}) AS x LEFT JOIN account o ON o.id = x.account_id AND x.cause NOT IN ({words(AGAIN)}) "
    f"LEFT JOIN proxy p ON p.id = o.proxy_id AND x.cause IN ({words(OF_PROXIES)}) LEFT JOIN (SELECT account_id, "
    f"MAX(released_at) AS released, MAX(CASE WHEN checked = '{LoginStatus.LOGGED_IN.label}' THEN released_at END) AS entered "
    f"FROM hold GROUP BY account_id) AS h ON h.account_id = x.account_id AND x.cause IN ({words(OF_HOLDS)})"
)
"""What stands behind FROM: the failures of a SELECT (its columns ``cause``, ``account_id``, ``ended_at``, ``proxy_id``) as
``x``, by cause and account, with what says whether the cause is gone."""
_GIVEN = "o.credentials_at >= x.last"
GONE = (
    f"CASE WHEN x.cause IN ({words(AGAIN)}) THEN 1 "
    f"WHEN x.cause IN ({words(OF_PROXIES)}) THEN CASE WHEN p.answers = FALSE THEN 0 WHEN p.answered_at >= x.last "
    # A failure says of its proxy that it does not answer: what says that it does came later.
    "OR (p.answers = TRUE AND x.other = o.proxy_id) "
    "OR (x.one IS NULL AND x.cause = 'no_proxy_assigned' AND o.proxy_id IS NOT NULL) "
    "OR (o.proxy_id <> x.one AND o.proxy_id <> x.other) THEN 1 ELSE 0 END "
    f"WHEN x.cause IN ({words(_OF_CREDENTIALS)}) THEN CASE WHEN {_GIVEN} OR h.entered >= x.last THEN 1 ELSE 0 END "
    f"WHEN x.cause IN ({words(_HANDED_OVER)}) THEN CASE WHEN {_GIVEN} OR h.released >= x.last THEN 1 ELSE 0 END "
    "ELSE 0 END"
)
"""1 where the cause of one of ``PAIRS`` is gone, the hold of the account apart."""
MENDED = (
    (
        OF_PROXIES,
        "SELECT o.id FROM account o JOIN proxy p ON p.id = o.proxy_id WHERE p.answers IS NULL OR p.answers = TRUE",
    ),
    (
        OF_HOLDS,
        "SELECT id FROM account WHERE credentials_at IS NOT NULL "
        "UNION SELECT account_id FROM hold WHERE released_at IS NOT NULL",
    ),
)
"""Causes that somebody must end, each with a SELECT of the accounts at which anything was done: of the others none is gone."""
