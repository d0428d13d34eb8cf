"""Blocks and views for the tests, as small as they can be."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def option(text: str, value: str | None = None) -> Json:
    return {"text": plain(text), "value": value or text.lower()}


def select(placeholder: str, action_id: str, *texts: str, kind: str = "static_select") -> Json:
    options = {"options": [option(text) for text in texts]} if texts else {}
    return {"type": kind, "action_id": action_id, "placeholder": plain(placeholder), **options}


def field(label: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(label), "element": element, **more}


def text_field(label: str, block_id: str, **more: Any) -> Json:
    return field(label, {"type": "plain_text_input", "action_id": "text", **more}, block_id=block_id)


def modal(title: str, *blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "title": plain(title),
        "blocks": list(blocks),
        "submit": plain("Save"),
        "callback_id": "form",
        **more,
    }


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}


def data_table(rows: int = 1, columns: int = 2, cell: str = "x", **more: Any) -> Json:
    header = [{"type": "raw_text", "text": f"c{place}"} for place in range(columns)]
    body = [[{"type": "raw_text", "text": cell} for _ in range(columns)] for _ in range(rows)]
    return {"type": "data_table", "caption": "Tasks", "rows": [header, *body], **more}
