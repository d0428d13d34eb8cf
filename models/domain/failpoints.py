"""The moments at which a process may die and something must still be true afterwards, by name. Pure.

Each is reached between two writes that belong together for a person but not for the database. Nobody listens in
production; the chaos run kills the process there.
"""

from collections.abc import Callable
from enum import StrEnum


class Failpoint(StrEnum):
    """In the order in which a task passes them."""

    ACCEPTED = "accepted"  # what a form asks for is in the database, Slack and the workers do not know
    HEARD = "heard"  # a worker was notified of a task and has not claimed it
    CLAIMED = "claimed"
    TAB_OPEN = "tab_open"  # the browser is ready, the account not touched
    BEGUN = "begun"  # about to touch the account
    LOGGED_IN = "logged_in"
    COMMITTING = "committing"  # just before the step that must not be taken twice
    COMMITTED = "committed"  # the site has answered to it
    PICTURED = "pictured"
    FOLLOWING = "following"  # what follows on it is written, and not committed yet
    FOLLOWED = "followed"  # its end and what follows on it are in the database
    SETTLED = "settled"  # the end is in the database, workers were not notified of the next task
    BEATING = "beating"  # the lease was just renewed
    TAKEN = "taken"  # the relay has taken a message to Slack
    UPLOADED = "uploaded"  # the picture is at Slack, in no thread yet
    POSTED = "posted"  # Slack has it, the database does not know
    RESCUED = "rescued"  # maintenance recovered tasks, no worker was notified
    FIRED = "fired"  # what a schedule asks for is in the database, its due time is not over with
    STEPPED = "stepped"  # one step of a large operation is done


Listener = Callable[[Failpoint], None]
_listeners: list[Listener] = []


def reached(point: Failpoint) -> None:
    """Call every listener."""
    for listener in _listeners:
        listener(point)


def listen(listener: Listener) -> None:
    """Call ``listener`` at every point this process reaches from now on."""
    _listeners.append(listener)
