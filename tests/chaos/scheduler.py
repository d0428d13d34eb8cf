"""The scheduler of the Procfile, mortal."""

from tests.chaos import mortal  # noqa: I001 - before the program reads the times
from bot import scheduler

scheduler.SWEEP_EVERY = mortal.SWEEP_EVERY
scheduler._LEAD = mortal.LEAD
make = scheduler.make
