"""The list in short, for when Slack refuses the full list: no table, no menus, one line per task."""

from handlers.lists.blocks import pause_notice, turning
from handlers.slack.blocks import SECTION, Block, actions, button, context, header, section
from handlers.slack.ids import Do
from handlers.slack.views import ListView

_NOTE = "Short version: Slack did not accept the whole list. `/tasks 4711` shows everything about one task."

_UNFOLDED = {"expand": True}  # else Slack hides most of it behind "See more"


def task_lines(view: ListView) -> list[Block]:
    """The same page in few and small blocks."""
    lines = [row.line for row in view.rows]
    last = [*turning(view), *([button("Share", Do.SHARE, value=view.state)] if view.can_share else [])]
    return [
        header("Tasks"),
        context(view.filter_line, view.failed_of, view.fresh, view.paging),
        *pause_notice(view),
        actions(
            f"filter:{view.nonce}",
            button(f"{view.waiting} waiting", Do.SHOW_WAITING, value=view.state),
            button(f"Failed: {view.failed}", Do.SHOW_FAILED, value=view.state),
            button("Refresh", Do.REFRESH, value=view.state),
            button("Reset", Do.RESET, value=view.state),
        ),
        *(section(part) | _UNFOLDED for part in _packed(lines or [view.empty])),
        *([actions(f"turn:{view.nonce}", *last)] if last else []),
        context(_NOTE),
    ]


def _packed(lines: list[str]) -> list[str]:
    """The lines joined into as few sections' texts as they fit into."""
    parts: list[str] = []
    for line in lines:
        if parts and len(parts[-1]) + 1 + len(line) <= SECTION:
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
    return parts
