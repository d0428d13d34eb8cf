"""Collects the handlers of all features, and checks before the start that every id has one."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

import handlers
from handlers.accounts import words
from handlers.proxies import words as proxy_words
from handlers.slack import routing
from handlers.slack.ids import Do, Event, Form, Identifier, Shortcut, Slash
from handlers.words import command_words

SILENT = frozenset(
    {
        Do.SELECT_TASKS,
        Do.SELECT_ACCOUNTS,
        Do.SELECT_PROXIES,
        Do.CHOOSE_ACCOUNTS,
        Do.CHOOSE_GROUP,
        Do.CHOOSE_PAUSE_GROUP,
        Do.FILTER_GROUP,
        Do.OPEN_LINK_NOTE,
        Do.OPEN_LINK_THREAD,
    }
)
"""Clicks that only Slack's client acts on: they are acknowledged, nothing else."""

PARTS = frozenset(
    {
        Do.CHOOSE_CHANNEL,
        Do.TYPE_WHY,
        Do.TYPE_PARAMETER,
        Do.ALLOW_SECOND,
        Do.FILL_LIST,
        Do.TYPE_THEN,
        Do.FILL_FILTER,
        Do.FILL_VIEW,
        Do.FILL_ACCOUNT,
        Do.FILL_PROXY,
        Do.FILL_ALERT,
        Do.FILL_SCHEDULE,
        Do.FILL_PAUSE,
        Do.FILL_NOTICES,
        Do.FILL_HAND_OVER,
        Form.ACCOUNT,
        Form.CARD,
        Form.WHICH_TASK,
        Form.COMPARED,
        Form.ASKED_ACCOUNTS,
        Form.CHOOSE_ALL,
    }
)
"""Fields that are read with their form, and modals without a submit button: Slack sends no request for them."""


def collect() -> None:
    """Import every feature, so that its handlers are registered. Raise LookupError when an id has no handler."""
    _import_features()
    known: Iterable[type[Identifier]] = (Slash, Event, Do, Form, Shortcut)
    answered: set[tuple[type[Identifier], str]] = {
        (type(name), name)
        for table in (
            routing.command, routing.click, routing.event, routing.shortcut, routing.suggestion, routing.form,
            routing.checked_form, routing.reading_form,
        )
        for name in table
    }  # fmt: skip
    silent = {(type(name), str(name)) for name in SILENT | PARTS}
    missing = [str(name) for kind in known for name in kind if (kind, str(name)) not in answered | silent]
    missing += [
        f"{slash} {verb}"
        for slash, verbs in (
            (Slash.TASKS, command_words.VERBS),
            (Slash.ACCOUNTS, words.VERBS),
            (Slash.PROXIES, proxy_words.VERBS),
        )
        for verb in verbs
        if (slash, verb) not in routing.verbs
    ]
    if missing:
        raise LookupError(f"nothing answers {', '.join(missing)}")


@cache  # once for a process, however many conversations it has
def _import_features() -> None:
    for module in walk_packages(handlers.__path__, "handlers."):
        import_module(module.name)
