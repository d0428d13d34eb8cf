"""One line of an examination. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """What was found of one part. ``remedy`` says what to do; empty where nothing is wrong."""

    name: str
    says: str
    remedy: str = ""
