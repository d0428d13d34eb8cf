"""The table of everything Slack can send, and the steps each goes through: record it, acknowledge, do the work.

The acknowledgement comes first. The work runs as a task of our own, kept until it ends, because Bolt keeps no
reference to its listeners' tasks: they may be collected before they end, and nobody waits for them at the stop.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp

from handlers import cards, commands, creating, filtering, lists, operations, row_menu
from handlers.errors import answering
from handlers.ids import Do, Form, Shortcut
from handlers.request import Body, Request, decode
from handlers.services import Accept, Services, Work
from models import deliveries
from models.errors import BadRequest
from models.sql import transaction

Ack = Callable[..., Awaitable[Any]]

_COMMANDS: dict[str, Work] = {"/tasks": commands.tasks}

_CLICKS: dict[str, Work] = {
    Do.TURN_FIRST: lists.turn,
    Do.TURN_PREVIOUS: lists.turn,
    Do.TURN_NEXT: lists.turn,
    Do.TURN_LAST: lists.turn,
    Do.REFRESH: lists.turn,
    Do.FILTER: filtering.open_form,
    Do.RESET: lists.reset,
    Do.SHOW_WAITING: lists.waiting,
    Do.GO_TO_PAGE: lists.go_to_page,
    Do.ROWS_PER_PAGE: lists.rows_per_page,
    Do.LAYOUT: lists.lay_out,
    Do.ROW_MENU: row_menu.choose,
    Do.CANCEL_SELECTED: operations.ask_cancel,
    Do.REPEAT_SELECTED: operations.ask_repeat,
    Do.DETAILS_SELECTED: cards.show_selected,
    Do.SELECT_ALL: operations.ask_all,
    Do.CANCEL_ALL: operations.ask_all_cancel,
    Do.REPEAT_ALL: operations.ask_all_repeat,
    Do.UNDO: operations.undo,
    Do.CANCEL_ONE: cards.cancel,
    Do.RETRY_ONE: cards.retry,
    Do.REFRESH_CARD: cards.refresh,
    Do.NEW_TASKS: creating.open_form,
    Do.CHOOSE_TYPE: creating.choose_type,
}

_SILENT = frozenset(
    {Do.SELECT_TASKS, Do.CHOOSE_ACCOUNTS, Do.CHOOSE_GROUP, f"{Do.OPEN_LINK}_note", f"{Do.OPEN_LINK}_thread"}
)
"""Clicks that only Slack's client acts on: acknowledged, nothing more."""

_FORMS: dict[str, Work] = {
    Form.CONFIRM_CANCEL: operations.confirmed,
    Form.CONFIRM_REPEAT: operations.confirmed,
    Form.CONFIRM_RETRY: cards.retry_confirmed,
}

_CHECKED_FORMS: dict[str, Accept] = {Form.NEW_TASKS: creating.accept, Form.FILTER: filtering.accept}
"""Looked at before the acknowledgement, since that carries the refusals to their fields."""

_SHORTCUTS: dict[str, Work] = {
    Shortcut.NEW_TASKS: creating.open_form,
    Shortcut.TASK_DETAILS: cards.show_of_note,
}

_SUGGESTIONS: dict[str, Callable[[Request], Awaitable[list[dict[str, Any]]]]] = {
    Do.CHOOSE_ACCOUNTS: creating.suggest_accounts,
    Do.CHOOSE_GROUP: creating.suggest_groups,
    Do.GO_TO_PAGE: lists.suggest_pages,
}

_log = structlog.get_logger()


class Conversation:
    """Everything people can say to the bot, joined to a Bolt app. ``drain`` at the stop."""

    def __init__(self, app: AsyncApp, services: Services) -> None:
        self._services = services
        self._running: set[asyncio.Task[None]] = set()
        for name, work in _COMMANDS.items():
            app.command(name)(self._listener(work))
        for action, work in _CLICKS.items():
            app.action(action)(self._listener(work))
        for action in _SILENT:
            app.action(action)(_acknowledge)
        for callback, work in _FORMS.items():
            app.view(callback)(self._listener(work))
        for callback, work in _SHORTCUTS.items():
            app.shortcut(callback)(self._listener(work))
        for action in _SUGGESTIONS:
            app.options(action)(self._suggest)
        for callback, accept in _CHECKED_FORMS.items():
            app.view(callback)(self._checked(accept))

    async def drain(self, seconds: float) -> None:
        """Wait for what is being answered, at most so long."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)

    def _listener(self, work: Work) -> Callable[..., Coroutine[Any, Any, None]]:
        async def listener(ack: Ack, body: Body) -> None:
            request = decode(body)
            is_new = await deliveries.first_time(request.key, now=self._services.now())
            await ack()
            if is_new:
                self._start(work(request, self._services), request)

        return listener

    def _start(self, work: Awaitable[None], request: Request) -> None:
        task = asyncio.create_task(answering(work, request, self._services))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _first(self, accept: Accept, request: Request) -> Work | None:
        """Accept a form and record its delivery in one transaction; None when it was accepted before."""
        if not await deliveries.first_time(request.key, now=self._services.now()):
            return None
        return await accept(request, self._services)

    async def _suggest(self, ack: Ack, body: Body) -> None:
        request = decode(body)
        await ack(options=await _SUGGESTIONS[request.action](request))

    def _checked(self, accept: Accept) -> Callable[..., Coroutine[Any, Any, None]]:
        async def listener(ack: Ack, body: Body) -> None:
            request = decode(body)
            try:
                work = await transaction(lambda: self._first(accept, request))
            except BadRequest as error:
                await ack(response_action="errors", errors=error.refusals)
                return
            await ack()
            if work is not None:
                self._start(work(request, self._services), request)

        return listener


async def _acknowledge(ack: Ack) -> None:
    await ack()
