"""How far an attempt has come. It outlives a lost browser, so that a second try repeats nothing that counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from executor.faults import Fault
from models.domain.lifecycle import LoginStatus


@dataclass(kw_only=True)
class Progress:
    """Written by the tries of one attempt."""

    session: Mapping[str, Any] | None = field(repr=False)  # the newest one known to be good
    login_status: LoginStatus = LoginStatus.UNKNOWN
    begun: bool = False  # the task is ours and the account may be touched
    password_sent: bool = False  # it is sent once; a second wrong one could lock the account
    code_sent: bool = False  # the same holds for a one-time code
    committed: bool = False  # the step that must not be taken twice was taken, or may have been
    switched_off: set[str] = field(default_factory=set[str])  # notification kinds
    result: str = ""  # of an action that was done, whatever happened to its picture
    first_fault: Fault | None = None  # why there is a second try
