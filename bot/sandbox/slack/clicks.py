"""A person presses or picks something: block_actions, and the options of external selects."""

from typing import Any

from . import payloads, posting
from .blockkit.anatomy import find_element
from .blockkit.checks import Findings
from .blockkit.composition import SUGGESTIONS, options_of
from .blockkit.stateful import STATEFUL, Impossible, held, state_values
from .deliveries import Parcel
from .documents import Json, an_object
from .people import Act, Container, InView, Unable, container
from .refusals import TROUBLE

DEFAULT_QUERY_LENGTH = 3


async def click(acting: Act) -> Json:
    """POST /client/action."""
    where = container(acting)
    block, element = _element(acting, where)
    _may(acting, block, element)
    try:
        action = _action(acting, where, element)
        state = _state(acting, where)
    except Impossible as problem:
        raise Unable(str(problem)) from problem
    action |= {"block_id": block["block_id"], "action_ts": acting.platform.clock.ts()}
    payload = {
        **_place(acting, where),
        "type": "block_actions",
        "state": {"values": state},
        "actions": [action],
    }
    _busy(acting, busy=True)
    answer = await acting.platform.deliveries.send(
        Parcel(type="interactive", kind="block_actions", payload=payload)
    )
    _busy(acting, busy=False)
    if answer is None:
        posting.toast(acting.platform, acting.user.id, TROUBLE)
        return {"ok": False, "error": TROUBLE}
    return {"ok": True}


async def suggest(acting: Act) -> Json:
    """POST /client/suggest."""
    where = container(acting)
    block, element = _element(acting, where)
    value = acting.text("value")
    if len(value) < element.get("min_query_length", DEFAULT_QUERY_LENGTH):
        return {"ok": True, "options": []}
    payload = {
        **_place(acting, where),
        "type": "block_suggestion",
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "value": value,
    }
    payload.pop("trigger_id")
    payload.pop("response_url", None)
    answer = await acting.platform.deliveries.send(
        Parcel(type="interactive", kind="block_suggestion", payload=payload)
    )
    return _offered(acting, where, element, answer)


def _offered(acting: Act, where: Container, element: Json, answer: Json | None) -> Json:
    findings: Findings = []
    SUGGESTIONS(answer, "", findings)
    if answer is None or findings:
        detail = "; ".join(str(finding) for finding in findings) or "no acknowledgement"
        platform = acting.platform
        platform.books.refused("block_suggestion", platform.clock.now(), "invalid_options", detail)
        return {"ok": False, "options": [], "error": "Results could not be loaded."}
    options = options_of(answer)
    acting.platform.suggestions.remember(acting.user.id, where.id, element["action_id"], options)
    return {"ok": True, **answer}


def _element(acting: Act, where: Container) -> tuple[Json, Json]:
    found = find_element(where.blocks, acting.text("block_id"), acting.text("action_id"))
    if found is None:
        raise Unable("This control is not there any more.")
    return found


def _may(acting: Act, block: Json, element: Json) -> None:
    viewers = element.get("visible_to_user_ids")
    if viewers is not None and acting.user.id not in viewers:
        raise Unable("This button is not for you.")
    if block["type"] == "input" and not block.get("dispatch_action"):
        raise Unable("This input tells the app nothing before it is submitted.")


def _action(acting: Act, where: Container, element: Json) -> Json:
    """What the payload says was done."""
    kind, chosen = element["type"], an_object(acting.said.get("action"))
    action: Json = {"type": kind, "action_id": element["action_id"]}
    if kind in STATEFUL:
        suggested = acting.platform.suggestions.of(acting.user.id, where.id)
        return {**action, **held(element, chosen, suggested.get(element["action_id"], []))}
    if kind == "overflow":
        return {**action, "selected_option": _menu_option(element, chosen.get("selected_option"))}
    if kind == "feedback_buttons":
        return {**action, "value": chosen.get("value")}
    known = ("text", "value", "style", "url")
    return {**action, **{name: element[name] for name in known if name in element}}


def _menu_option(element: Json, chosen: Any) -> Json:
    wanted = an_object(chosen).get("value")
    for option in options_of(element):
        if option["value"] == wanted:
            return option
    raise Impossible(f"the menu has no option with the value {wanted!r}")


def _state(acting: Act, where: Container) -> Json:
    """Everything the person has filled in so far; a view remembers it."""
    given = an_object(an_object(acting.said.get("state")).get("values"))
    chosen = {acting.text("action_id"): an_object(acting.said.get("action"))}
    block_id = acting.text("block_id")
    given = {**given, block_id: {**an_object(given.get(block_id)), **chosen}}
    values = state_values(where.blocks, given, acting.platform.suggestions.of(acting.user.id, where.id))
    if isinstance(where, InView):
        where.view.state = values
    return values


def _place(acting: Act, where: Container) -> Json:
    if isinstance(where, InView):
        return payloads.in_view(acting.platform, acting.user, where.view)
    return payloads.in_message(acting.platform, acting.user, where.room, where.message)


def _busy(acting: Act, *, busy: bool) -> None:
    event = {
        "type": "busy",
        "container": acting.said.get("container"),
        "action_id": acting.text("action_id"),
        "busy": busy,
    }
    acting.platform.hub.publish(event, frozenset({acting.user.id}))
