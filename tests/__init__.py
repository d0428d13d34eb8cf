"""The tests. What they import, and every process they start, is compiled once and not anew each time.

Where Python is told to keep no compiled files, as many images do, each of the hundreds of processes that a run starts
would compile all of its modules again: three seconds of work, each time.
"""

import os
import sys

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
