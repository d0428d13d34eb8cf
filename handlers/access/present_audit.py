"""The texts of the audit. Pure."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.access.present import subject
from handlers.access.views import AuditView
from handlers.slack import texts
from models.domain.values.audit import PAGE, AuditRow


def audit_page(rows: Sequence[AuditRow], *, typed: str, zone: ZoneInfo, now: datetime) -> AuditView:
    """One page, newest first."""
    visible = rows[:PAGE]
    return AuditView(
        filter_line=f"Audit · Filter: {texts.escape_words(typed) or 'none'}",
        lines=tuple(_line(row, zone, now) for row in visible),
        empty="*No line of the audit matches.*",
        older=f"{visible[-1].id};{typed}" if len(rows) > PAGE else "",
    )


def _line(row: AuditRow, zone: ZoneInfo, now: datetime) -> str:
    verdict = "" if row.allowed else " · :no_entry: *refused*"
    groups = f"\nin {texts.escape(texts.clip(row.groups, 300))}" if row.groups else ""
    about = texts.escape(texts.clip(row.about, 500))
    when = texts.moment(row.at, zone=zone, now=now)
    return f"{when} · {subject(row.actor)} · *{texts.escape(row.action)}*{verdict}\n{about}{groups}"
