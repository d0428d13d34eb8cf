"""Builds the account views for one reader at one moment. Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.accounts.views import (
    AccountCardView,
    AccountFormView,
    AccountListView,
    AccountRowView,
    NearView,
)
from handlers.slack import texts
from handlers.slack.ids import Do
from handlers.slack.labels import person, proxy_words, took
from handlers.slack.views import ButtonView, ChoiceView, Field, News
from handlers.words import filter_words, roster_words
from models.domain.conversations import is_channel, is_person
from models.domain.filters import RosterFilter
from models.domain.triage.signs import HELD
from models.domain.values.accounts import (
    AccountDetail,
    AccountPage,
    AccountRecord,
    AccountRow,
    ListedAccount,
    ObservedLogin,
)

_MOST_NEAR = 2  # logins in one sentence: they are long
_EMPTY = "*No accounts yet.* Press *Import* to add accounts from a file, or *Add account* to add one."
_NONE = "*No account matches.* Press *All* to see all of them."


def account_list(
    wanted: RosterFilter, page: AccountPage, *, zone: ZoneInfo, now: datetime, news: str = ""
) -> AccountListView:
    """One page of the accounts for one reader."""
    here = wanted.turned(page.page)
    return AccountListView(
        nonce=format(int(now.timestamp() * 1000), "x"),
        state=roster_words.encode(here),
        filter_line=f"Filter: {texts.escape_words(roster_words.render(wanted)) or 'none'}",
        fresh=f"as of {texts.clock(now, zone=zone)}",
        held=page.held,
        rows=tuple(_row(row, zone, now) for row in page.rows),
        empty=_NONE if wanted.turned(1) != RosterFilter() else _EMPTY,
        paging=f"Total {page.total} · Page {page.page} of {page.pages}",
        previous=roster_words.encode(here.turned(page.page - 1)) if page.page > 1 else "",
        next=roster_words.encode(here.turned(page.page + 1)) if page.page < page.pages else "",
        news=news,
    )


def card(detail: AccountDetail, *, news: News, zone: ZoneInfo, now: datetime) -> AccountCardView:
    """Everything of one account for one reader."""
    held = detail.hold
    since = f" since {texts.moment(held.at, zone=zone, now=now)}" if held else ""
    why = ""
    if held:  # a person's reason stands as they wrote it
        why = (
            f", by {person(held.by)}: {texts.escape(texts.clip(held.why, 500))}"
            if held.by
            else f". {texts.sentence(held.why)}"
        )
    return AccountCardView(
        account_id=detail.account.id,
        fields=tuple(_fields(detail, zone, now)),
        hold=f"{HELD.icon} *{HELD.word}*{since}{why}" if held else "",
        timeline="\n".join(_observed_login(login, zone, now) for login in detail.timeline) or "not seen yet",
        queue=_queue(detail),
        note_link=detail.note_link,
        news=news,
        fresh=f"as of {texts.clock(now, zone=zone)}",
    )


def form(account: AccountRow | None) -> AccountFormView:
    """The form's view of an account, or of a new one (None)."""
    if account is None:
        return AccountFormView(
            account_id="", login="", user_id="", group="", proxy="", needs_proxy=False, owner="",
            has_password=False, has_session=False, has_totp=False,
        )  # fmt: skip
    return AccountFormView(
        account_id=str(account.id),
        login=account.login,
        user_id=account.user_id,
        group=account.group,
        proxy=proxy_words(account.proxy),
        needs_proxy=account.needs_proxy,
        owner=account.owner,
        has_password=account.has_password,
        has_session=account.has_session,
        has_totp=account.has_totp,
    )


def listed(channel: str) -> str:
    """Where the tasks of an account are listed now: the list lies below its card."""
    return (
        f"Its tasks are listed in {f'<#{channel}>' if is_channel(channel) else 'your messages with Bellhop'}."
    )


def added(login: str) -> str:
    """The receipt of an added account."""
    return f"Added *{texts.escape(login)}*. `/tasks new` runs tasks on it."


def saved(before: AccountRow, given: AccountRecord, changed: Collection[str]) -> list[str]:
    """The receipt of a changed account, with a warning where it lost its proxy or the need of one."""
    proxy = given.proxy if "proxy" in changed else before.proxy
    needs_proxy = given.needs_proxy if "needs_proxy" in changed else before.needs_proxy
    if not (before.proxy and not proxy) and not (before.needs_proxy and not needs_proxy):
        return ["Saved."]
    if proxy:
        return [
            "Saved.",
            ":warning: If this account loses its proxy, its tasks now run without one.",
        ]
    if needs_proxy:
        return ["Saved.", ":warning: This account has no proxy now, so its tasks end as *No proxy*."]
    return [
        "Saved.",
        ":warning: This account has no proxy now and needs none, so its tasks use the worker's own address.",
    ]


