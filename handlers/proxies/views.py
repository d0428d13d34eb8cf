"""View models of proxies."""

from dataclasses import dataclass

from handlers.slack.views import ChoiceView


@dataclass(frozen=True, kw_only=True)
class OfferView:
    """What can run now after something was mended, as Slack markup, and the number of the operation that froze it."""

    words: str
    button: str
    operation: str


@dataclass(frozen=True, kw_only=True)
class ProxyListView:
    """One page of the proxies."""

    nonce: str  # new for every drawing
    state: str  # the list, encoded
    news: str  # what was just done, Slack markup
    offer: OfferView | None
    filter_line: str
    fresh: str
    failing: int
    wanting: str  # accounts that need a proxy and have none, or empty
    rows: tuple[tuple[str, ...], ...]  # cells
    choices: tuple[ChoiceView, ...]  # the same proxies in the picker
    empty: str  # what to say when there are no rows
    paging: str
    previous: str  # the list each leads to, encoded; empty where there is none
    next: str


@dataclass(frozen=True, kw_only=True)
class ReplaceView:
    """The proxy that is to be replaced, and who uses it. Slack markup."""

    words: str


@dataclass(frozen=True, kw_only=True)
class BroughtView:
    """What became of a list of proxies, as Slack markup."""

    summary: str
    lines: tuple[str, ...]
