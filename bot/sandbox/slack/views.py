"""views.open, push, update and publish."""

from . import screens
from .call import Call, Handler
from .documents import Json
from .refusals import Refusal, invalid_arguments
from .stacks import View
from .triggers import Trigger


async def open_view(call: Call) -> Json:
    body = screens.check_view(call.platform, call.any("view"), "modal")
    trigger = _trigger(call)
    return {"view": screens.open_view(call.platform, trigger.user_id, body)}


async def push(call: Call) -> Json:
    body = screens.check_view(call.platform, call.any("view"), "modal")
    trigger = _trigger(call)
    if trigger.view_id is None or not call.platform.stacks.of(trigger.user_id):
        raise Refusal("not_found", "the trigger comes from no modal that is still open")
    return {"view": screens.push_view(call.platform, trigger.user_id, body)}


async def update(call: Call) -> Json:
    view = _known(call)
    body = screens.check_view(call.platform, call.any("view"), view.kind)
    return {"view": screens.update_view(call.platform, view, body, call.text("hash"))}


async def publish(call: Call) -> Json:
    if not call.platform.workspace.app.home_tab:
        raise Refusal("not_enabled", "the app has no Home tab")
    body = screens.check_view(call.platform, call.any("view"), "home")
    user = call.user("user_id")
    return {"view": screens.publish_home(call.platform, user.id, body, call.text("hash"))}


def _trigger(call: Call) -> Trigger:
    trigger_id = call.text("trigger_id") or call.text("interactivity_pointer")
    if not trigger_id:
        raise invalid_arguments("missing required field: trigger_id")
    return call.platform.triggers.exchange(trigger_id)


def _known(call: Call) -> View:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if bool(view_id) == bool(external_id):
        raise invalid_arguments("must define either `view_id` or `external_id`")
    stacks = call.platform.stacks
    view = stacks.find(view_id) if view_id else stacks.find_external(external_id)
    if view is None:
        raise Refusal("not_found", f"the view {view_id or external_id} is not open")
    return view


HANDLERS: dict[str, Handler] = {
    "views.open": open_view,
    "views.push": push,
    "views.update": update,
    "views.publish": publish,
}