def blanks(password: str) -> list[str]:
    """That a password was kept with the blanks around it, which a clipboard may have brought along."""
    return (
        ["The password begins or ends with a space. Bellhop keeps it."]
        if password != password.strip()
        else []
    )


def unknown(names: Sequence[str], near: Sequence[str]) -> str:
    """The refusal of names that match no account, or more than one; ``near`` are logins that may be meant."""
    named = ", ".join(f"`{filter_words.shown(name)}`" for name in names[:10])
    meant = ", ".join(f"`{filter_words.shown(login)}`" for login in near[:_MOST_NEAR])
    hint = f"Did you mean {meant}?" if near else "Write the whole login; `/accounts` lists them all."
    return f"There is no account {named}, or more than one. {hint}"


def near(name: str, rows: Sequence[AccountRow]) -> NearView:
    """The answer to a name that is nobody's, or more than one's: the accounts that may be meant."""
    if not rows:
        return NearView(words=unknown([name], ()))
    return NearView(
        words=f"There is no account `{filter_words.shown(name)}`, or more than one. Did you mean one of these?",
        names=tuple(ButtonView(text=row.login, action=Do.OPEN_ACCOUNT, value=str(row.id)) for row in rows),
    )


def _row(row: ListedAccount, zone: ZoneInfo, now: datetime) -> AccountRowView:
    account = row.account
    since = texts.moment(account.login_seen_at, zone=zone, now=now) if account.login_seen_at else ""
    held = f" · on hold: {row.hold.why}" if row.hold else ""
    return AccountRowView(
        cells=(
            "\n".join(filter(None, (texts.clip(account.login, 34), texts.clip(account.user_id, 20)))),
            texts.clip(account.group, 30),
            "\n".join(filter(None, (account.login_status.label, since))),
            texts.clip(proxy_words(account.proxy), 40)
            or ("needed, none" if account.needs_proxy else texts.NOTHING),
            str(row.waiting or texts.NOTHING),
            (texts.clip(row.hold.why, 60) or "yes") if row.hold else texts.NOTHING,
            texts.NOTHING,
        ),
        owner=account.owner if is_person(account.owner) else "",
        choice=ChoiceView(text=texts.clip(f"{account.login}{held}", 75), value=str(account.id)),
    )


def _fields(detail: AccountDetail, zone: ZoneInfo, now: datetime) -> Sequence[Field]:
    account = detail.account
    since = f"\n{texts.moment(account.login_seen_at, zone=zone, now=now)}" if account.login_seen_at else ""
    kept = (
        ("password", account.has_password),
        ("session", account.has_session),
        ("one-time codes", account.has_totp),
    )
    secrets = [name for name, has in kept if has]
    values = {
        "Account ID": "\n".join(filter(None, (texts.escape(account.login), texts.escape(account.user_id)))),
        "Group": texts.escape(account.group),
        "Login status": account.login_status.label + since,
        "Proxy": _proxy(detail, zone, now),
        "Responsible": person(account.owner) if account.owner else texts.NOTHING,
        "Stored, encrypted": ", ".join([*secrets[:-2], " and ".join(secrets[-2:])])
        or "neither password nor session",
    }
    return [Field(label=label, words=value) for label, value in values.items()]


def _proxy(detail: AccountDetail, zone: ZoneInfo, now: datetime) -> str:
    """Its address without the password, and how it answered last."""
    proxy = detail.answer
    if proxy is None:
        return "needed, none set" if detail.account.needs_proxy else "none"
    address = texts.escape(proxy_words(proxy.address))
    if proxy.answers:
        within = f" in {took(proxy.answer_ms)}" if proxy.answer_ms else ""
        return f"{address}\n✅ Answered {texts.moment(proxy.answered_at, zone=zone, now=now)}{within}"
    if proxy.answers is None:
        return f"{address}\nNot asked yet"
    when = texts.moment(proxy.failed_at, zone=zone, now=now)
    return f"{address}\n❌ Did not answer {when}: {texts.escape(texts.clip(proxy.failure, 200))}"


def _queue(detail: AccountDetail) -> str:
    running = f"#{detail.live} runs now. " if detail.live else ""
    if not detail.waiting:
        return running + ("Nothing waits behind it." if detail.live else "Nothing runs or waits.")
    named = ", ".join(f"#{task_id}" for task_id in detail.queue)
    more = f" and {detail.waiting - len(detail.queue)} more" if detail.waiting > len(detail.queue) else ""
    return f"{running}{texts.count(detail.waiting, 'task')} {'waits' if detail.waiting == 1 else 'wait'}: {named}{more}."


def _observed_login(login: ObservedLogin, zone: ZoneInfo, now: datetime) -> str:
    return f"{login.status.label} since {texts.moment(login.at, zone=zone, now=now)} (#{login.task_id})"
