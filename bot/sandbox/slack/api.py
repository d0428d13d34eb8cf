"""/api/<method>: who is asking, may they, is it well put; then the method; then the books."""

from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web

from . import apps, chat, conversations, files, network, usergroups, users, views
from .arguments import parsed, read
from .call import Call, Handler
from .documents import Json
from .methods import APP_LEVEL, METHODS, OF_ONE_TEAM, WITHOUT_TOKEN, Method
from .platform import Platform
from .refusals import Refusal
from .switches import Failure

HANDLERS: dict[str, Handler] = {
    **apps.HANDLERS,
    **chat.HANDLERS,
    **conversations.HANDLERS,
    **files.HANDLERS,
    **usergroups.HANDLERS,
    **users.HANDLERS,
    **views.HANDLERS,
}


@dataclass
class Outcome:
    """How a call ended, for the answer and for the books."""

    arguments: Json
    answer: Json
    status: int = HTTPStatus.OK
    headers: dict[str, str] | None = None


async def serve(platform: Platform, request: web.Request) -> web.Response:
    """Answer one call, and write it down."""
    name = request.match_info["method"]
    time = platform.clock.now()
    await network.latency(platform.switches)
    failure: Failure | None = None
    outcome = Outcome({}, {})
    try:
        token, outcome.arguments = await read(request)
        failure = platform.switches.take(name, _channels(outcome.arguments))
        network.fail(failure)
        outcome.answer = {"ok": True, **(await _perform(platform, name, token, outcome))}
    except Refusal as refusal:
        outcome.answer, outcome.status = refusal.answer(), refusal.status
        outcome.headers = refusal.headers
        platform.books.refused(name, time, refusal.error, refusal.detail)
    lost = failure is not None and failure.answer == network.LOST
    _record(platform, name, time, outcome, lost=lost)
    if lost:
        return network.lose(request)
    headers = {"x-oauth-scopes": ",".join(platform.workspace.app.scopes), **(outcome.headers or {})}
    return web.json_response(outcome.answer, status=outcome.status, headers=headers)


def _channels(arguments: Json) -> set[str]:
    return {str(arguments[name]) for name in ("channel", "channel_id") if name in arguments}


async def _perform(platform: Platform, name: str, token: str, outcome: Outcome) -> Json:
    method = METHODS.get(name)
    if method is None:
        raise Refusal("unknown_method", f"{name} is not served here")
    _check_token(platform, name, token)
    method.check_scopes(platform.workspace.app.scopes)
    _check_rate(platform, method, outcome.arguments)
    outcome.arguments = parsed(outcome.arguments)
    method.check_arguments(outcome.arguments)
    _check_team(platform, name, outcome.arguments)
    return await HANDLERS[name](Call(platform, name, outcome.arguments))


def _check_token(platform: Platform, name: str, token: str) -> None:
    app = platform.workspace.app
    if name in WITHOUT_TOKEN:
        return
    if not token:
        raise Refusal("not_authed", "no token")
    if token not in (app.bot_token, app.app_token):
        raise Refusal("invalid_auth", "nobody's token")
    if (token == app.app_token) != (name in APP_LEVEL):
        raise Refusal("not_allowed_token_type", "the other kind of token is needed")


def _check_team(platform: Platform, name: str, arguments: Json) -> None:
    """An organisation's token must say which of its workspaces is asked about; another's is none of it."""
    workspace = platform.workspace
    if not workspace.is_org_wide or name not in OF_ONE_TEAM:
        return
    if not arguments.get("team_id"):
        raise Refusal("missing_argument", f"{name} needs a team_id with an organisation's token")
    if arguments["team_id"] not in dict(workspace.grid.teams if workspace.grid else ()):
        raise Refusal("team_not_found", f"{arguments['team_id']} is no workspace of the organisation")


def _check_rate(platform: Platform, method: Method, arguments: Json) -> None:
    if not platform.switches.rate_limits:
        return
    platform.rates.count(method.name, method.tier)
    if method.name == "chat.postMessage":
        platform.rates.post(str(arguments.get("channel")))


def _record(platform: Platform, name: str, time: float, outcome: Outcome, *, lost: bool) -> None:
    entry: Json = {
        "method": name,
        "time": time,
        "ok": outcome.answer["ok"],
        "status": 0 if lost else int(outcome.status),
        "arguments": outcome.arguments,
    }
    if "error" in outcome.answer:
        entry["error"] = outcome.answer["error"]
    platform.books.called({**entry, "lost": True} if lost else entry)
