"""Businesses: the list, one of them, the form that adds one, as JSON."""

import re

from aiohttp import web

from bot.sandbox.plaza.answers import missing, refused, said, sent, sheet
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE

NAME_LIMIT = 100
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

routes = web.RouteTableDef()


@routes.get("/api/empresas")
async def businesses(request: web.Request) -> web.Response:
    words = said(request)
    mine = request.app[STATE].books.memberships_of(request[MEMBER].login)
    return sheet(
        request,
        [
            {
                "id": entry.business.id,
                "name": entry.business.name,
                "says": words["role"].format(role=entry.role),
            }
            for entry in mine
        ],
    )


@routes.get("/api/empresas/nueva")
async def business_form(request: web.Request) -> web.Response:
    """What the site knows of the member already; an address only where the login is one."""
    member = request[MEMBER]
    return web.json_response({"contact": member.name, "email": member.login if "@" in member.login else ""})


@routes.post("/api/empresas")
async def create_business(request: web.Request) -> web.Response:
    form = await sent(request)
    name, contact, email = (str(form.get(field, "")).strip() for field in ("name", "contact", "email"))
    checks = (
        (not name, "business_no_name"),
        (len(name) > NAME_LIMIT, "business_long_name"),
        (not contact, "business_no_contact"),
        (not EMAIL.fullmatch(email), "business_no_email"),
    )
    if problem := next((key for wrong, key in checks if wrong), ""):
        return refused(request, problem)
    business = request.app[STATE].books.found_business(name, request[MEMBER].login, contact, email)
    return web.json_response({"id": business.id})


@routes.get(r"/api/empresas/{id:\d+}")
async def business(request: web.Request) -> web.Response:
    """One business, for those who belong to it; to others it does not exist."""
    books = request.app[STATE].books
    here = [entry for entry in books.memberships if entry.business.id == request.match_info["id"]]
    mine = next((entry for entry in here if entry.login == request[MEMBER].login), None)
    if mine is None:
        return missing()
    people = [[books.members[entry.login].name, entry.role] for entry in here]
    return web.json_response({"name": mine.business.name, "role": mine.role, "people": people})
