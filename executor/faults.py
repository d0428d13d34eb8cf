"""What can go wrong during a visit, told apart by what follows from it.

Fault
├── NotDone       the site said no, or it makes no sense: the action's own end
├── LoginEnded    the account is not, or no longer, logged in
├── WrongAccount  another account is inside, or it is not clear which
├── ProxyFault    the account has no proxy, or its proxy does not serve
├── SiteFault     the site answers with an error, or not at all
├── TimedOut      a wait, or the whole attempt, came to its limit
├── BrowserLost   the browser is the trouble; another one may do better
└── Unforeseen    anything else

The message is a sentence for people and holds no secrets.
"""

from models.domain.lifecycle import LoginStatus


class Fault(Exception):
    """Root of the tree. ``cause`` is the short code kept beside the status."""

    cause = "fault"
    retryable = False  # a second try may do better, as far as the fault itself tells

    def __init__(self, sentence: str, *, cause: str | None = None, retryable: bool | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        if cause:
            self.cause = cause
        if retryable is not None:
            self.retryable = retryable


class NotDone(Fault):
    """An expected end without the thing that was asked for."""

    cause = "not_done"


class LoginEnded(Fault):
    """The account is not inside."""

    cause = "login"

    def __init__(self, status: LoginStatus, sentence: str, *, cause: str = "") -> None:
        super().__init__(sentence, cause=cause or status.value)
        self.status = status


class WrongAccount(Fault):
    """Nothing may be done in somebody else's name."""

    cause = "wrong_account"


class ProxyFault(Fault):
    """The way to the site is closed at the account's own proxy."""

    cause = "proxy_unreachable"
    retryable = True


class SiteFault(Fault):
    """The site is the trouble."""

    cause = "site_error"
    retryable = True


class BrowserLost(Fault):
    """The browser crashed, froze or could not be opened."""

    cause = "browser_crashed"
    retryable = True


class TimedOut(Fault):
    """Nothing said why; it only took too long."""

    cause = "timed_out"
    retryable = True


class Unforeseen(Fault):
    """Nobody thought of this one; the log has the details."""

    cause = "unforeseen"
