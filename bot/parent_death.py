"""A child ends when its parent is gone, however that ended: a worker without its supervisor would work on for ever."""

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """On Linux: let the kernel ask this process to end when its parent dies. Elsewhere supervisors must do that."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
