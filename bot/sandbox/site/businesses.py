"""Businesses: the business managers of an account, one of them, and the form that creates one."""

import re

from aiohttp import web

from bot.sandbox.practice.records import Membership
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE
from bot.sandbox.site.layout import alert, csrf_field, redirect, screen
from bot.sandbox.site.markup import Markup, fill, join
from bot.sandbox.site.pictures import avatar, icon

NAME_LIMIT = 100
CREATED = "Business manager created"
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

routes = web.RouteTableDef()


def _item(membership: Membership) -> Markup:
    business = membership.business
    return fill(
        "business_item",
        id=business.id,
        name=business.name,
        role=membership.role,
        avatar=avatar(business.name, square=True),
    )


@routes.get("/business")
async def list_businesses(request: web.Request) -> web.Response:
    mine = request.app[STATE].books.memberships_of(request[MEMBER].login)
    if mine:
        shown = fill("list", label="Business managers", items=join(_item(entry) for entry in mine))
    else:
        shown = fill(
            "empty",
            icon=icon("briefcase"),
            heading="You belong to no business yet",
            sentence="Keep pages, advertising accounts and the people who run them in one place.",
        )
    return screen(request, "Business managers", fill("businesses", shown=shown, plus=icon("plus")))


def _form(request: web.Request, problem: str = "", **values: str) -> web.Response:
    content = fill(
        "create_business",
        alert=alert(problem),
        csrf_field=csrf_field(request),
        pages_icon=icon("flag"),
        people_icon=icon("people"),
        chart_icon=icon("chart"),
        **({"business_name": "", "contact": request[MEMBER].name, "email": request[MEMBER].email} | values),
    )
    return screen(request, "Create a business manager", content)


def _problem(name: str, contact: str, email: str) -> str:
    """The first thing wrong with the form, as a sentence."""
    checks = (
        (not name, "Give your business a name."),
        (len(name) > NAME_LIMIT, f"A business name can have at most {NAME_LIMIT} characters."),
        (not contact, "Enter your name."),
        (not email, "Enter your work email."),
        (not EMAIL.fullmatch(email), "Enter a valid email address."),
    )
    return next((sentence for wrong, sentence in checks if wrong), "")


@routes.get("/business/create")
async def ask(request: web.Request) -> web.Response:
    return _form(request)


@routes.post("/business/create")
async def create(request: web.Request) -> web.Response:
    state = request.app[STATE]
    form = await request.post()
    name, contact, email = (
        str(form.get(field, "")).strip() for field in ("business_name", "contact", "email")
    )
    if problem := _problem(name, contact, email):
        return _form(request, problem, business_name=name, contact=contact, email=email)
    business = state.books.found_business(name, request[MEMBER].login, contact, email)
    state.sessions.leave_flash(request, CREATED)
    return redirect(f"/business/{business.id}")


@routes.get(r"/business/{id:\d+}")
async def show(request: web.Request) -> web.Response:
    """One business manager, for those who belong to it; to others it does not exist."""
    books, member = request.app[STATE].books, request[MEMBER]
    wanted = request.match_info["id"]
    here = [entry for entry in books.memberships if entry.business.id == wanted]
    mine = next((entry for entry in here if entry.login == member.login), None)
    if mine is None:
        raise web.HTTPNotFound
    names = [(books.members[entry.login].name, entry) for entry in here]
    content = fill(
        "business",
        id=wanted,
        name=mine.business.name,
        role=mine.role,
        avatar=avatar(mine.business.name, square=True),
        people=join(
            fill("business_person", name=name, role=entry.role, avatar=avatar(name)) for name, entry in names
        ),
        people_count=str(len(here)),
        created=f"{mine.business.created_at:%d %B %Y}".lstrip("0"),
        flag=icon("flag"),
        chart=icon("chart"),
        people_icon=icon("people"),
    )
    return screen(request, mine.business.name, content)
