"""A whole message or view: which blocks it takes, and the rules that span blocks."""

from collections import Counter
from typing import Any

from bot.sandbox.slack.documents import Json, an_object, objects

from . import limits
from .anatomy import blocks_in, elements_of
from .blocks import BLOCKS
from .checks import Finding, Findings, also, anything, flag, items, kinds, text, typed
from .composition import plain
from .tables import characters

ANYWHERE = {
    "actions",
    "card",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "video",
}
WIDE = {"carousel", "container", "data_table", "table"}
SURFACES: dict[str, frozenset[str]] = {
    "message": frozenset(
        ANYWHERE | WIDE | {"context_actions", "data_visualization", "file", "markdown", "plan", "task_card"}
    ),
    "modal": frozenset(ANYWHERE | {"alert"}),
    "home": frozenset(ANYWHERE | WIDE),
}
COUNTED: dict[str, int] = {"table": 1, "data_visualization": limits.CHARTS}
# Blocks whose texts are counted by a rule of their own.
OWN_COUNT = ("data_table", "table", "markdown")


def message_findings(blocks: Any) -> Findings:
    """Everything Slack would say about a message's blocks."""
    findings: Findings = []
    items(_block("message"), limits.MESSAGE_BLOCKS)(blocks, "/blocks", findings)
    if not findings:
        _across(objects(blocks), "/blocks", findings)
    return findings


def view_findings(view: Any) -> Findings:
    """Everything Slack would say about a modal or a Home tab."""
    findings: Findings = []
    VIEW(view, "/view", findings)
    if not findings:
        _across(objects(view["blocks"]), "/view/blocks", findings)
    return findings


def text_length(value: Any) -> int:
    """The characters people read, outside tables: what `msg_blocks_too_long` is about."""
    if isinstance(value, list):
        return sum(text_length(part) for part in value)
    if not isinstance(value, dict) or value.get("type") in OWN_COUNT:
        return 0
    own = len(value["text"]) if isinstance(value.get("text"), str) else 0
    return own + sum(text_length(part) for part in value.values())


def _block(surface: str) -> Any:
    return kinds({kind: check for kind, check in BLOCKS.items() if kind in SURFACES[surface]})


def _submit_for_inputs(view: Json, pointer: str, findings: Findings) -> None:
    if "submit" in view:
        return
    findings.extend(
        Finding(f"{pointer}/blocks/{place}/input", "must define `submit` to use an `input` block in modals")
        for place, block in enumerate(view["blocks"])
        if block["type"] == "input"
    )


_BASE = {
    "private_metadata": text(limits.PRIVATE_METADATA, 0),
    "callback_id": text(limits.IDENTIFIER, 0),
    "external_id": text(limits.IDENTIFIER, 0),
}
_MODAL = typed(
    {"title": plain(limits.VIEW_TITLE), "blocks": items(_block("modal"), limits.VIEW_BLOCKS)},
    {
        **_BASE,
        "submit": plain(limits.VIEW_BUTTON),
        "close": plain(limits.VIEW_BUTTON),
        "clear_on_close": flag,
        "notify_on_close": flag,
    },
)
_HOME = typed({"blocks": items(_block("home"), limits.VIEW_BLOCKS)}, {**_BASE, "type": anything})
VIEW = kinds({"modal": also(_MODAL, _submit_for_inputs), "home": _HOME})


def _across(blocks: list[Json], pointer: str, findings: Findings) -> None:
    placed = list(blocks_in(blocks, pointer))
    _distinct_ids(placed, findings)
    _one_focus(placed, findings)
    for kind, most in COUNTED.items():
        if sum(block["type"] == kind for _, block in placed) > most:
            findings.append(Finding(pointer, f"no more than {most} {kind} blocks allowed"))
    _sums(placed, pointer, findings)


def _distinct_ids(placed: list[tuple[str, Json]], findings: Findings) -> None:
    seen = Counter[str]()
    for where, block in placed:
        if block.get("block_id"):
            seen[block["block_id"]] += 1
            if seen[block["block_id"]] > 1:
                findings.append(
                    Finding(f"{where}/block_id", f"`block_id` {block['block_id']} already exists")
                )
        _distinct_actions(where, block, findings)


def _distinct_actions(where: str, block: Json, findings: Findings) -> None:
    seen: set[str] = set()
    for place, element in elements_of(block):
        action_id = element.get("action_id", "")
        if action_id and action_id in seen:
            findings.append(Finding(f"{where}/{place}/action_id", f"`action_id` {action_id} already exists"))
        seen.add(action_id)


def _one_focus(placed: list[tuple[str, Json]], findings: Findings) -> None:
    focused = [
        f"{where}/{place}"
        for where, block in placed
        for place, element in elements_of(block)
        if element.get("focus_on_load")
    ]
    findings.extend(Finding(where, "only one element can have `focus_on_load`") for where in focused[1:])


def _sums(placed: list[tuple[str, Json]], pointer: str, findings: Findings) -> None:
    """Limits on all tables, and on all markdown, of one message together."""
    for kind, most in (("table", limits.TABLE_CHARACTERS), ("data_table", limits.DATA_TABLE_CHARACTERS)):
        if sum(characters(block) for _, block in placed if block["type"] == kind) > most:
            findings.append(Finding(pointer, f"{kind} cells must have no more than {most} characters in all"))
    markdown = sum(
        len(str(an_object(block).get("text"))) for _, block in placed if block["type"] == "markdown"
    )
    if markdown > limits.MARKDOWN:
        findings.append(
            Finding(pointer, f"markdown must have no more than {limits.MARKDOWN} characters in all")
        )
