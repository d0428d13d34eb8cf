"""Commons, the first practice site: a small social platform on loopback that stands in for a real one."""

from pathlib import Path
from typing import ClassVar

from aiohttp import web

from bot.sandbox.practice.server import PracticeServer, application
from bot.sandbox.practice.traits import Traits
from bot.sandbox.site import businesses, home, invitations, login, notifications, pages, wizard
from bot.sandbox.site.layout import plain_screen
from bot.sandbox.site.markup import fill
from bot.sandbox.site.middlewares import auth_middleware, error_middleware

STATIC = Path(__file__).with_name("static")


def _broken(_: web.Request) -> web.Response:
    return plain_screen("Something went wrong", fill("broken"), status=500)


TRAITS = Traits(
    cookie="commons_session",
    logins=("/login",),
    login_field="login",
    secret_fields=("password", "code"),
    invitations="/invitations/",
    usual={
        "notification_dialog": ("/home",),
        "torn": ("/home",),
        "echo": ("/login",),
        "tell": ("/login",),
        "reload_mid_form": ("/pages/create/category",),
    },
    opens_beside="/notifications",
    reload="addEventListener('change', () => location.reload(), { once: true })",
    overlay=lambda: fill("notification_dialog"),
    broken=_broken,
    refusals=("password you entered",),
)


class PracticeSite(PracticeServer):
    """The first practice site, in English: pages come whole from the server, a form is a wizard."""

    traits: ClassVar[Traits] = TRAITS

    def application(self) -> web.Application:
        rooms = (login, home, pages, wizard, notifications, businesses, invitations)
        app = application(self.state, [room.routes for room in rooms], [error_middleware, auth_middleware])
        app.router.add_static("/static", STATIC)
        return app
