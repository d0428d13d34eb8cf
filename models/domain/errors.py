"""What can go wrong in Bellhop's own rules. The docstring of a class is its message to a person.

BellhopError
├── BadKey          a sealing key that cannot be used
├── CannotUnseal    a secret that no key opens
├── NoDatabase      the database cannot be reached
├── BadURL          the URL of a server or a file that cannot be used, or can be read in two ways
├── BadSiteMap      a map of a site that cannot be used
├── NotMigrated     its tables cannot be brought to the newest form
├── BadBackup       the database cannot be copied, or the copy is not sound
├── BadFilter       a word of a filter that means nothing
├── Outdated        a click or form that cannot be read any more
├── BadRequest      a form or file that cannot be used, with its refusals by field or line
│   └── NotGiven    a file that Slack did not hand over now: nothing is known of it
├── NotTaken        a file that Slack did not take
│   └── MayStand    a file that may stand there all the same
├── TooMany         somebody sent more at once than is taken from one person
├── TooLate         a step of the maintenance that took so long that the time it goes by is over
├── LeaseLost       what this process was doing was taken for lost, and that was said
├── NeedsApproval   it was frozen and asked about instead of done
└── Refused         somebody may not do what they asked for
"""

from collections.abc import Mapping, Sequence

from models.domain.permissions import Actor, Deed


class BellhopError(Exception):
    """Something went wrong."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(" ".join(filter(None, (type(self).__doc__, detail))))


class BadKey(BellhopError):
    """An encryption key must be `name:base64 of 32 bytes`."""


class CannotUnseal(BellhopError):
    """A stored secret cannot be opened with the keys that are set:"""


class NoDatabase(BellhopError):
    """The database cannot be reached:"""


class BadURL(BellhopError):
    """That URL cannot be used."""

    def __init__(self, sentence: str) -> None:
        Exception.__init__(self, sentence)


class BadSiteMap(BellhopError):
    """That map of a site cannot be used."""

    def __init__(self, sentence: str) -> None:
        Exception.__init__(self, sentence)


class NotMigrated(BellhopError):
    """The tables cannot be brought to the newest form:"""


class BadBackup(BellhopError):
    """Nothing was backed up:"""


class BadFilter(BellhopError):
    """That filter means nothing here."""

    def __init__(self, sentence: str) -> None:
        Exception.__init__(self, sentence)


class Outdated(BellhopError):
    """That comes from another version of Bellhop. Draw it anew with `/tasks` or `/accounts`."""


class BadRequest(BellhopError):
    """That cannot be used. ``more`` is the number of refusals that have no sentence of their own."""

    def __init__(self, refusals: Mapping[str, str], *, more: int = 0) -> None:
        rest = [f"And {more} more."] if more else []
        Exception.__init__(self, " ".join([*refusals.values(), *rest]))
        self.refusals, self.more = dict(refusals), more


class NotGiven(BadRequest):
    """A file that Slack did not hand over now: nothing is known of it."""


class NotTaken(BellhopError):
    """Slack did not take the file, so nothing came to your messages. Please ask for it again in a few minutes."""


class MayStand(NotTaken):
    """Slack did not confirm the file. Look at your messages with me: it may stand there. If not, please ask for it again."""


class Refused(BellhopError):
    """That may not be done."""

    def __init__(self, actor: Actor, deed: Deed, groups: Sequence[str] = ()) -> None:
        super().__init__(deed.about)
        self.actor, self.deed = actor, deed
        self.groups = tuple(groups)  # of accounts, in which it may not; none: it may not be done at all


class TooMany(BellhopError):
    """That is more than I take from one person at once."""

    def __init__(self, burst: int, pause: float) -> None:
        super().__init__(
            f"You are going too fast: I take {burst} commands, clicks or forms at once, then one per second. "
            f"Wait {pause:.0f} seconds. What you send before that is not done."
        )


class TooLate(BellhopError):
    """This took so long that the time it goes by is over; nothing was changed."""


class LeaseLost(BellhopError):
    """That took so long without a sign of life that it was given up."""


class NeedsApproval(BellhopError):
    """This needs a second person: somebody else must approve it in its channel. Nothing runs until then."""
