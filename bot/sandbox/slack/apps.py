"""api.test, auth.test and apps.connections.open."""

from .call import Call, Handler
from .documents import Json


async def api_test(call: Call) -> Json:
    error = call.text("error")
    echoed = {"args": call.arguments}
    return {"ok": False, "error": error, **echoed} if error else echoed


async def auth_test(call: Call) -> Json:
    workspace, app = call.platform.workspace, call.platform.workspace.app
    return {
        "url": f"{call.platform.url}/",
        "team": workspace.name,
        "user": app.name.lower(),
        "team_id": workspace.team_id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


async def connections_open(call: Call) -> Json:
    address = call.platform.url.replace("http", "ws", 1)
    ticket = call.platform.sockets.ticket()
    return {"url": f"{address}/link?ticket={ticket}&app_id={call.platform.workspace.app.app_id}"}


HANDLERS: dict[str, Handler] = {
    "api.test": api_test,
    "auth.test": auth_test,
    "apps.connections.open": connections_open,
}
