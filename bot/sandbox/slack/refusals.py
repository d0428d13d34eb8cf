"""A refusal: what Slack answers instead of doing what was asked."""

from collections.abc import Iterable
from http import HTTPStatus

from .blockkit.checks import Finding
from .documents import Json

TROUBLE = "We had some trouble connecting. Try again?"


class Refusal(Exception):
    """Slack's error code, a sentence for the reader of the books, and what else the answer carries."""

    def __init__(self, error: str, detail: str = "", *, extra: Json | None = None) -> None:
        super().__init__(f"{error}: {detail}" if detail else error)
        self.error = error
        self.detail = detail
        self.extra: Json = extra or {}
        self.status: int = HTTPStatus.OK
        self.headers: dict[str, str] = {}

    def answer(self) -> Json:
        return {"ok": False, "error": self.error, **self.extra}


class RateLimited(Refusal):
    """Too many calls: HTTP 429 with the number of seconds to wait."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited", f"retry after {retry_after} s")
        self.status = HTTPStatus.TOO_MANY_REQUESTS
        self.headers = {"Retry-After": str(retry_after)}


def invalid_arguments(*messages: str) -> Refusal:
    listed = [f"[ERROR] {message}" for message in messages]
    return Refusal(
        "invalid_arguments", "; ".join(messages), extra={"response_metadata": {"messages": listed}}
    )


def invalid_blocks(findings: Iterable[Finding]) -> Refusal:
    """Blocks of a message: named in `errors` and again in the metadata."""
    errors = [str(finding) for finding in findings]
    metadata = {"messages": [f"[ERROR] {error}" for error in errors]}
    return Refusal(
        "invalid_blocks", "; ".join(errors), extra={"errors": errors, "response_metadata": metadata}
    )


def invalid_view(findings: Iterable[Finding]) -> Refusal:
    """Views are judged as a whole: Slack says `invalid_arguments` and points below /view."""
    return invalid_arguments(*(str(finding) for finding in findings))
