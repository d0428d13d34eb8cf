"""The door to the browser half: hand in a job, get back how it ended."""

from collections.abc import Awaitable, Callable

from executor.attempt import Attempt
from executor.browsers import Browsers
from executor.evidence import Picture
from executor.job import Fenced, Job
from executor.outcomes import Done, Outcome

__all__ = ["Browsers", "Done", "Fenced", "Job", "Outcome", "Picture", "perform"]


async def perform(job: Job, *, browsers: Browsers, begin: Callable[[], Awaitable[bool]]) -> Done:
    """Do the job in a browser. Whatever the world does to it is an Outcome, never an exception.

    ``begin`` is awaited once, just before the first request that touches the account; when it answers False the
    task is somebody else's and ``Fenced`` is raised. A cancellation passes through after the context was closed.
    """
    return await Attempt(job, browsers, begin).run()
