"""What the others see of exports. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class LostExport:
    """An export whose process was lost."""

    asked_by: str
    asked_at: datetime
    may_have_come: bool  # False: nothing of it came, and nothing will
