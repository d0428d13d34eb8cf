"""What every id that Slack sends back is: its text, and the permission it needs. Pure."""

from enum import StrEnum
from typing import Self

from models.domain.permissions import Action


class Identifier(StrEnum):
    """An id that Slack sends back, with the permission it needs. It cannot be created without one."""

    _value_: str
    needs: Action

    def __new__(cls, value: str, needs: Action) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.needs = needs
        return member
