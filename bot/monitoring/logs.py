"""Logs: one JSON object a line, the task and attempt on it, secrets out of it.

Below a warning the libraries say what they do, with all they do it with: the values of a statement, the answer of
Slack, the password that is typed. So at every level those lines are only our own; what of a library is heard is
whatever it warns of.
"""

import json
import logging
import re
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from contextlib import suppress
from typing import Any

import structlog

_SECRET = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)|(?i:bearer\s+|otpauth[\w-]*:)\S+"
)
_NAMES = ("password", "token", "secret", "session", "cookie", "authorization", "totp")
_HIDDEN = "***"
_OURS = frozenset(
    ("bot", "handlers", "executor", "models")
)  # packages, which the names of our loggers begin with
_settings_secrets: set[str] = set()  # the secrets of the settings, word for word


def set_up(level: str, secrets: Iterable[str] = ()) -> None:
    """Send our own lines and the libraries' through the same handler, to standard error, without these ``secrets``."""
    _settings_secrets.update(secrets)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = _Handler(sys.stderr)
    handler.addFilter(_is_ours_or_warning)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


class _Handler(logging.StreamHandler[Any]):
    """A line that cannot be written is told of without what is in it: ``logging`` itself would print it as it is."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        with suppress(OSError, ValueError):  # standard error itself is closed
            event = {"event": "a line could not be written", "logger": record.name, "level": record.levelname}
            self.stream.write(f"{json.dumps(event)}\n")


def _is_ours_or_warning(record: logging.LogRecord) -> bool:
    """Some libraries name loggers after the program, or set a level themselves: so it is asked of each line."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] in _OURS


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide what looks like a secret, by its name or by its form, and what is one of ours; however deep it lies."""
    for name, value in event.items():
        if name.startswith("_"):  # the formatter's own, never shown
            continue
        event[name] = _HIDDEN if _names_a_secret(name) else _hidden(value)
    return event


def _names_a_secret(name: object) -> bool:
    return isinstance(name, str) and any(word in name.lower() for word in _NAMES)


def _hidden(value: Any) -> Any:
    if isinstance(value, Mapping):
        pairs: Mapping[Any, Any] = value
        return {
            _hidden(name): _HIDDEN if _names_a_secret(name) else _hidden(inner)
            for name, inner in pairs.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_hidden(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    text = value if isinstance(value, str) else repr(value)  # as the line would show it
    for secret in _settings_secrets:
        text = text.replace(secret, _HIDDEN)
    return _SECRET.sub(_HIDDEN, text)
