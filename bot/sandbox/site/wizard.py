"""Wizard: the three steps that create a page: its name, its category, a last look."""

from aiohttp import web

from bot.sandbox.practice.records import PAGE_CATEGORIES, Draft
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE
from bot.sandbox.site.layout import alert, csrf_field, not_found, redirect, screen
from bot.sandbox.site.markup import Markup, fill, join
from bot.sandbox.site.pictures import avatar, cover

NAME_LIMIT = 75
NO_NAME = "Give your page a name."
LONG_NAME = f"A page name can have at most {NAME_LIMIT} characters."
NO_CATEGORY = "Choose a category."
CREATED = "Page created"

CATEGORY_HINTS = (
    "Shops, restaurants and services with an address",
    "Things people can buy or follow",
    "Clubs, groups and causes",
    "Music, painting, writing and stage",
    "Politicians, athletes and creators",
    "Films, shows, games and venues",
)

routes = web.RouteTableDef()


def _step(request: web.Request, number: int, form: str, draft: Draft | None, name: str) -> web.Response:
    """One step of the wizard beside the preview of the page to be."""
    marks = {f"step{at}": ("done", "current", "ahead")[(at >= number) + (at > number)] for at in (1, 2, 3)}
    content = fill(
        "create_page",
        **marks,
        form=form,
        cover=cover(name or "New page"),
        avatar=avatar(name or "P", square=True),
        name=name or "Page name",
        category=(draft.category if draft else "") or "Category",
    )
    return screen(request, "Create a page", content)


def _draft(request: web.Request, token: str) -> Draft | None:
    return request.app[STATE].books.draft_of(token, request[MEMBER].login)


def _ask_name(request: web.Request, problem: str = "", name: str = "") -> web.Response:
    form = fill("create_page_name", alert=alert(problem), csrf_field=csrf_field(request), name=name)
    return _step(request, 1, form, None, name)


@routes.get("/pages/create")
async def show_name(request: web.Request) -> web.Response:
    return _ask_name(request)


@routes.post("/pages/create")
async def take_name(request: web.Request) -> web.Response:
    name = str((await request.post()).get("name", "")).strip()
    if not name or len(name) > NAME_LIMIT:
        return _ask_name(request, LONG_NAME if name else NO_NAME, name)
    draft = request.app[STATE].books.start_draft(request[MEMBER].login, name)
    return redirect(f"/pages/create/category?draft={draft.token}")


def _ask_category(request: web.Request, problem: str = "") -> web.Response:
    draft = _draft(request, request.query.get("draft", ""))
    if draft is None:
        return redirect("/pages/create")

    def choice(at: int, category: str) -> Markup:
        checked = Markup(" checked" if category == draft.category else "")
        hint = CATEGORY_HINTS[at]
        return fill("create_page_choice", at=str(at), category=category, hint=hint, checked=checked)

    form = fill(
        "create_page_category",
        alert=alert(problem),
        csrf_field=csrf_field(request),
        choices=join(choice(at, category) for at, category in enumerate(PAGE_CATEGORIES)),
    )
    return _step(request, 2, form, draft, draft.name)


@routes.get("/pages/create/category")
async def show_category(request: web.Request) -> web.Response:
    return _ask_category(request)


@routes.post("/pages/create/category")
async def take_category(request: web.Request) -> web.Response:
    draft = _draft(request, request.query.get("draft", ""))
    category = str((await request.post()).get("category", ""))
    if draft is None:
        return redirect("/pages/create")
    if category not in PAGE_CATEGORIES:
        return _ask_category(request, NO_CATEGORY)
    request.app[STATE].books.categorise(draft, category)
    return redirect(f"/pages/create/review?draft={draft.token}")


@routes.get("/pages/create/review")
async def review(request: web.Request) -> web.Response:
    draft = _draft(request, request.query.get("draft", ""))
    if draft is None or not draft.category:
        return redirect("/pages/create")
    form = fill(
        "create_page_review",
        csrf_field=csrf_field(request),
        draft=draft.token,
        name=draft.name,
        category=draft.category,
    )
    return _step(request, 3, form, draft, draft.name)


@routes.post("/pages/create/review")
async def create_page(request: web.Request) -> web.Response:
    state = request.app[STATE]
    draft = _draft(request, request.query.get("draft", ""))
    if draft is None or not draft.category:
        return not_found(request, "This draft is gone", "Start again with the name of your page.")
    page = state.books.publish(draft)
    state.sessions.leave_flash(request, CREATED)
    return redirect(f"/pages/{page.id}")
