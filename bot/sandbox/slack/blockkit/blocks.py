"""Every block, one shape each. Which surface takes which block is in `surfaces`."""

from typing import Any

from bot.sandbox.slack.documents import Json

from . import limits
from .charts import DATA_VISUALIZATION
from .checks import (
    Check,
    Finding,
    Findings,
    also,
    among,
    at_least_one,
    exactly_one,
    flag,
    items,
    kinds,
    text,
    typed,
    whole,
)
from .composition import SLACK_FILE, plain, written
from .elements import BUTTON, FEEDBACKS, IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION
from .rich_text import PARTS, RICH_TEXT
from .tables import DATA_TABLE, TABLE

IDENTIFIED: dict[str, Check] = {"block_id": text(limits.IDENTIFIER)}
RICH = kinds({"rich_text": RICH_TEXT})


def no_dispatching_files(block: Json, pointer: str, findings: Findings) -> None:
    if block.get("dispatch_action") and block["element"]["type"] == "file_input":
        findings.append(Finding(f"{pointer}/dispatch_action", "not available for file_input"))


def never_pending(block: Json, pointer: str, findings: Findings) -> None:
    """Only the tasks of a plan may be pending."""
    if block.get("status") == "pending":
        findings.append(Finding(f"{pointer}/status", "must be one of: in_progress, complete, error"))


SOURCE = typed({"url": text(limits.URL), "text": text(limits.TEXT)})
TASK_FIELDS: dict[str, Check] = {
    "details": RICH,
    "output": RICH,
    "sources": items(SOURCE, limits.OPTIONS),
    "status": among("pending", "in_progress", "complete", "error"),
}
PLAN_TASK = typed(
    {"task_id": text(limits.IDENTIFIER), "title": text(limits.TEXT)}, {**TASK_FIELDS, **IDENTIFIED}
)
CARD = also(
    typed(
        {},
        {
            **IDENTIFIED,
            "title": written(limits.CARD_TITLE),
            "subtitle": written(limits.CARD_TITLE),
            "body": written(limits.CARD_TEXT),
            "subtext": written(limits.CARD_TEXT),
            "actions": items(kinds({"button": BUTTON}), limits.CARD_ACTIONS, 1),
            "hero_image": kinds({"image": IMAGE}),
            "icon": kinds({"image": IMAGE}),
            "slack_icon": typed({"name": text(limits.IDENTIFIER)}),
        },
    ),
    at_least_one("hero_image", "title", "actions", "body"),
)
SECTION = also(
    typed(
        {},
        {
            **IDENTIFIED,
            "text": written(limits.TEXT),
            "fields": items(written(limits.SECTION_FIELD), limits.SECTION_FIELDS, 1),
            "accessory": kinds(IN_SECTION),
            "expand": flag,
        },
    ),
    at_least_one("text", "fields"),
)
INPUT = also(
    typed(
        {"label": plain(limits.INPUT_LABEL), "element": kinds(IN_INPUT)},
        {**IDENTIFIED, "hint": plain(limits.INPUT_LABEL), "optional": flag, "dispatch_action": flag},
    ),
    no_dispatching_files,
)
IMAGE_BLOCK = also(
    typed(
        {"alt_text": text(limits.IMAGE_TEXT)},
        {
            **IDENTIFIED,
            "title": plain(limits.IMAGE_TEXT),
            "image_url": text(limits.URL),
            "slack_file": SLACK_FILE,
        },
    ),
    exactly_one("image_url", "slack_file"),
)
CONTEXT_PART = {
    "image": IMAGE,
    "plain_text": plain(limits.TEXT),
    "mrkdwn": written(limits.TEXT),
}
VIDEO = typed(
    {
        "alt_text": text(limits.IMAGE_TEXT),
        "title": plain(limits.VIDEO_TEXT),
        "thumbnail_url": text(limits.URL),
        "video_url": text(limits.URL),
    },
    {
        **IDENTIFIED,
        "author_name": text(limits.VIDEO_NAME),
        "provider_name": text(limits.VIDEO_NAME),
        "provider_icon_url": text(limits.URL),
        "title_url": text(limits.URL),
        "description": plain(limits.VIDEO_TEXT),
    },
)

SIMPLE: dict[str, Check] = {
    "actions": typed({"elements": items(kinds(IN_ACTIONS), limits.ACTIONS_ELEMENTS, 1)}, IDENTIFIED),
    "context": typed({"elements": items(kinds(CONTEXT_PART), limits.CONTEXT_ELEMENTS, 1)}, IDENTIFIED),
    "divider": typed({}, IDENTIFIED),
    "header": typed({"text": plain(limits.HEADER)}, {**IDENTIFIED, "level": whole(1, limits.HEADER_LEVEL)}),
    "image": IMAGE_BLOCK,
    "input": INPUT,
    "rich_text": typed({"elements": items(PARTS, limits.TEXT)}, IDENTIFIED),
    "section": SECTION,
    "table": TABLE,
    "video": VIDEO,
}
CONTAINER = also(
    typed(
        {"child_blocks": items(kinds(SIMPLE), limits.CONTAINER_BLOCKS, 1)},
        {
            **IDENTIFIED,
            "title": plain(limits.CARD_TITLE),
            "rich_text_title": RICH,
            "subtitle": written(limits.CARD_TITLE),
            "icon": kinds({"image": IMAGE}),
            "width": among("narrow", "standard", "wide", "full"),
            "is_collapsible": flag,
            "default_collapsed": flag,
            "has_header_divider": flag,
        },
    ),
    exactly_one("title", "rich_text_title"),
)


def refused(why: str) -> Check:
    """A block that apps cannot send at all."""

    def check(_value: Any, pointer: str, findings: Findings) -> None:
        findings.append(Finding(pointer, why))

    return check


BLOCKS: dict[str, Check] = {
    **SIMPLE,
    "alert": typed(
        {"text": written(limits.ALERT)},
        {**IDENTIFIED, "level": among("default", "info", "warning", "error", "success")},
    ),
    "card": CARD,
    "carousel": typed({"elements": items(kinds({"card": CARD}), limits.CAROUSEL_CARDS, 1)}, IDENTIFIED),
    "container": CONTAINER,
    "context_actions": typed({"elements": items(kinds(FEEDBACKS), limits.CONTEXT_ACTIONS, 1)}, IDENTIFIED),
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "file": refused("file blocks cannot be added by apps"),
    "markdown": typed({"text": text(limits.MARKDOWN)}, IDENTIFIED),
    "plan": typed({"title": text(limits.TEXT)}, {**IDENTIFIED, "tasks": items(PLAN_TASK, limits.PLAN_TASKS)}),
    "task_card": also(
        typed(
            {"task_id": text(limits.IDENTIFIER), "title": text(limits.TEXT)}, {**TASK_FIELDS, **IDENTIFIED}
        ),
        never_pending,
    ),
}
