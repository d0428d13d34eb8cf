"""Builds the views of proxies for one reader at one moment. Pure; no password is in what it gets."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.proxies import words
from handlers.proxies.views import BroughtView, OfferView, ProxyListView, ReplaceView
from handlers.slack import texts
from handlers.slack.labels import proxy_words, took
from handlers.slack.views import ChoiceView
from models.domain.conversations import is_channel
from models.domain.outcomes import ProxyAnswer
from models.domain.proxies import ProxyAddress
from models.domain.values.proxies import Given, ListedProxy, ProxyFilter, ProxyPage, Takers

_EMPTY = "*No proxies yet.* Press *Import* for a list of them; an import of accounts brings theirs along."
_NONE = "*Every proxy answers, and none made a task fail.* Press *All* to see them."
_ADDRESS, _LOGIN, _FAILURE, _CHOICE = 70, 30, 160, 75  # characters
_MOST_LINES = 12
_LEFT = "there are too many, or accounts of groups use them in which you may not."
NOT_TESTED = "The proxies were not tested because BELLHOP_SITE_URL is not set for the bot."


def proxy_list(
    wanted: ProxyFilter,
    page: ProxyPage,
    *,
    zone: ZoneInfo,
    now: datetime,
    news: str = "",
    offer: OfferView | None = None,
) -> ProxyListView:
    """One page of the proxies for one reader."""
    here = wanted.turned(page.page)
    need = "account needs" if page.wanting == 1 else "accounts need"
    have = "has" if page.wanting == 1 else "have"
    return ProxyListView(
        nonce=format(int(now.timestamp() * 1000), "x"),
        state=words.encode(here),
        news=news,
        offer=offer,
        filter_line=f"Filter: {'failing' if wanted.failing else 'none'}",
        fresh=f"as of {texts.clock(now, zone=zone)}",
        failing=page.failing,
        wanting=f":warning: {page.wanting} {need} a proxy and {have} none. *Import* gives proxies to a group."
        if page.wanting
        else "",
        rows=tuple(_cells(row, zone, now) for row in page.rows),
        choices=tuple(_choice(row) for row in page.rows),
        empty=_NONE if wanted.failing else _EMPTY,
        paging=f"Total {page.total} · Page {page.page} of {page.pages}",
        previous=words.encode(here.turned(page.page - 1)) if page.page > 1 else "",
        next=words.encode(here.turned(page.page + 1)) if page.page < page.pages else "",
    )


def listed(channel: str) -> str:
    """Where the proxies are listed now: the list lies below the card it was asked for on."""
    return f"The proxies are listed in {f'<#{channel}>' if is_channel(channel) else 'your messages with Bellhop'}."


def offer(ready: int, operation: int) -> OfferView:
    """The offer to run again what a proxy had failed and what can run now."""
    can = "can run now: its account has" if ready == 1 else "can run now: their accounts have"
    return OfferView(
        words=f"*{texts.count(ready, 'task')}* that ended as *No proxy* {can} one that answers.",
        button=f"Re-execute the {ready} that can run now",
        operation=str(operation),
    )


def outcome(answers: Sequence[ProxyAnswer], *, left: int = 0) -> str:
    """The result of a test; ``left`` proxies were not asked."""
    bad = sum(bool(answer.failure) for answer in answers)
    good = len(answers) - bad
    others = f" {texts.count(left, 'other was', 'others were')} not asked: {_LEFT}" if left else ""
    return (
        f"*Tested {texts.count(len(answers), 'proxy', 'proxies')}:* {good} {'answers' if good == 1 else 'answer'}, "
        f"{bad} {'does' if bad == 1 else 'do'} not.{others}"
    )


def replacing(row: ListedProxy) -> ReplaceView:
    """The question by what a proxy is replaced."""
    return ReplaceView(
        words=f"{_quoted(row)}\n"
        f"{texts.count(row.accounts, 'account')}: {texts.escape(_logins(row))}\nAll of them get the other proxy."
    )


def replaced(old: ListedProxy, new: ListedProxy, accounts: int) -> str:
    """What became of a replacement, and how the new proxy answers."""
    sentence = (
        f"*{texts.count(accounts, 'account')}* now {'uses' if accounts == 1 else 'use'} "
        f"{_quoted(new)} in place of {_quoted(old)}."
    )
    match new.answers:
        case True:
            return f"{sentence} It answers, after {took(new.answer_ms)}."
        case False:
            return f"{sentence}\n:x: It does not serve: {texts.escape(new.failure)}"
        case None:
            return f"{sentence} {NOT_TESTED}"


def brought(given: Given, *, same: int, group: str, takers: Takers, file: str) -> BroughtView:
    """The result of an import; ``same`` lines stood twice, ``file`` says what became of the file."""
    total, accounts = len(given.proxies), len(given.accounts)
    lines = (
        f"{texts.count(same, 'line')} {'was' if same == 1 else 'were'} in the list twice and {'is' if same == 1 else 'are'} skipped."
        if same
        else "",
        f"{texts.count(accounts, 'account')} of *{texts.escape(group)}* ({takers.label}) got one each."
        if group
        else "",
        f"{texts.count(given.used, 'proxy', 'proxies')} in use already, so not given to anyone."
        if given.used and group
        else "",
        f"{texts.count(given.left, 'proxy', 'proxies')} left over." if given.left and group else "",
        f":warning: {texts.count(given.unserved, 'account')} got none: the list was too short."
        if given.unserved
        else "",
        file,
    )
    return BroughtView(
        summary=f"Imported: *{texts.count(total, 'proxy', 'proxies')}*, {given.new} of them new.",
        lines=tuple(filter(None, lines)),
    )


def refused(refusals: Mapping[str, str], more: int, *, file: str) -> BroughtView:
    """Why nothing was imported."""
    lines = [f"• {texts.escape(texts.clip(sentence, 250))}" for sentence in refusals.values()]
    hidden = max(len(lines) - _MOST_LINES, 0) + more
    rest = [f"… and {hidden} more."] if hidden else []
    return BroughtView(
        summary="*Nothing was imported.* Fix this and import it again:",
        lines=tuple(filter(None, [*lines[:_MOST_LINES], *rest, file])),
    )


def named(number: int, address: ProxyAddress) -> str:
    """A proxy by number and address: several may differ in nothing but their password."""
    return f"#{number} {texts.clip(proxy_words(address), _ADDRESS)}"


def _quoted(row: ListedProxy) -> str:
    """In a sentence of Slack markup: as code, or Slack makes a link of it. No address has a backtick."""
    return f"`{texts.escape(named(row.id, row.address))}`"


def state(row: ListedProxy) -> str:
    return {True: "answers", False: "does not answer", None: "not asked yet"}[row.answers]


def _cells(row: ListedProxy, zone: ZoneInfo, now: datetime) -> tuple[str, ...]:
    answered = texts.moment(row.answered_at, zone=zone, now=now) if row.answered_at else ""
    failed = texts.moment(row.failed_at, zone=zone, now=now) if row.failed_at else ""
    return (
        named(row.id, row.address),
        state(row),
        f"{row.accounts}\n{_logins(row)}" if row.accounts else texts.NOTHING,
        f"{answered}\nin {took(row.answer_ms)}" if answered else texts.NOTHING,
        f"{failed}\n{texts.clip(row.failure, _FAILURE)}" if failed else texts.NOTHING,
        str(row.failed_tasks or texts.NOTHING),
    )


def _choice(row: ListedProxy) -> ChoiceView:
    return ChoiceView(
        text=texts.clip(f"{named(row.id, row.address)} · {state(row)}", _CHOICE), value=str(row.id)
    )


def _logins(row: ListedProxy) -> str:
    more = row.accounts - len(row.logins)
    listed = ", ".join(texts.clip(login, _LOGIN) for login in row.logins)
    return listed + (f" and {more} more" if more > 0 else "")
