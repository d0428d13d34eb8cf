"""Saved views: a list saved under a name, for one person or for a channel."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.access.authorize import need
from handlers.lists import surfaces
from handlers.lists.given_views import GivenView, by_key, given, is_given
from handlers.lists.saved_view_blocks import CHANNEL, DELETE, SCHEDULE, saved_views, view_form
from handlers.slack import origin as origins
from handlers.slack import routing, texts
from handlers.slack.blocks import Block, option
from handlers.slack.ids import Do, Form, Slash
from handlers.slack.request import Request, number
from handlers.slack.services import Services, Work
from handlers.slack.views import ChoiceView, SavedView
from handlers.words import filter_words, list_state
from handlers.words.command_words import Command
from handlers.words.typed_text import plain
from models.access import grants
from models.domain.conversations import is_channel
from models.domain.errors import BadFilter, BadRequest, Refused
from models.domain.filters import ListState
from models.domain.permissions import Action, Deed, Role
from models.domain.text import folded, meant
from models.messages import list_layouts
from models.messages import saved_views as views
from models.messages.saved_views import LONGEST_NAME, View, ViewInput

_NONE = "You have no saved views yet. Open a list, for example with `/tasks waiting`, and choose *Save view* in its menu."


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
    if owner != request.user and is_given(name):
        raise BadRequest(
            {
                "name": "Everybody already has a view with this name. Choose another name, or save it for yourself."
            }
        )
    new = ViewInput(
        owner=owner,
        name=name,
        sheet=_from_first_page(origin.sheet),
        by=request.user,
        role=request.may.role or Role.VIEWER,
    )
    replaced = await views.save(
        new, now=services.now(), may_replace=lambda former: _check_saving(former, new, request, services)
    )

    async def begin(request: Request, services: Services) -> None:
        done = "Saved anew" if replaced else "Saved"
        text = f"{done}: `/tasks view {filter_words.shown(name)}` shows it, and so does *Saved views* under each list."
        await surfaces.reply(origin, request, services, text, [])

    return begin


@routing.suggestion(Do.SAVED_VIEWS)
async def suggest(request: Request) -> list[Block]:
    """The views of the person and the channel, and the given ones, whose titles contain the typed text."""
    saved = await views.of(*_owners(request))
    choices = [ChoiceView(text=view.name, value=view.key) for view in _given(saved, request)]
    choices += [ChoiceView(text=_title(view), value=str(view.id)) for view in saved]
    return [option(choice) for choice in choices if folded(request.typed) in folded(choice.text)]


@routing.click(Do.SAVED_VIEWS)
async def choose(request: Request, services: Services) -> None:
    """A view was chosen under a list: show it instead of that list."""
    state = await _chosen(request.value, request)
    await surfaces.redraw(state, origins.of(request), request, services)


@routing.verb(Slash.TASKS, "view")
async def show(command: Command, request: Request, services: Services) -> None:
    """``/tasks view NAME``."""
    saved = await views.of(*_owners(request))
    ours = {view.name: view for view in _given(saved, request)}
    known = list(dict.fromkeys([*(one.name for one in saved), *ours]))
    name = meant(command.name, known)
    if name in ours:
        await surfaces.show(await _given_list(ours[name], request), request, services)
        return
    view = await views.named(name, *_owners(request))
    if view is None:
        listed = ", ".join(f"`{filter_words.shown(other)}`" for other in known)
        raise BadFilter(f"There is no saved view `{filter_words.shown(command.name)}`. There are {listed}.")
    await surfaces.show(list_state.decode(view.sheet), request, services)


@routing.verb(Slash.TASKS, "views")
async def show_all(_: Command, request: Request, services: Services) -> None:
    """``/tasks views``."""
    saved = await views.of(*_owners(request))
    drawn = saved_views(_drawn(saved, request), news="" if saved else _NONE)
    await services.answer(request, "Saved views", drawn)


@routing.click(Do.VIEW_MENU)
async def act(request: Request, services: Services) -> None:
    """The menu of one view: show it, or delete it."""
    chosen = request.block.partition(":")[2]
    if request.value == DELETE.value:
        gone = await views.delete(
            number(chosen),
            *_owners(request),
            may_replace=lambda view: _check_deleting(view, request, services),
        )
        text = f"Deleted the view *{texts.escape(gone.name)}*." if gone else "That view is gone already."
        left = _drawn(await views.of(*_owners(request)), request)
        await services.redraw(request.response_url, text, saved_views(left, news=text))
        return
    state = await _chosen(chosen, request)
    if request.value == SCHEDULE.value:
        need(request, Do.NEW_SCHEDULE.needs)
        await routing.click[Do.NEW_SCHEDULE](replace(request, value=list_state.encode(state)), services)
        return
    await services.answer(request, *await surfaces.private(state, request, services))


async def _chosen(key: str, request: Request) -> ListState:
    """The list of a view, given or saved; raise BadFilter when it is gone."""
    if ours := by_key(key):
        return await _given_list(ours, request)
    view = await views.get(number(key), *_owners(request))
    if view is None:
        raise BadFilter("That view is gone: somebody deleted it.")
    return list_state.decode(view.sheet)


async def _given_list(view: GivenView, request: Request) -> ListState:
    return await list_layouts.liked(view.state(request.user), request.user)


def _given(saved: Sequence[View], request: Request) -> list[GivenView]:
    return given([view.name for view in saved if view.owner == request.user])


def _drawn(saved: Sequence[View], request: Request) -> list[SavedView]:
    """The view models of all: the given ones first."""
    first = [
        SavedView(
            key=view.key,
            title=view.name,
            filter=texts.escape_words(filter_words.render(view.of(request.user))),
            is_given=True,
        )
        for view in _given(saved, request)
    ]
    return [*first, *map(saved_view, saved)]


async def _check_saving(former: View | None, new: ViewInput, request: Request, services: Services) -> None:
    """Let who may save a view do it, and audit it where others have it too; else raise Refused."""
    if former and (former.by != new.by or former.role > new.role):  # also one's own of when one might do more
        await _check_role(former, "save over", request, services)
    elif new.owner != request.user:
        await _write_down(f"save the view {new.name} in {new.owner}", request, services)


async def _check_deleting(view: View | None, request: Request, services: Services) -> None:
    """As ``_check_saving``, before a view is deleted."""
    if view and view.by != request.user:
        await _check_role(view, "delete", request, services)
    elif view and view.owner != request.user:
        await _write_down(f"delete the view {view.name} in {view.owner}", request, services)


async def _write_down(about: str, request: Request, services: Services) -> None:
    """Audit a change of a channel's views by who may see them; else raise Refused."""
    deed = Deed(action=Action.SHARE_VIEW, about=about, command=request.source)
    await grants.decide(request.actor, deed)
    await grants.record_done(request.actor, deed, now=services.now())


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
    return SavedView(key=str(view.id), title=texts.escape(_title(view)), filter=_filter(view.sheet))


def _title(view: View) -> str:
    return f"{view.name} · {'this channel' if view.owner.startswith(('C', 'G')) else 'mine'}"


def _filter(state: str) -> str:
    return texts.escape_words(filter_words.render(list_state.decode(state).filter)) or "none"


def _owners(request: Request) -> tuple[str, ...]:
    return tuple(filter(None, (request.user, _channel(request))))


def _channel(request: Request) -> str:
    """The channel's id; empty in a direct conversation."""
    return request.channel if is_channel(request.channel) else ""
