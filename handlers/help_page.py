"""``/tasks help`` and ``/tasks doctor``. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.access.needs import May
from handlers.accounts import words
from handlers.proxies import words as proxy_words
from handlers.slack.blocks import Block, section
from handlers.slack.texts import clip, count, escape
from handlers.words import command_words
from handlers.words.verbs import Verb
from models.domain.conditions import CONDITIONS
from models.domain.values.checks import CheckResult


def verdict(results: Sequence[CheckResult]) -> str:
    """The result of all checks in one sentence."""
    wrong = sum(bool(result.remedy) for result in results)
    return f"{count(wrong, 'problem')} to fix." if wrong else "Everything works."


def check_results(results: Sequence[CheckResult]) -> list[Block]:
    """One line for each check; failures come first, with their remedies."""
    lines = [
        f":x: *{result.name}*: {escape(result.says)}\n{escape(result.remedy)}"
        if result.remedy
        else f":white_check_mark: *{result.name}*: {escape(result.says)}"
        for result in sorted(results, key=lambda result: not result.remedy)
    ]
    return [section(f"*{verdict(results)}*"), section(clip("\n".join(lines), 3000))]


def account_blocks(may: May) -> list[Block]:
    """The commands of ``/accounts`` that this reader may use."""
    return [section(f"*Commands*\n{_commands(words.VERBS, may)}")]


def proxy_blocks(may: May) -> list[Block]:
    """The commands of ``/proxies`` that this reader may use."""
    return [section(f"*Commands*\n{_commands(proxy_words.VERBS, may)}")]


def blocks(may: May) -> list[Block]:
    """The commands of ``/tasks`` that this reader may use, and the filter words."""
    filters = "\n".join(condition.usage for condition in CONDITIONS if condition.usage)
    commands = _commands(command_words.VERBS, may)
    return [section(f"*Commands*\n{commands}"), section(f"*Filter words*\n{filters}")]


def _commands(verbs: Mapping[str, Verb[Any]], may: May) -> str:
    """A line for each way to call a verb."""
    return "\n".join(
        f"`{usage.typed}` – {usage.meaning}"
        for verb in verbs.values()
        for usage in verb.usages
        if may(verb.needs) and may(usage.needs or verb.needs)
    )
