"""Pages: the list of an account's pages, and one page."""

from aiohttp import web

from bot.sandbox.practice.records import Page
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE
from bot.sandbox.site.layout import screen
from bot.sandbox.site.markup import Markup, fill, join
from bot.sandbox.site.pictures import avatar, cover, icon

routes = web.RouteTableDef()


def _item(page: Page) -> Markup:
    return fill(
        "page_item", id=page.id, name=page.name, category=page.category, avatar=avatar(page.name, square=True)
    )


@routes.get("/pages")
async def list_pages(request: web.Request) -> web.Response:
    mine = request.app[STATE].books.pages_of(request[MEMBER].login)
    if mine:
        shown = fill("list", label="Pages", items=join(_item(page) for page in mine))
    else:
        shown = fill(
            "empty",
            icon=icon("flag"),
            heading="You have no pages yet",
            sentence="A page lets a business, a brand or a club speak for itself on Commons.",
        )
    return screen(request, "Your pages", fill("pages", shown=shown, plus=icon("plus")))


@routes.get(r"/pages/{id:\d+}")
async def show_page(request: web.Request) -> web.Response:
    page = next(
        (page for page in request.app[STATE].books.pages if page.id == request.match_info["id"]), None
    )
    if page is None:
        raise web.HTTPNotFound
    content = fill(
        "page",
        id=page.id,
        name=page.name,
        category=page.category,
        created=f"{page.created_at:%d %B %Y}".lstrip("0"),
        cover=cover(page.name),
        avatar=avatar(page.name, square=True),
        info=icon("info"),
        clock=icon("clock"),
        flag=icon("flag"),
    )
    return screen(request, page.name, content)
