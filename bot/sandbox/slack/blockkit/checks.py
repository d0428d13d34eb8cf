"""Small checks which, put together, describe a JSON document, and complain as Slack does."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.slack.documents import Json


@dataclass(frozen=True)
class Finding:
    """One thing wrong, and where."""

    pointer: str
    message: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


Findings = list[Finding]
Check = Callable[[Any, str, Findings], None]
Rule = Callable[[Json, str, Findings], None]


def anything(_value: object, _pointer: str, _findings: Findings) -> None:
    """Whatever is there is fine."""


def text(longest: int, shortest: int = 1) -> Check:
    def check(value: object, pointer: str, findings: Findings) -> None:
        if not isinstance(value, str):
            findings.append(Finding(pointer, "must provide a string"))
        elif len(value) < shortest:
            findings.append(Finding(pointer, f"must be more than {shortest - 1} characters"))
        elif len(value) > longest:
            findings.append(Finding(pointer, f"must be less than {longest + 1} characters"))

    return check


def pattern(expression: str, wanted: str) -> Check:
    compiled = re.compile(expression)

    def check(value: object, pointer: str, findings: Findings) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            findings.append(Finding(pointer, f"must match the format {wanted}"))

    return check


def number(value: object, pointer: str, findings: Findings) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        findings.append(Finding(pointer, "must provide a number"))


def whole(least: int, most: int) -> Check:
    def check(value: object, pointer: str, findings: Findings) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            findings.append(Finding(pointer, "must provide an integer"))
        elif not least <= value <= most:
            findings.append(Finding(pointer, f"must be between {least} and {most}"))

    return check


def flag(value: object, pointer: str, findings: Findings) -> None:
    if not isinstance(value, bool):
        findings.append(Finding(pointer, "must provide a boolean"))


def among(*values: str) -> Check:
    def check(value: object, pointer: str, findings: Findings) -> None:
        if value not in values:
            findings.append(Finding(pointer, f"must be one of: {', '.join(values)}"))

    return check


def items(each: Check, most: int, least: int = 0) -> Check:
    def check(value: object, pointer: str, findings: Findings) -> None:
        if not isinstance(value, list):
            findings.append(Finding(pointer, "must provide an array"))
            return
        if len(value) > most:
            findings.append(Finding(pointer, f"no more than {most} items allowed"))
        if len(value) < least:
            findings.append(Finding(pointer, f"no fewer than {least} items allowed"))
        for place, part in enumerate(value):
            each(part, f"{pointer}/{place}", findings)

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no others."""
    known = {**required, **(optional or {})}

    def check(value: object, pointer: str, findings: Findings) -> None:
        if not isinstance(value, dict):
            findings.append(Finding(pointer, "must provide an object"))
            return
        findings.extend(
            Finding(pointer, f"missing required field: {name}") for name in required if name not in value
        )
        for name, part in value.items():
            if name in known:
                known[name](part, f"{pointer}/{name}", findings)
            else:
                findings.append(Finding(pointer, f"invalid additional property: {name}"))

    return check


def typed(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """A shape that also carries its `type`, which `kinds` has already looked at."""
    return shape(required, {"type": anything, **(optional or {})})


def kinds(table: Mapping[str, Check]) -> Check:
    """One of several shapes, chosen by `type`."""

    def check(value: object, pointer: str, findings: Findings) -> None:
        if not isinstance(value, dict):
            findings.append(Finding(pointer, "must provide an object"))
        elif "type" not in value:
            findings.append(Finding(pointer, "missing required field: type"))
        elif not isinstance(value["type"], str) or value["type"] not in table:
            findings.append(Finding(f"{pointer}/type", f"unsupported type: {value['type']}"))
        else:
            table[value["type"]](value, pointer, findings)

    return check


def also(check: Check, *rules: Rule) -> Check:
    """The check, and rules that look at several fields at once; they run only on sound shapes."""

    def both(value: object, pointer: str, findings: Findings) -> None:
        before = len(findings)
        check(value, pointer, findings)
        if len(findings) == before and isinstance(value, dict):
            for rule in rules:
                rule(value, pointer, findings)

    return both


def exactly_one(*names: str) -> Rule:
    spelled = " or ".join(f"`{name}`" for name in names)

    def rule(value: Json, pointer: str, findings: Findings) -> None:
        if sum(name in value for name in names) != 1:
            findings.append(Finding(pointer, f"must define either {spelled}"))

    return rule


def at_least_one(*names: str) -> Rule:
    spelled = " or ".join(f"`{name}`" for name in names)

    def rule(value: Json, pointer: str, findings: Findings) -> None:
        if not any(name in value for name in names):
            findings.append(Finding(pointer, f"must define either {spelled}"))

    return rule
