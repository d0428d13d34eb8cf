"""Saved views: a list saved under a name, for one person or for a channel."""

from handlers.lists import surfaces
from handlers.lists.saved_view_blocks import CHANNEL, DELETE, saved_views, view_form
from handlers.slack import origin as origins
from handlers.slack import routing, texts
from handlers.slack.blocks import Block, option
from handlers.slack.ids import Do, Form, Slash, is_channel
from handlers.slack.request import Request, number
from handlers.slack.services import Services, Work
from handlers.slack.views import ChoiceView, SavedView
from handlers.words import filter_words, list_state
from handlers.words.command_words import Command
from handlers.words.typed_text import plain
from models.access import grants
from models.domain.errors import BadFilter, BadRequest, Refused
from models.domain.permissions import Action, Deed, Role
from models.domain.text import folded, meant
from models.messages import saved_views as views
from models.messages.saved_views import LONGEST_NAME, View, ViewInput

_NONE = "There is no saved view yet. Draw a list, for example with `/tasks waiting`, and press *Save view*."


@routing.click(Do.SAVE_VIEW)
async def open_form(request: Request, services: Services) -> None:
    """Ask for the name of the list on the screen, and for whom it is."""
    origin = origins.of(
        request, list_state.encode(list_state.decode(request.value))
    )  # re-encoded, so that it is valid and fits the form
    drawn = view_form(
        _filter(request.value),
        in_channel=bool(_channel(request)),
        longest=LONGEST_NAME,
        private=origins.pack(origin),
    )
    await services.slack.views_open(trigger_id=request.trigger_id, view=drawn)


@routing.checked_form(Form.SAVE_VIEW)
async def accept(request: Request, services: Services) -> Work:
    """Save the list under the name; raise BadRequest with refusals by block id."""
    origin = origins.unpack(request.private)
    name = " ".join(plain("".join(request.chosen("name", Do.FILL_VIEW))).split())
    if not name or len(name) > LONGEST_NAME:
        raise BadRequest({"name": f"A name has 1 to {LONGEST_NAME} characters."})
    whose = "".join(request.chosen("whose", Do.FILL_VIEW))
    owner = origin.channel if whose == CHANNEL.value and origin.channel else request.user
    new = ViewInput(
        owner=owner,
        name=name,
        sheet=_from_first_page(origin.sheet),
        by=request.user,
        role=request.may.role or Role.VIEWER,
    )
    replaced = await views.save(
        new, now=services.now(), may_replace=lambda view: _check_role(view, "save over", request, services)
    )

    async def begin(request: Request, services: Services) -> None:
        done = "Saved anew" if replaced else "Saved"
        text = f"{done}: `/tasks view {filter_words.shown(name)}` shows it, and so does *Saved views* under each list."
        await surfaces.reply(origin, request, services, text, [])

    return begin


@routing.suggestion(Do.SAVED_VIEWS)
async def suggest(request: Request) -> list[Block]:
    """The views of the person and the channel whose titles contain the typed text."""
    saved = await views.of(*_owners(request))
    choices = [ChoiceView(text=_title(view), value=str(view.id)) for view in saved]
    return [option(choice) for choice in choices if folded(request.typed) in folded(choice.text)]


@routing.click(Do.SAVED_VIEWS)
async def choose(request: Request, services: Services) -> None:
    """A view was chosen under a list: show it instead of that list."""
    view = await views.get(number(request.value), *_owners(request))
    if view is None:
        raise BadFilter("That view is gone: somebody deleted it.")
    await surfaces.redraw(list_state.decode(view.sheet), origins.of(request), request, services)


@routing.verb(Slash.TASKS, "view")
async def show(command: Command, request: Request, services: Services) -> None:
    """``/tasks view NAME``."""
    name = command.name
    saved = await views.of(*_owners(request))
    view = await views.named(meant(name, [one.name for one in saved]), *_owners(request))
    if view is None:
        known = ", ".join(f"`{filter_words.shown(other.name)}`" for other in saved)
        raise BadFilter(
            f"There is no saved view `{filter_words.shown(name)}`. "
            + (f"There are {known}." if known else _NONE)
        )
    await surfaces.show(list_state.decode(view.sheet), request, services)


@routing.verb(Slash.TASKS, "views")
async def show_all(_: Command, request: Request, services: Services) -> None:
    """``/tasks views``."""
    saved = await views.of(*_owners(request))
    if not saved:
        await services.answer(request, _NONE)
        return
    await services.answer(request, "Saved views", saved_views([saved_view(view) for view in saved]))


@routing.click(Do.VIEW_MENU)
async def act(request: Request, services: Services) -> None:
    """The menu of one saved view: show it, or delete it."""
    chosen = number(request.block.partition(":")[2])
    if request.value == DELETE.value:
        gone = await views.delete(
            chosen,
            *_owners(request),
            by=request.user,
            may_replace=lambda view: _check_role(view, "delete", request, services),
        )
        text = f"Deleted the view *{texts.escape(gone.name)}*." if gone else "That view is gone already."
        left = [saved_view(view) for view in await views.of(*_owners(request))]
        await services.redraw(request.response_url, text, saved_views(left, news=text))
        return
    view = await views.get(chosen, *_owners(request))
    if view is None:
        raise BadFilter("That view is gone: somebody deleted it.")
    await services.answer(request, *await surfaces.private(list_state.decode(view.sheet), request, services))


async def _check_role(view: View, verb: str, request: Request, services: Services) -> None:
    """Let who has at least the role of who saved a view replace it, and audit that; else raise Refused.

    Operators act on all tasks of a view: a viewer must not change under its name what that is.
    """
    deed = Deed(
        action=Action.SAVE_OVER,
        about=f"{verb} the view {view.name} of {view.by} in {view.owner}",
        command=request.source,
    )
    may = await grants.of(request.actor)
    if may.role is None or may.role < view.role:
        raise Refused(request.actor, deed)
    await grants.record_done(request.actor, deed, now=services.now())


def _from_first_page(state: str) -> str:
    """The encoded list, back on its first page: a page's edge row is meaningless later."""
    return list_state.encode(list_state.decode(state).turned(1))


def saved_view(view: View) -> SavedView:
    """The view model of a saved view."""
    return SavedView(id=view.id, title=texts.escape(_title(view)), filter=_filter(view.sheet))


def _title(view: View) -> str:
    return f"{view.name} · {'this channel' if view.owner.startswith(('C', 'G')) else 'mine'}"


def _filter(state: str) -> str:
    return texts.escape_words(filter_words.render(list_state.decode(state).filter)) or "none"


def _owners(request: Request) -> tuple[str, ...]:
    return tuple(filter(None, (request.user, _channel(request))))


def _channel(request: Request) -> str:
    """The channel's id; empty in a direct conversation."""
    return request.channel if is_channel(request.channel) else ""
