"""The form of one account: adds an account, or changes one."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from handlers.access.authorize import change
from handlers.accounts import card, present
from handlers.accounts.card_blocks import NEEDS, account_form
from handlers.accounts.hand_over.secrets import password_typed
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.ids import Do, Form, Slash
from handlers.slack.labels import proxy_words
from handlers.slack.request import Request
from handlers.slack.services import Services, Work
from handlers.words import shown_fields
from handlers.words.typed_text import plain
from models.accounts import logins, records
from models.domain.account_files.record import refusal
from models.domain.errors import BadRequest, Outdated
from models.domain.one_time_codes import parse_totp
from models.domain.permissions import Action
from models.domain.proxies import parse_proxy
from models.domain.sessions.reader import read_session
from models.domain.values.accounts import CHANGED, AccountRecord, AccountRow
from models.secrets.sealing import Sealer

T = TypeVar("T")
_NAMES = ("login", "user_id", "group", "owner")
_TEXTS = (*_NAMES, "proxy", "password", "session", "totp")


@routing.click(Do.EDIT_ACCOUNT)
async def open_form(request: Request, services: Services) -> None:
    """Edit: the form on top of the card."""
    account = await records.get(card.number_of(request))
    if account is None:
        await services.answer(request, card.GONE)
        return
    private = origins.on_card(account.id, request, shown_fields.pack(_shown(account)))
    view = account_form(present.form(account), private=private)
    await services.slack.views_push(trigger_id=request.trigger_id, view=view)


@routing.verb(Slash.ACCOUNTS, "add")
async def add_by_words(_: object, request: Request, services: Services) -> None:
    """``/accounts add``."""
    await open_empty_form(request, services)


@routing.click(Do.ADD_ACCOUNT)
async def open_empty_form(request: Request, services: Services) -> None:
    """Add account."""
    view = account_form(present.form(None), private="")
    await services.slack.views_open(trigger_id=request.trigger_id, view=view)


@routing.checked_form(Form.EDIT_ACCOUNT)
async def accept(request: Request, services: Services) -> Work:
    """Save the form, or raise BadRequest with refusals by block id; then nothing is changed."""
    sealer = services.needed_sealer("group")
    number, shown = origins.about(request), origins.shown(request)
    if request.private and not number:
        raise Outdated
    account = await records.get(number) if number else None
    if number and account is None:
        raise BadRequest({"group": card.GONE})
    record = _read(request, account.login if account else "", services.site_url)
    services.people.need_people("owner", [record.owner])
    if account is None and await logins.known_logins([record.login]):
        raise BadRequest({"login": "An account with that login already exists."})
    sentences = await change(
        request,
        services,
        Action.EDIT_ACCOUNTS,
        record.login,
        partial(_change, record, number, shown, sealer) if account else partial(_add, record, sealer),
    )

    async def begin(request: Request, services: Services) -> None:
        if account is None:
            await services.answer(request, " ".join(sentences))
            return
        await card.redraw_beneath(request, services, "\n".join(sentences) or "Nothing was changed.")

    return begin


async def _add(record: AccountRecord, sealer: Sealer) -> list[str]:
    await records.save_accounts([record], sealer=sealer)
    return [present.added(record.login), *present.blanks(record.password)]


async def _change(record: AccountRecord, number: int, shown: str, sealer: Sealer) -> list[str]:
    """Save what the form's person changed: the sentences of the receipt, none when that is nothing. Raise BadRequest."""
    now = await records.get(number, locked=True)
    if now is None:
        raise BadRequest({"group": card.GONE})
    changed = shown_fields.changed(shown, typed=_typed(record), now=_shown(now))
    if not (changed or record.password or record.has_session or record.totp):
        return []
    to_save = replace(
        record,
        group=record.group if "group" in changed else now.group,
        proxy=record.proxy if "proxy" in changed else None,
        left=frozenset({"group", *CHANGED}) - changed,
    )
    await records.save_accounts([to_save], sealer=sealer)
    return [*present.saved(now, record, changed), *present.blanks(record.password)]


def _shown(account: AccountRow) -> dict[str, str]:
    """The fields that the form shows, as it gives them back."""
    names = {"user_id": account.user_id, "group": account.group, "owner": account.owner}
    return {name: plain(value).strip() for name, value in names.items()} | {
        "proxy": proxy_words(account.proxy), "needs_proxy": NEEDS if account.needs_proxy else ""
    }  # fmt: skip


def _typed(record: AccountRecord) -> dict[str, str]:
    """The same fields as they came back; a proxy's password, which the form never shows, makes it another one."""
    secret = " with a password" if record.proxy and record.proxy.password else ""
    return {
        "user_id": record.user_id, "group": record.group, "owner": record.owner,
        "proxy": proxy_words(record.proxy) + secret, "needs_proxy": NEEDS if record.needs_proxy else "",
    }  # fmt: skip


def _read(request: Request, login: str, site_url: str) -> AccountRecord:
    """The account record from the form; raise BadRequest with refusals by block id."""
    typed = {name: "".join(request.chosen(name, Do.FILL_ACCOUNT)).strip() for name in _TEXTS}
    typed["password"] = password_typed(request, Do.FILL_ACCOUNT)
    typed |= {name: plain(typed[name]).strip() for name in _NAMES}  # a secret is what it is
    typed["login"] = login or typed["login"]
    refusals = {name: _sentence(why) for name in _TEXTS if (why := refusal(name, typed[name]))}
    proxy = _parsed(parse_proxy, "proxy", typed, refusals)
    session = _parsed(partial(read_session, site_url=site_url), "session", typed, refusals)
    totp = _parsed(parse_totp, "totp", typed, refusals)
    if refusals:
        raise BadRequest(refusals)
    return AccountRecord(
        login=typed["login"], group=typed["group"], user_id=typed["user_id"], password=typed["password"], proxy=proxy,
        needs_proxy=NEEDS in request.chosen("needs_proxy", Do.FILL_ACCOUNT), session=session.state if session else None,
        owner=typed["owner"], totp=totp.text if totp else "",
    )  # fmt: skip


def _parsed(
    parse: Callable[[str], T], name: str, typed: dict[str, str], refusals: dict[str, str]
) -> T | None:
    """A field's parsed value; None when it is empty, or refused."""
    try:
        return parse(typed[name]) if typed[name] else None
    except ValueError as error:
        refusals[name] = _sentence(str(error))
        return None


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
