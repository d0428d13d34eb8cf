"""What a person reads on a message or view: its words, line by line, without the markup around them."""

from .documents import Json, an_object, objects


def reading(thing: Json) -> str:
    """All words of a message, view or block."""
    return "\n".join(line for line in _lines(thing) if line)


def words(text: object) -> str:
    """A text object's words, or a bare string."""
    if isinstance(text, str):
        return text
    return str(an_object(text).get("text", ""))


def _lines(thing: Json) -> list[str]:
    if "blocks" in thing and thing.get("type") in ("modal", "home"):
        ends = [words(thing.get("submit")), words(thing.get("close"))]
        return [words(thing.get("title")), *_all(thing["blocks"]), *[f"[{end}]" for end in ends if end]]
    if thing.get("type") == "message":
        shown = _all(thing["blocks"]) if thing.get("blocks") else [words(thing.get("text"))]
        attached = [line for part in objects(thing.get("attachments")) for line in _attachment(part)]
        return [*shown, *attached, *[str(file.get("title")) for file in objects(thing.get("files"))]]
    return _block(thing)


def _all(blocks: object) -> list[str]:
    return [line for block in objects(blocks) for line in _block(block)]


def _attachment(part: Json) -> list[str]:
    return _all(part["blocks"]) if "blocks" in part else [words(part.get("text") or part.get("fallback"))]


def _block(block: Json) -> list[str]:
    if "rows" in block:
        rows = [" | ".join(_cell(cell) for cell in row) for row in block["rows"]]
        return [words(block.get("caption")), *rows]
    if block.get("type") == "rich_text":
        return [_runs(block)]
    named = [
        words(block.get(name)) for name in ("title", "subtitle", "label", "text", "body", "subtext", "hint")
    ]
    fields = [words(field) for field in objects(block.get("fields"))]
    inside = [part for name in ("elements", "actions") for part in objects(block.get(name))]
    single = [an_object(block.get(name)) for name in ("accessory", "element") if name in block]
    nested = _all(block.get("child_blocks"))
    return [
        *named,
        *fields,
        *[line for part in [*inside, *single] for line in _element(part)],
        *nested,
        *_chart(block),
    ]


def _element(element: Json) -> list[str]:
    kind = element.get("type")
    if kind in ("button", "workflow_button"):
        return [f"[{words(element['text'])}]"]
    if kind in ("plain_text", "mrkdwn"):
        return [words(element)]
    if kind == "image":
        return [str(element.get("alt_text"))]
    if kind in ("card", "task_card"):
        return _block(element)
    options = [words(option["text"]) for option in objects(element.get("options"))]
    shown = options if kind in ("checkboxes", "radio_buttons") else []
    start = an_object(element.get("initial_option"))
    return [words(start["text"]) if start else words(element.get("placeholder")), *shown]


def _cell(cell: Json) -> str:
    if cell.get("type") == "rich_text":
        return _runs(cell)
    return str(cell.get("text", cell.get("value")))


def _runs(part: Json) -> str:
    """The text of rich text; lists and quotes become lines."""
    if "elements" in part:
        between = "\n" if part.get("type") in ("rich_text", "rich_text_list") else ""
        return between.join(_runs(inner) for inner in objects(part["elements"]))
    for name in ("text", "fallback", "url", "user_id", "usergroup_id", "channel_id", "range", "value"):
        if name in part:
            return str(part[name])
    return f":{part.get('name')}:"


def _chart(block: Json) -> list[str]:
    chart = an_object(block.get("chart"))
    segments = [f"{part['label']}: {part['value']}" for part in objects(chart.get("segments"))]
    return [*segments, *[str(series["name"]) for series in objects(chart.get("series"))]]
