"""What a message to be posted says: text, blocks, attachments, markdown and metadata, all checked."""

from typing import Any

from .blockkit import limits
from .blockkit.checks import Finding
from .blockkit.surfaces import text_length
from .call import Call
from .documents import Json, objects
from .posting import check_blocks
from .refusals import Refusal, invalid_blocks


def contents(call: Call) -> Json:
    """The parts that were given; a part that was not given is not in it."""
    said: Json = {}
    if call.any("markdown_text") is not None:
        said["blocks"] = _markdown(call)
    if call.any("text") is not None:
        said["text"] = call.text("text")[: limits.MESSAGE_TEXT]
    if call.any("blocks") is not None:
        said["blocks"] = check_blocks(call.platform, call.any("blocks"))
    if call.any("attachments") is not None:
        said["attachments"] = attachments(call, call.any("attachments"))
    if call.any("metadata") is not None:
        said["metadata"] = metadata(call.any("metadata"))
    return said


def check_something(said: Json) -> None:
    if not (said.get("text") or said.get("blocks") or said.get("attachments")):
        raise Refusal("no_text", "a message needs text, blocks or attachments")


def check_blocks_length(said: Json) -> None:
    """Slack refuses very long messages although every block of them is fine."""
    length = text_length(said.get("blocks", []))
    if length > limits.BLOCKS_TEXT:
        raise Refusal("msg_blocks_too_long", f"{length} characters outside tables")


def attachments(call: Call, given: Any) -> list[Json]:
    if not isinstance(given, list):
        raise Refusal("invalid_attachments", "attachments must be a list")
    if len(given) > limits.ATTACHMENTS:
        raise Refusal("too_many_attachments", f"no more than {limits.ATTACHMENTS} attachments")
    return [
        {**part, "blocks": check_blocks(call.platform, part["blocks"])} if "blocks" in part else part
        for part in objects(given)
    ]


def metadata(given: Any) -> Json:
    """event_type and event_payload, and nothing else."""
    if not isinstance(given, dict) or not isinstance(given.get("event_type"), str):
        raise Refusal("invalid_metadata_format", "metadata needs an event_type")
    if not isinstance(given.get("event_payload"), dict):
        raise Refusal("invalid_metadata_format", "metadata needs an event_payload object")
    return given


def _markdown(call: Call) -> list[Json]:
    if call.any("text") is not None or call.any("blocks") is not None:
        raise Refusal("markdown_text_conflict", "markdown_text goes with neither text nor blocks")
    text = call.text("markdown_text")
    if len(text) > limits.MARKDOWN:
        raise invalid_blocks(
            [Finding("/markdown_text", f"must be less than {limits.MARKDOWN + 1} characters")]
        )
    return check_blocks(call.platform, [{"type": "markdown", "text": text}])
