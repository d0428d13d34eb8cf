"""Plaza as a server, and what the shared parts must know of it."""

from pathlib import Path
from typing import ClassVar

from aiohttp import web

from bot.sandbox.plaza import businesses, doors, home, invitations, notices, pages, screens
from bot.sandbox.plaza.gate import HOME, LOGIN, PASSWORD, broken, gate
from bot.sandbox.practice.server import PracticeServer, application
from bot.sandbox.practice.traits import Traits

STATIC = Path(__file__).with_name("static")
OVERLAY = '<script type="module">import { ask } from "/static/overlay.js"; ask();</script>'

TRAITS = Traits(
    cookie="plaza_sesion",
    logins=(LOGIN, PASSWORD),
    login_field=doors.USER,
    secret_fields=(doors.KEY, doors.NUMBER),
    invitations="/invitations/",
    usual={
        "notification_dialog": (HOME,),
        "torn": (HOME,),
        "echo": (PASSWORD,),
        "tell": (PASSWORD,),
        "reload_mid_form": ("/paginas/nueva",),
    },
    opens_beside="/avisos",
    # The fields stand in shadow roots: `change` stays inside, `input` comes out.
    reload="addEventListener('input', () => location.reload(), { once: true })",
    overlay=lambda: OVERLAY,
    broken=broken,
    refusals=("contraseña no es", "Passwort stimmt"),
)


class Plaza(PracticeServer):
    """The second practice site: two languages, a log-in in two screens, and an app that draws without navigation."""

    traits: ClassVar[Traits] = TRAITS

    def application(self) -> web.Application:
        rooms = (doors, screens, home, pages, businesses, notices, invitations)
        app = application(self.state, [room.routes for room in rooms], [gate])
        app.router.add_static("/static", STATIC)
        return app
