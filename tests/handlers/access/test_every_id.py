"""Every id, for every role: a request without permission is refused, audited, and changes nothing."""

from dataclasses import replace
from typing import Any

import pytest

from handlers import routes
from handlers.accounts import words
from handlers.proxies import words as proxy_words
from handlers.slack import routing
from handlers.slack.ids import Identifier
from handlers.words import command_words
from handlers.words.verbs import Verb
from models.access.grants import Audit
from models.domain.permissions import NEEDED, Action, Role
from tests.handlers.access.conftest import given
from tests.handlers.bolt_harness import BoltHarness

_ROLES = {
    "nobody": None,
    "viewer": Role.VIEWER,
    "operator": Role.OPERATOR,
    "admin": Role.ADMIN,
}
routes.collect()
_KINDS = {"action": routing.click, "shortcut": routing.shortcut, "event": routing.event}
_VIEWS = {**routing.form, **routing.reading_form, **routing.checked_form}
_VERBS: dict[str, dict[str, Verb[Any]]] = {
    "/tasks": command_words.VERBS,
    "/accounts": words.VERBS,
    "/proxies": proxy_words.VERBS,
}
_IDS = [
    *[(kind, name) for kind, table in _KINDS.items() for name in table],
    *[("view", name) for name in _VIEWS],
    *[(slash, verb) for slash, verbs in _VERBS.items() for verb in verbs],
]
_AFTER = {
    "show": "1",
    "batch": "1",
    "cancel": "1",
    "retry": "1",
    **dict.fromkeys(("next", "later", "normal"), "1"),
    "view": "morning",
    "hold": "ann",
    "release": "ann",
    "list": "",
}


def _need(kind: str, name: str) -> Action:
    return _VERBS[kind][name].needs if kind in _VERBS else _id(name).needs


def _id(name: str) -> Identifier:
    assert isinstance(name, Identifier)
    return name


async def _send(harness: BoltHarness, kind: str, name: str) -> None:
    if kind in _VERBS:
        verb = "" if name == "list" else name
        await harness.say(kind, f"{verb} {_AFTER.get(name, '')}".strip(), user="U0WHO")
    elif kind == "action":
        await harness.click(name, user="U0WHO", value="1")
    elif kind == "view":
        await harness.submit(name, user="U0WHO", private="{}")
    else:
        event = {"type": name, "user": "U0WHO", "tab": "home"} if kind == "event" else {}
        await harness.send(kind, name, user="U0WHO", callback_id=name, event=event)


async def _is_permitted(harness: BoltHarness, kind: str, name: str) -> bool:
    """Whether the first permission check passed; a later one may still refuse."""
    action, before = _need(kind, name), await Audit.all().count()
    await _send(harness, kind, name)
    return not await _refused(kind, name, action, before)


async def _refused(kind: str, name: str, action: Action, before: int) -> bool:
    """Whether the first check refused this, in the audit rows after the first ``before``.

    The check inside a change is audited with the change's subject; the first check, with the id's name.
    """
    first_checks = Audit.filter(allowed=False, actor="U0WHO", action=action.value, id__gt=before)
    return await first_checks.filter(about__startswith=kind if kind.startswith("/") else name).exists()


@pytest.mark.parametrize("who", _ROLES)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_each_id_works_for_who_may_and_for_nobody_else(harness: BoltHarness, who: str) -> None:
    await given(who)
    role = _ROLES[who]

    for kind, name in _IDS:
        needed = NEEDED[_need(kind, name)]
        wanted = needed is None or (role is not None and role >= needed)
        assert await _is_permitted(harness, kind, name) == wanted, (kind, name)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_test_above_fails_for_every_id_without_its_check(
    harness: BoltHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind: list[tuple[str, str]] = []
    for kind, name in _IDS:
        true_need, before = _need(kind, name), await Audit.all().count()
        if NEEDED[true_need] is None:
            continue
        with monkeypatch.context() as mutated:
            if kind in _VERBS:
                mutated.setitem(_VERBS[kind], name, replace(_VERBS[kind][name], needs=Action.ASK))
            else:
                mutated.setattr(_id(name), "needs", Action.ASK)
            unprotected = BoltHarness()  # the needs are read when the conversation is created
            await _send(unprotected, kind, name)
        if await _refused(kind, name, true_need, before):
            blind.append((kind, name))

    assert blind == []
