"""Where an error came from, without what was in it.

The driver's error texts repeat the values that were typed into fields, and a traceback with local variables shows
passwords; so the log gets places and kinds only.
"""

import traceback
from pathlib import Path

_PLACES = 6  # the innermost ones; enough to find the line


def safe_traceback(error: BaseException) -> str:
    """The kind of an error and the places it passed, the innermost first."""
    frames = traceback.extract_tb(error.__traceback__)[-_PLACES:]
    places = (f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    return " < ".join([type(error).__name__, *places])
