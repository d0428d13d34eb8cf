"""Layout: the frame around every screen, for members (top bar and navigation) and for everybody else."""

from aiohttp import web

from bot.sandbox.practice.members import Member
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE
from bot.sandbox.site.markup import Markup, escape, fill, join
from bot.sandbox.site.pictures import avatar, icon

NAVIGATION = (
    ("/home", "Home", "home"),
    ("/pages", "Pages", "flag"),
    ("/notifications", "Notifications", "bell"),
    ("/business", "Business", "briefcase"),
)


def _navigation(path: str) -> Markup:
    def link(target: str, text: str, sign: str) -> Markup:
        current = path == target or path.startswith(f"{target}/")
        mark = Markup(' aria-current="page"' if current else "")
        return fill("nav_link", target=target, text=text, icon=icon(sign), current=mark)

    return join(link(*entry) for entry in NAVIGATION)


def alert(sentence: str) -> Markup:
    """A sentence about what went wrong, or nothing."""
    return fill("alert", sentence=sentence, icon=icon("alert")) if sentence else Markup()


def _status(sentence: str) -> Markup:
    return fill("status", sentence=sentence, icon=icon("check")) if sentence else Markup()


def csrf_field(request: web.Request) -> Markup:
    """The hidden field that every form carries."""
    token = request.app[STATE].sessions.form_token(request)
    return Markup(f'<input type="hidden" name="csrf" value="{escape(token)}">')


def answer(body: str, status: int = 200) -> web.Response:
    return web.Response(
        text=body, status=status, content_type="text/html", headers={"Cache-Control": "no-store"}
    )


def redirect(path: str) -> web.Response:
    return web.Response(status=302, headers={"Location": path})


def screen(request: web.Request, title: str, content: str, *, status: int = 200) -> web.Response:
    """A screen for a member, with the sentence that the last action left for it."""
    sessions = request.app[STATE].sessions
    member = request[MEMBER]
    page = fill(
        "member_frame",
        title=title,
        csrf=sessions.form_token(request),
        csrf_field=csrf_field(request),
        avatar=avatar(member.name),
        **_account(member),
        search=icon("search"),
        navigation=_navigation(request.path),
        status=_status(sessions.take_flash(request)),
        content=content,
    )
    return answer(page, status)


def _account(member: Member) -> dict[str, str]:
    return {"name": member.name, "login": member.login, "user_id": member.user_id}


def plain_screen(title: str, content: str, *, status: int = 200) -> web.Response:
    """A screen for somebody who is not let in: log-in, checkpoint, errors."""
    return answer(fill("plain_frame", title=title, content=content), status)


def not_found(request: web.Request, heading: str, sentence: str) -> web.Response:
    """A 404 in the frame that the visitor is in."""
    card = fill("missing", heading=heading, sentence=sentence, icon=icon("compass"))
    if request.get(MEMBER) is None:
        return plain_screen(heading, card, status=404)
    return screen(request, heading, card, status=404)
