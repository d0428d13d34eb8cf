"""Home: the screen after the log-in, with a feed and the account at a glance."""

from aiohttp import web

from bot.sandbox.practice.records import NOTIFICATION_KINDS
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE
from bot.sandbox.site.feed import Post, posts_for
from bot.sandbox.site.layout import screen
from bot.sandbox.site.markup import Markup, fill, join
from bot.sandbox.site.pictures import avatar, icon

FRIENDS_ONLINE = ("Elif Aydin", "Jonas Keller", "Priya Raman", "Tomas Berg", "Wren Castellano")
BIRTHDAY = "Tomas Berg"

routes = web.RouteTableDef()


def _post(post: Post) -> Markup:
    return fill(
        "post",
        author=post.author,
        avatar=avatar(post.author),
        when=post.when,
        text=post.text,
        picture=fill("post_picture", file=post.picture) if post.picture else "",
        likes=str(post.likes),
        comments=str(post.comments),
        globe=icon("globe"),
        like=icon("heart"),
        comment=icon("comment"),
        share=icon("share"),
    )


def _friend(name: str) -> Markup:
    return fill("friend", name=name, avatar=avatar(name))


@routes.get("/home")
async def show_home(request: web.Request) -> web.Response:
    state, member = request.app[STATE], request[MEMBER]
    books = state.books
    content = fill(
        "home",
        first_name=member.first_name,
        avatar=avatar(member.name),
        photo=icon("photo"),
        calendar=icon("calendar"),
        gift=icon("gift"),
        birthday=BIRTHDAY,
        posts=join(_post(post) for post in posts_for(member.user_id, state.posts)),
        page_count=str(len(books.pages_of(member.login))),
        business_count=str(len(books.memberships_of(member.login))),
        switch_count=str(sum(books.is_on(member.login, kind) for kind in NOTIFICATION_KINDS)),
        friends=join(_friend(name) for name in FRIENDS_ONLINE),
    )
    return screen(request, "Home", content)
