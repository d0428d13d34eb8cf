"""The steps for every request from Slack: record the delivery, acknowledge it, do the work.

The work runs after the acknowledgement, as a task of our own that is referenced until it ends: Bolt keeps no
reference to its listeners' tasks, so they could be garbage-collected, and nobody would wait for them at shutdown.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncApp

from handlers import routes
from handlers.access.authorize import known, need, refused
from handlers.error_replies import answering
from handlers.slack import routing
from handlers.slack.blocks import modal, reading, section
from handlers.slack.fallback import NO_ANSWER
from handlers.slack.ids import Do, Identifier
from handlers.slack.request import Body, Request, decode
from handlers.slack.request_limit import PAUSE, Heard, RequestLimit, first_field, too_many
from handlers.slack.services import Accept, Services, Turns, Work
from models.domain.errors import BadRequest, BellhopError, Refused, TooMany
from models.domain.failpoints import Failpoint, reached
from models.domain.permissions import Action
from models.messages import inbox
from models.sql import transaction

Ack = Callable[..., Awaitable[Any]]
T = TypeVar("T")
_STOPPED = "It stopped before its end, and a message says why. Look at the list: all was saved, or nothing."


class Conversation:
    """Registers every listener with a Bolt app. Call ``drain`` at shutdown."""

    def __init__(self, app: AsyncApp, services: Services) -> None:
        routes.collect()
        self._services = services
        self._limit = RequestLimit(services.burst)
        self._running: set[asyncio.Task[None]] = set()
        self._turns = Turns()
        for join, works in (
            (app.command, routing.command),
            (app.action, routing.click),
            (app.shortcut, routing.shortcut),
            (app.event, routing.event),
        ):
            for name, work in works.items():
                join(name)(self._listener(_with_permission(name.needs, work), name, works.apart))
        for callback, accept in routing.form.items():
            app.view(callback)(self._form(_with_permission(callback.needs, accept)))
        for action in routes.SILENT:
            app.action(action)(_acknowledge)
        for name in routing.suggestion:
            app.options(name)(self._suggest)
        for callback, accept in routing.reading_form.items():
            app.view(callback)(self._reading(_with_permission(callback.needs, accept)))
        for callback, accept in routing.checked_form.items():
            app.view(callback)(self._checked(_with_permission(callback.needs, accept), callback.needs))

    async def drain(self, seconds: float) -> None:
        """Wait for the running requests, at most ``seconds``."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)

    def _listener(
        self, work: Work, name: Identifier, apart: AbstractSet[Identifier]
    ) -> Callable[..., Coroutine[Any, Any, None]]:
        async def listener(ack: Ack, body: Body) -> None:
            request = decode(body)
            if (heard := self._limit.hears(request.user)) is not Heard.YES:
                await ack()
                if heard is Heard.TOLD and not request.event:
                    self._start(self._say_too_many, request)
                return
            is_new = await inbox.first_time(request.key, now=self._services.now())
            await ack()
            if is_new:
                # The entries of that menu are clicks of their own.
                chosen = request.value if name is Do.LIST_MENU else name
                self._start(work, request, turn=request.key if chosen in apart else request.turn)

        return listener

    async def _say_too_many(self, _request: Request, _services: Services) -> None:
        raise TooMany(self._limit.burst, PAUSE)

    def _form(self, accept: Accept) -> Callable[..., Coroutine[Any, Any, None]]:
        async def listener(ack: Ack, body: Body) -> None:
            request = await self._sent(ack, body)
            if request is None:
                return
            work = await self._first_or_refusal(accept, request, _of_form(request))
            reached(Failpoint.ACCEPTED)
            await ack()
            if work is not None:
                self._start(work, request)

        return listener

    def _reading(self, accept: Accept) -> Callable[..., Coroutine[Any, Any, None]]:
        async def listener(ack: Ack, body: Body) -> None:
            request = await self._sent(ack, body)
            if request is None:
                return
            work = await self._first_or_refusal(accept, request, request.key)
            title = str(body["view"]["title"]["text"])
            await ack(response_action="update", view=reading(title))
            if work is not None:
                self._start(_with_an_end(work, title), request)

        return listener

    def _checked(self, accept: Accept, needs: Action) -> Callable[..., Coroutine[Any, Any, None]]:
        async def listener(ack: Ack, body: Body) -> None:
            request = await self._sent(ack, body)
            if request is None:
                return
            try:
                work = await self._first(accept, request, _of_form(request))
            except BadRequest as error:
                await ack(response_action="errors", errors=error.refusals)
                return
            except BellhopError as error:
                sentence = await refused(error, self._services) if isinstance(error, Refused) else str(error)
                await ack(response_action="errors", errors={first_field(body): sentence})
                return
            reached(Failpoint.ACCEPTED)
            await ack()
            if work is not None:
                self._start(_with_permission(needs, work), request)

        return listener

    async def _sent(self, ack: Ack, body: Body) -> Request | None:
        """A form with what its person may do, and with Slack asked for those it names. None: one too many, which it says."""
        request = decode(body)
        if self._limit.hears(request.user) is not Heard.YES:
            await ack(**too_many(body, self._limit.burst))
            return None
        asked = self._services.people.ask_ahead(request.people)
        request, _ = await asyncio.gather(known(request, self._services), asked)
        return request

    async def _first(self, accept: Accept, request: Request, key: str) -> Work | None:
        """Accept a form and record that in one transaction; None when it was accepted before.

        A process that dies with the acknowledgement must have it all written, since nobody can send a closed form again.
        """

        async def both() -> Work | None:
            if not await inbox.first_time(key, now=self._services.now()):
                return None
            return await accept(request, self._services)

        return await transaction(both)

    async def _first_or_refusal(self, accept: Accept, request: Request, key: str) -> Work | None:
        """As ``_first``; where it is refused, the work is to say so, once."""
        try:
            return await self._first(accept, request, key)
        except BellhopError as error:
            refusal = error
        if not await inbox.first_time(key, now=self._services.now()):
            return None

        async def refuse(_request: Request, _services: Services) -> None:
            raise refusal

        return refuse

    async def _suggest(self, ack: Ack, body: Body) -> None:
        request = await known(decode(body), self._services)
        menu = Do(request.action)
        suggest = routing.suggestion[menu]
        await ack(options=await suggest(request) if request.may.may(menu.needs) else [])

    def _start(self, work: Work, request: Request, *, turn: str = "") -> None:
        task = asyncio.create_task(self._in_turn(work, request, turn or request.turn))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _in_turn(self, work: Work, request: Request, turn: str) -> None:
        """Handle one person's requests of one surface one at a time, else a slow earlier drawing could replace a later one."""
        async with self._turns.of(turn):
            await answering(self._answer(work, request), request, self._services)

    async def _answer(self, work: Work, request: Request) -> None:
        await work(await known(request, self._services), self._services)


def _with_permission(
    action: Action, work: Callable[[Request, Services], Awaitable[T]]
) -> Callable[[Request, Services], Awaitable[T]]:
    """The work, done only if the request's actor has the permission; else it raises Refused."""

    async def permitted(request: Request, services: Services) -> T:
        need(request, action)
        return await work(request, services)

    return permitted


def _with_an_end(work: Work, title: str) -> Work:
    """The work of a form that waits for its result: whatever ends it without one, the form says that it ended."""

    async def whole(request: Request, services: Services) -> None:
        try:
            await work(request, services)
        except Exception:
            with suppress(
                *NO_ANSWER
            ):  # it may be closed by now; the error is answered by a message in any case
                await services.slack.views_update(
                    view_id=request.view_id, view=modal("reading", title, [section(_STOPPED)])
                )
            raise

    return whole


def _of_form(request: Request) -> str:
    """The key of a form that is closed by accepting it: sent again after a lost acknowledgement, it is the same one."""
    return f"form:{request.view_id or request.key}"


async def _acknowledge(ack: Ack) -> None:
    await ack()
