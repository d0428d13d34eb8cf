"""``/tasks help`` and ``/tasks doctor``. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.access.needs import May
from handlers.accounts import words
from handlers.slack.blocks import Block, section
from handlers.slack.texts import clip, count, escape
from handlers.words import command_words
from handlers.words.verbs import Verb
from models.domain.conditions import CONDITIONS
from models.domain.values.checks import CheckResult


def verdict(found: Sequence[CheckResult]) -> str:
    """The examination in one sentence."""
    wrong = sum(bool(one.remedy) for one in found)
    return f"{count(wrong, 'thing')} to see to." if wrong else "All is well."


def check_results(found: Sequence[CheckResult]) -> list[Block]:
    """The examination, a line for each part; what is wrong comes first, with its remedy."""
    lines = [
        f":x: *{one.name}*: {escape(one.says)}\n{escape(one.remedy)}"
        if one.remedy
        else f":white_check_mark: *{one.name}*: {escape(one.says)}"
        for one in sorted(found, key=lambda one: not one.remedy)
    ]
    return [section(f"*{verdict(found)}*"), section(clip("\n".join(lines), 3000))]


def account_blocks(may: May) -> list[Block]:
    """The commands of ``/accounts`` that this reader may use."""
    return [section(f"*Commands*\n{_commands(words.VERBS, may)}")]


def blocks(may: May) -> list[Block]:
    """The commands of ``/tasks`` that this reader may use, and the filter words."""
    filters = "\n".join(one.usage for one in CONDITIONS if one.usage)
    commands = _commands(command_words.VERBS, may)
    return [section(f"*Commands*\n{commands}"), section(f"*Filter words*\n{filters}")]


def _commands(verbs: Mapping[str, Verb[Any]], may: May) -> str:
    """A line for each way to call a verb."""
    return "\n".join(
        f"`{typed}` – {meaning}"
        for verb in verbs.values()
        if may(verb.needs)
        for typed, meaning in verb.usages
    )
