"""api.test, auth.test, auth.teams.list and apps.connections.open."""

from .call import Call, Handler
from .documents import Json


async def api_test(call: Call) -> Json:
    error = call.text("error")
    echoed = {"args": call.arguments}
    return {"ok": False, "error": error, **echoed} if error else echoed


async def auth_test(call: Call) -> Json:
    workspace, app = call.platform.workspace, call.platform.workspace.app
    grid = workspace.grid
    return {
        "url": f"{call.platform.url}/",
        "team": grid.name if grid and grid.is_org_wide else workspace.name,
        "user": app.name.lower(),
        "team_id": None if workspace.is_org_wide else workspace.team_id,
        **({"enterprise_id": grid.id} if grid else {}),
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": workspace.is_org_wide,
    }


async def teams_list(call: Call) -> Json:
    """The workspaces the token may ask about."""
    workspace = call.platform.workspace
    grid = workspace.grid
    teams = grid.teams if grid and grid.is_org_wide else ((workspace.team_id, workspace.name),)
    return {
        "teams": [{"id": team_id, "name": name} for team_id, name in teams],
        "response_metadata": {"next_cursor": ""},
    }


async def connections_open(call: Call) -> Json:
    address = call.platform.url.replace("http", "ws", 1)
    ticket = call.platform.sockets.ticket()
    return {"url": f"{address}/link?ticket={ticket}&app_id={call.platform.workspace.app.app_id}"}


HANDLERS: dict[str, Handler] = {
    "api.test": api_test,
    "auth.teams.list": teams_list,
    "auth.test": auth_test,
    "apps.connections.open": connections_open,
}
