"""Elements that hold a value: what `state.values` says about each, from its start or from what the person did."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.slack.documents import Json, an_object, objects

from .anatomy import interactive
from .composition import options_of


class Impossible(ValueError):
    """A value the person's screen could not have produced."""


@dataclass(frozen=True, kw_only=True)
class Holding:
    """How one kind of element spells its value in state, and its value at the start."""

    field: str
    initial: str
    many: bool = False


STATEFUL: dict[str, Holding] = {
    "plain_text_input": Holding(field="value", initial="initial_value"),
    "number_input": Holding(field="value", initial="initial_value"),
    "email_text_input": Holding(field="value", initial="initial_value"),
    "url_text_input": Holding(field="value", initial="initial_value"),
    "rich_text_input": Holding(field="rich_text_value", initial="initial_value"),
    "static_select": Holding(field="selected_option", initial="initial_option"),
    "external_select": Holding(field="selected_option", initial="initial_option"),
    "radio_buttons": Holding(field="selected_option", initial="initial_option"),
    "multi_static_select": Holding(field="selected_options", initial="initial_options", many=True),
    "multi_external_select": Holding(field="selected_options", initial="initial_options", many=True),
    "checkboxes": Holding(field="selected_options", initial="initial_options", many=True),
    "datepicker": Holding(field="selected_date", initial="initial_date"),
    "timepicker": Holding(field="selected_time", initial="initial_time"),
    "datetimepicker": Holding(field="selected_date_time", initial="initial_date_time"),
    "users_select": Holding(field="selected_user", initial="initial_user"),
    "multi_users_select": Holding(field="selected_users", initial="initial_users", many=True),
    "conversations_select": Holding(field="selected_conversation", initial="initial_conversation"),
    "multi_conversations_select": Holding(
        field="selected_conversations", initial="initial_conversations", many=True
    ),
    "channels_select": Holding(field="selected_channel", initial="initial_channel"),
    "multi_channels_select": Holding(field="selected_channels", initial="initial_channels", many=True),
    "file_input": Holding(field="files", initial="files", many=True),
}
EXTERNAL = frozenset({"external_select", "multi_external_select"})
OPTION_FIELDS = frozenset({"selected_option", "selected_options"})


def state_values(blocks: list[Json], given: Json, suggested: dict[str, list[Json]]) -> Json:
    """An entry for every element that holds a value: the person's, else the one it started with."""
    values: Json = {}
    for block, element in interactive(blocks):
        if element["type"] not in STATEFUL:
            continue
        shown = an_object(an_object(given.get(block["block_id"])).get(element["action_id"]))
        values.setdefault(block["block_id"], {})[element["action_id"]] = held(
            element, shown, suggested.get(element["action_id"], [])
        )
    return values


def held(element: Json, shown: Json, suggested: list[Json]) -> Json:
    """One element's entry; `suggested` are the options an external select was offered."""
    holding = STATEFUL[element["type"]]
    if holding.field not in shown:
        start = element.get(holding.initial, [] if holding.many else None)
        return {"type": element["type"], holding.field: start}
    value = shown[holding.field]
    if holding.many and not isinstance(value, list):
        raise Impossible(f"{holding.field} of {element['action_id']} must be a list")
    most = element.get("max_selected_items")
    if most is not None and len(value) > most:
        raise Impossible(f"{element['action_id']} takes no more than {most} items")
    if holding.field in OPTION_FIELDS:
        value = _options(element, value, suggested)
    return {"type": element["type"], holding.field: value}


def _options(element: Json, value: Any, suggested: list[Json]) -> Any:
    """The element's own option objects with the chosen values."""
    offered = options_of(element)
    if element["type"] in EXTERNAL:
        initial = element.get("initial_option")
        offered = [*suggested, *objects(element.get("initial_options")), *([initial] if initial else [])]
    if isinstance(value, list):
        return [_option(offered, chosen) for chosen in value]
    return None if value is None else _option(offered, value)


def _option(offered: list[Json], chosen: Any) -> Json:
    wanted = an_object(chosen).get("value")
    for option in offered:
        if option["value"] == wanted:
            return option
    raise Impossible(f"there is no option with the value {wanted!r}")
