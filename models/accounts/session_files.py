"""Session files that lie below the folder of a file of accounts."""

from pathlib import Path

from models.domain.account_files.encoding import text_of
from models.domain.account_files.paths import OUTSIDE, SessionPaths
from models.domain.errors import BadRequest
from models.domain.sessions.reader import MOST_BYTES


class SessionFolder:
    """The session files below one folder, by the names a sheet has for them. No path leads out of the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._paths = SessionPaths(lambda path: (self._folder / path).is_file())

    def __call__(self, name: str) -> str:
        """The text of the file; raise OSError when there is none, ValueError with a sentence for a bad path."""
        path = (self._folder / self._paths.meant(name)).resolve(strict=True)
        if not path.is_relative_to(self._folder):  # a link
            raise ValueError(OUTSIDE)
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"the session file has more than {MOST_BYTES // 10**6} MB.")
        try:
            return text_of(path.read_bytes())
        except BadRequest as error:
            raise ValueError("the session file is not text.") from error
