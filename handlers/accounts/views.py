"""View models of accounts."""

from dataclasses import dataclass

from handlers.slack.views import ButtonView, ChoiceView, Field, News


@dataclass(frozen=True, kw_only=True)
class AccountRowView:
    """One account in the list: its cells, and its line in the picker."""

    cells: tuple[str, ...]
    owner: str  # Slack user, or empty
    choice: ChoiceView


@dataclass(frozen=True, kw_only=True)
class AccountListView:
    """One page of the accounts."""

    nonce: str  # new for every drawing
    state: str  # the list, encoded
    filter_line: str
    fresh: str
    held: int
    rows: tuple[AccountRowView, ...]
    empty: str  # what to say when there are no rows
    paging: str
    previous: str  # the list each leads to, encoded; empty where there is none
    next: str
    news: str = ""


@dataclass(frozen=True, kw_only=True)
class AccountCardView:
    """Everything of one account but its secrets. Words are Slack markup."""

    account_id: int
    fields: tuple[Field, ...]
    hold: str  # why it is held, or empty
    timeline: str
    queue: str
    note_link: str
    news: News
    fresh: str
    paused: str = ""  # what keeps its tasks waiting, or empty


@dataclass(frozen=True, kw_only=True)
class NearView:
    """The answer to a name that is nobody's, as Slack markup, and the accounts that it may have meant."""

    words: str
    names: tuple[ButtonView, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AccountFormView:
    """An account as its form shows it; secrets are never shown."""

    account_id: str  # empty for a new one
    login: str
    user_id: str
    group: str
    proxy: str  # its URL without the password
    needs_proxy: bool
    owner: str
    has_password: bool
    has_session: bool
    has_totp: bool = False


@dataclass(frozen=True, kw_only=True)
class ImportView:
    """The preview or the result of an import, as Slack markup."""

    title: str
    summary: str
    lines: tuple[str, ...]  # refusals, or notes
    submit: str  # empty: there is nothing to confirm
