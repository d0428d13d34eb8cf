"""What the path of a session file in a sheet means, below the folder of that sheet. Pure."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

_ELSEWHERE = re.compile(r"[A-Za-z]:/|/|~")
OUTSIDE = "the session file's path leads out of the folder with the accounts file."


class SessionPaths:
    """The paths of one sheet.

    A relative path means that file and no other. One of another machine (`C:\\\\accounts\\\\ann.json`) means what its
    end names below the folder. No file is two rows'.
    """

    def __init__(self, exists: Callable[[str], bool]) -> None:
        self._exists = exists
        self._meant: dict[str, str] = {}

    def meant(self, name: str) -> str:
        """The path below the folder, with slashes; raise FileNotFoundError or ValueError with a sentence."""
        path = "/".join(self._parts(name.replace("\\", "/")))
        if path in self._meant:  # read once: what is small in a zip may be large, and named by each row
            raise ValueError(
                "another row has the same session file. Each account needs its own."
                if self._meant[path] == name
                else "the session file is the same as in another row. Write its path from the accounts file's folder."
            )
        self._meant[path] = name
        return path

    def _parts(self, name: str) -> list[str]:
        parts = [part for part in PurePosixPath(name).parts if part not in {"/", "//", "."}]
        if ".." in parts:
            raise ValueError(OUTSIDE)
        ends = [parts[start:] for start in range(len(parts))] if _ELSEWHERE.match(name) else [parts]
        found = next((end for end in ends if end and self._exists("/".join(end))), None)
        if found is None:
            raise FileNotFoundError(name)
        return found
