"""Pages: the list, one page, the form that creates one, as JSON."""

from aiohttp import web

from bot.sandbox.plaza.answers import day, missing, refused, said, sent, sheet
from bot.sandbox.practice.records import PAGE_CATEGORIES
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE

NAME_LIMIT = 75

routes = web.RouteTableDef()


@routes.get("/api/paginas")
async def pages(request: web.Request) -> web.Response:
    names = said(request)["categories"]
    mine = request.app[STATE].books.pages_of(request[MEMBER].login)
    return sheet(
        request,
        [
            {"id": page.id, "name": page.name, "says": names.get(page.category, page.category)}
            for page in mine
        ],
    )


@routes.get("/api/paginas/nueva")
async def page_form(request: web.Request) -> web.Response:
    """The categories as the form's menu has them: a code of the site's own, and a name."""
    names = said(request)["categories"]
    choices = [[f"k{at + 11}", names[category]] for at, category in enumerate(PAGE_CATEGORIES)]
    return web.json_response({"categories": choices})


@routes.post("/api/paginas")
async def create_page(request: web.Request) -> web.Response:
    form = await sent(request)
    name, code = str(form.get("name", "")).strip(), str(form.get("category", ""))
    categories = {f"k{at + 11}": category for at, category in enumerate(PAGE_CATEGORIES)}
    if not name or len(name) > NAME_LIMIT:
        return refused(request, "page_long_name" if name else "page_no_name")
    if code not in categories:
        return refused(request, "page_no_category")
    page = request.app[STATE].books.add_page(name, categories[code], request[MEMBER].login)
    return web.json_response({"id": page.id})


@routes.get(r"/api/paginas/{id:\d+}")
async def page(request: web.Request) -> web.Response:
    wanted = request.match_info["id"]
    found = next((page for page in request.app[STATE].books.pages if page.id == wanted), None)
    if found is None:
        return missing()
    category = said(request)["categories"].get(found.category, found.category)
    return web.json_response({"name": found.name, "says": category, "created": day(found.created_at)})
