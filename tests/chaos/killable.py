"""Makes a process killable, and impatient: imported before the program, by each of the chaos run's processes.

CHAOS_FILE names a file that may hold the name of one point. The first process that reaches it takes the file away
and dies, as ``kill -9`` does it.
"""

import os
import signal
from datetime import timedelta
from pathlib import Path

from executor.maintenance import sweep
from models.domain import failpoints
from models.messages import outbox
from models.monitoring import processes
from models.tasks import claims, recovery

claims.LEASE = timedelta(seconds=4)
outbox.LEASE = timedelta(seconds=6)
recovery.NOTIFY_AGAIN = timedelta(seconds=2)
sweep.LEFT = timedelta(seconds=3)
processes.BEAT = timedelta(seconds=1)
SWEEP_EVERY = 1
LEAD = timedelta(seconds=3)

os.environ.pop("LD_PRELOAD", None)  # a shifted clock is for this process, not for its browsers
_file = Path(os.environ["CHAOS_FILE"])


def _die(point: failpoints.Failpoint) -> None:
    try:
        if _file.read_text() != point:
            return
        _file.unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


failpoints.listen(_die)
