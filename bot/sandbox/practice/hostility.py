"""Hostility: the middleware that does to a request what the behaviour switches say."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox.practice.behaviour import Behaviour
from bot.sandbox.practice.echo import REPEATS
from bot.sandbox.practice.state import STATE
from bot.sandbox.practice.traits import Traits

Effect = Callable[[web.Request, Behaviour], Awaitable[web.StreamResponse | None]]

GONE_CHECK_SECONDS = 0.5  # how often a hanging request looks whether its browser has left
TORN = "torn"
COUNTS = (
    "navigator.sendBeacon('/count', '1')",
    "fetch('/count', { method: 'POST', keepalive: true, body: '1' })",
)

DIALOGS = (
    "alert('The site will be under maintenance tonight from 01:00 to 03:00.')",
    "confirm('Do you want to see what is new here?')",
    "prompt('How likely are you to recommend us to a friend? (0 to 10)')",
)


async def _slow(request: web.Request, behaviour: Behaviour) -> None:
    closing = request.app[STATE].closing
    try:
        await asyncio.wait_for(closing.wait(), behaviour.value / 1000)
    except TimeoutError:
        return


async def _hang(request: web.Request, _: Behaviour) -> web.StreamResponse:
    closing = request.app[STATE].closing
    while request.transport is not None and not request.transport.is_closing():
        try:
            await asyncio.wait_for(closing.wait(), GONE_CHECK_SECONDS)
        except TimeoutError:
            continue
        break
    return await _drop(request, _)


async def _drop(request: web.Request, _: Behaviour) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=204)  # nobody reads it: the connection is gone


async def _error500(request: web.Request, _: Behaviour) -> web.StreamResponse:
    return request.app[STATE].traits.broken(request)


async def _redirect_loop(request: web.Request, _: Behaviour) -> web.StreamResponse:
    hop = int(request.query.get("hop") or 0) + 1
    return web.Response(status=302, headers={"Location": f"{request.path}?hop={hop}"})


EFFECTS: Mapping[str, Effect] = {
    "slow": _slow,
    "hang": _hang,
    "drop": _drop,
    "error500": _error500,
    "redirect_loop": _redirect_loop,
}


def _dialog(behaviour: Behaviour, _: Traits) -> str:
    call = DIALOGS[min(max(behaviour.value, 0), len(DIALOGS) - 1)]
    return f"<script>addEventListener('load', () => {call})</script>"


def _endless_script(behaviour: Behaviour, _: Traits) -> str:
    start = f"setTimeout(() => {{ for (;;) {{}} }}, {behaviour.value})"
    return f"<script>addEventListener('load', () => {start})</script>"


def _reload_mid_form(_: Behaviour, traits: Traits) -> str:
    return f"<script>{traits.reload}</script>"


def _new_windows(_: Behaviour, traits: Traits) -> str:
    return f"""<script>addEventListener('DOMContentLoaded', () => {{
        document.querySelectorAll('a[href], form').forEach(part => {{ part.target = '_blank'; }});
        window.open('{traits.opens_beside}');
    }})</script>"""


def _counted(behaviour: Behaviour, _: Traits) -> str:
    count = COUNTS[min(max(behaviour.value, 0), len(COUNTS) - 1)]
    return f"<script>addEventListener('mousedown', () => {count}, true)</script>"


def _live(behaviour: Behaviour, _: Traits) -> str:
    return f"""<script>(function open() {{
        new WebSocket(location.origin.replace('http', 'ws') + '/live').onclose =
            () => setTimeout(open, {behaviour.value});
    }})()</script>"""


def _notification_dialog(_: Behaviour, traits: Traits) -> str:
    return traits.overlay()


INSERTS: Mapping[str, Callable[[Behaviour, Traits], str]] = {
    "dialog": _dialog,
    "endless_script": _endless_script,
    "reload_mid_form": _reload_mid_form,
    "new_windows": _new_windows,
    "counted": _counted,
    "live": _live,
    "notification_dialog": _notification_dialog,
}


async def _login_of(request: web.Request) -> str:
    """Whose request this is. Somebody who logs in is already the account that the form names."""
    state = request.app[STATE]
    if request.path in state.traits.logins and request.method == "POST":
        member = state.books.member_by(str((await request.post()).get(state.traits.login_field, "")))
        return member.login if member else ""
    session = state.sessions.of(request)
    return session.login if session else ""


async def _spoil(request: web.Request, login: str, *, after: bool) -> web.StreamResponse | None:
    state = request.app[STATE]
    met = state.behaviours.take(login, request.path, request.method, frozenset(EFFECTS), after=after)
    for behaviour in met:
        if answer := await EFFECTS[behaviour.kind](request, behaviour):
            return answer
    return None


async def _deface(request: web.Request, login: str, response: web.StreamResponse) -> web.StreamResponse:
    """Do to a page that was served well what its reader meets only in the browser."""
    if not isinstance(response, web.Response) or response.status != web.HTTPOk.status_code:
        return response
    if response.content_type != "text/html" or response.text is None:
        return response
    state = request.app[STATE]
    met = state.behaviours.take(login, request.path, request.method, frozenset((*INSERTS, *REPEATS, TORN)))
    for behaviour in met:
        if behaviour.kind in REPEATS and (typed := await _typed(request)):
            response.text = REPEATS[behaviour.kind](
                response.text, typed, behaviour.value, state.traits.refusals
            )
        if behaviour.kind in INSERTS:
            inserted = INSERTS[behaviour.kind](behaviour, state.traits)
            response.text = response.text.replace("</body>", f"{inserted}\n</body>")
    torn = next((behaviour for behaviour in met if behaviour.kind == TORN), None)
    return await _in_two_parts(request, login, response.text, torn) if torn else response


async def _typed(request: web.Request) -> str:
    """The password, or the one-time code, of the form that was posted."""
    form = await request.post()
    values = (form.get(field) for field in request.app[STATE].traits.secret_fields)
    return str(next(filter(None, values), ""))


async def _in_two_parts(
    request: web.Request, login: str, page: str, behaviour: Behaviour
) -> web.StreamResponse:
    """Send a page up to the middle of the account's name; then, a while later, the rest."""
    middle = page.find(login) + len(login) // 2
    response = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8"})
    await response.prepare(request)
    await response.write(page[:middle].encode())
    await _slow(request, behaviour)
    await response.write(page[middle:].encode())
    return response


@web.middleware
async def hostility(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Spoil the request, the answer, or the page that comes back, if a switch says so."""
    if request.path.startswith("/_"):
        return await handler(request)
    state = request.app[STATE]
    if state.latency_ms:
        await asyncio.sleep(state.latency_ms / 1000)
    login = await _login_of(request)
    if spoiled := await _spoil(request, login, after=False):
        return spoiled
    response = await handler(request)
    if spoiled := await _spoil(request, login, after=True):
        return spoiled
    return await _deface(request, login, response)
