"""The preview and the result of an account import. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.accounts.present_columns import columns, lost
from handlers.accounts.views import ImportView
from handlers.slack import texts
from models.domain.account_files.reader import AccountFile
from models.domain.values.accounts import Imported, Losses

_LONGEST_COLUMNS = 900  # characters of the sentence on columns
_LONGEST_SENTENCE = 500  # characters: of a row with all that is wrong with it, and what to write instead
_MOST_LINES = 12  # refusals, or new groups, shown at a time


GONE = frozenset({"file_not_found", "file_deleted"})
"""What Slack answers about a file that is no longer there."""
_CHANGED = (
    ":warning: *Nothing was imported.* The file or the accounts changed after the preview. "
    "Look at what the import would do now, and press *Import* again."
)
TAKEN_OUT = "The file was deleted from Slack."
NO_LONGER_THERE = "The file is no longer in Slack."


def still_there(link: str | None) -> str:
    """That the file was not deleted, and who can do it. ``link`` leads to it; None where Slack does not say."""
    return (
        f":warning: *{_stays(link)}, with its passwords.* "
        "Slack lets only whoever uploaded it delete it: please delete it now. I will remind you until it is gone."
    )


def to_be_tried_again(link: str | None) -> str:
    """That a file which nobody has read lies where it was."""
    return (
        f"{_stays(link)}. Try again with it, or delete it there if it holds passwords. "
        "I will remind you until it is gone."
    )


def _stays(link: str | None) -> str:
    return "The file may still be in Slack" if link is None else f"{_file(link)} is still in Slack"


def reminder(link: str, *, is_last: bool) -> str:
    """To whoever brought a file that is still there."""
    again = "This is the last reminder." if is_last else "I will remind you again if it is still there."
    return f":warning: {_file(link)} that you gave me is still in Slack, and may hold passwords. Please delete it now. {again}"


def _file(link: str) -> str:
    return f"<{link}|The file>" if link.startswith(("https://", "http://")) else "The file"


def preview(file: AccountFile, known: set[str], groups: Sequence[str], losses: Losses) -> ImportView:
    """The preview of an import; ``known`` are the logins that exist already, ``losses`` what they lose by it."""
    records = file.records
    changed = sum(record.login in known for record in records)
    fresh = sorted({record.group for record in records} - set(groups))
    named = ", ".join(f"*{texts.escape(group)}*" for group in fresh[:_MOST_LINES])
    bare = sum(
        not (record.password or record.has_session) and record.login not in known for record in records
    )
    lines = (
        *(f":warning: {texts.escape(sentence)}" for sentence in lost(losses)),
        f"New groups: {named}{' …' if len(fresh) > _MOST_LINES else ''}" if fresh else "",
        f"{texts.count(bare, 'new account')} without password and session: no task can log in there."
        if bare
        else "",
        "Columns that the file does not have stay unchanged. An empty password, session or totp keeps the stored one; "
        "any other empty cell clears its field."
        if changed
        else "",
        texts.escape(texts.clip(columns(file.columns), _LONGEST_COLUMNS)),
        *_few(file.remarks),
    )
    summary = f"*{texts.count(len(records), 'account')}*: {len(records) - changed} new, {changed} changed."
    return ImportView(
        title="Import accounts", summary=summary, lines=tuple(filter(None, lines)), submit="Import"
    )


def changed(view: ImportView) -> ImportView:
    """The preview of what an import would do now, after one that showed something else."""
    return replace(view, summary=_CHANGED, lines=(view.summary, *view.lines))


def imported(done: Imported, file: str) -> ImportView:
    """The result of an import; ``file`` says what became of its file."""
    summary = f"Imported: *{texts.count(done.added, 'account')}* added, {done.changed} changed."
    return ImportView(
        title="Import accounts",
        summary=summary,
        lines=(file,),
        submit="",
    )


def refused(refusals: Mapping[str, str], more: int = 0, *, file: str = "") -> ImportView:
    """Why nothing was imported; ``more`` lines are bad beyond those that are named. ``file``: what became of it."""
    return ImportView(
        title="Import accounts",
        summary="*Nothing was imported.* Fix this in the file and import it again:",
        lines=tuple(filter(None, (*_few(list(refusals.values()), more), file))),
        submit="",
    )


def _few(sentences: Sequence[str], more: int = 0) -> list[str]:
    """A line each of the first, and the number of the others; ``more`` have no sentence here."""
    lines = [f"• {texts.escape(texts.clip(sentence, _LONGEST_SENTENCE))}" for sentence in sentences]
    hidden = max(len(lines) - _MOST_LINES, 0) + more
    return [*lines[:_MOST_LINES], *([f"… and {hidden} more."] if hidden else [])]
