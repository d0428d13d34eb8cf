"""The scheduler of the Procfile, killable."""

from tests.chaos import killable  # noqa: I001 - before the program reads the times
from bot import scheduler

scheduler.SWEEP_EVERY = killable.SWEEP_EVERY
scheduler._LEAD = killable.LEAD
make = scheduler.make
