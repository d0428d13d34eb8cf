"""A person submits or closes a modal."""

from . import payloads, posting, screens
from .blockkit.stateful import Impossible, state_values
from .deliveries import Parcel
from .documents import Json, an_object
from .inputs import field_errors
from .people import Act, Unable
from .refusals import TROUBLE, Refusal
from .stacks import View

METHOD = "view_submission"


async def submit(acting: Act) -> Json:
    """POST /client/submit."""
    view = _top(acting)
    given = an_object(an_object(acting.said.get("state")).get("values"))
    try:
        view.state = state_values(view.blocks, given, acting.platform.suggestions.of(acting.user.id, view.id))
    except Impossible as problem:
        raise Unable(str(problem)) from problem
    problems = field_errors(view.blocks, view.state)
    if problems:
        return {"ok": False, "errors": problems}
    parcel = Parcel(
        type="interactive", kind=METHOD, payload=payloads.submitted(acting.platform, acting.user, view)
    )
    answer = await acting.platform.deliveries.send(parcel)
    if answer is None:
        return _trouble(acting)
    try:
        return _follow(acting, view, answer)
    except Refusal as refusal:
        platform = acting.platform
        platform.books.refused(METHOD, platform.clock.now(), refusal.error, refusal.detail)
        return _trouble(acting)


async def close(acting: Act) -> Json:
    """POST /client/close: the cross, Cancel, or Esc; `all` takes the whole stack."""
    view = acting.view(acting.text("view_id"))
    if view.kind != "modal":
        raise Unable("A Home tab cannot be closed.")
    whole = bool(acting.said.get("all")) or bool(view.body.get("clear_on_close"))
    for closed in screens.close_views(acting.platform, view, whole=whole):
        if closed.body.get("notify_on_close"):
            payload = payloads.closed(acting.platform, acting.user, closed, is_cleared=whole)
            await acting.platform.deliveries.send(
                Parcel(type="interactive", kind="view_closed", payload=payload)
            )
    return {"ok": True}


def _top(acting: Act) -> View:
    view = acting.view(acting.text("view_id"))
    stack = acting.platform.stacks.of(acting.user.id)
    if not stack or stack[-1] is not view:
        raise Unable("This window is not the topmost one.")
    if "submit" not in view.body:
        raise Unable("This window has nothing to submit.")
    return view


def _follow(acting: Act, view: View, answer: Json) -> Json:
    """Do what the app's acknowledgement asks for."""
    platform, wanted = acting.platform, answer.get("response_action")
    if wanted == "errors":
        return {"ok": False, "errors": _errors(view, answer)}
    if view not in platform.stacks.of(acting.user.id):
        return {"ok": True}
    if wanted is None and not answer:
        screens.close_views(platform, view)
    elif wanted == "clear":
        screens.close_views(platform, view, whole=True)
    elif wanted == "update":
        screens.update_view(platform, view, screens.check_view(platform, answer.get("view"), "modal"))
    elif wanted == "push":
        screens.push_view(platform, acting.user.id, screens.check_view(platform, answer.get("view"), "modal"))
    else:
        raise Refusal("invalid_response_action", f"{answer!r} is no answer to a submission")
    return {"ok": True}


def _errors(view: View, answer: Json) -> Json:
    errors = an_object(answer.get("errors"))
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    strangers = sorted(set(errors) - inputs)
    if not errors or strangers:
        raise Refusal("invalid_errors", f"errors must name input blocks of the view, not {strangers}")
    return errors


def _trouble(acting: Act) -> Json:
    posting.toast(acting.platform, acting.user.id, TROUBLE)
    return {"ok": False, "errors": {}, "error": TROUBLE}
