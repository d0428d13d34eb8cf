"""The five task types, as data. A sixth is one line here and one module in ``executor/actions``.

Pure: a type knows its words, its parameters and whether it may be run again by itself; how it is done in a
browser is the action's matter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from models.domain.addresses import origin, path_of_form
from models.domain.text import is_keepable

CATEGORIES = ("Local business", "Brand or product", "Community", "Artist", "Public figure", "Entertainment")
"""Page categories the platform offers, in its own order."""


INVITATION = "/invitations/{code}"
"""The form of an invitation's path on the platform. Nothing else is opened for one."""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One value a task type needs, with the rule it is checked by."""

    name: str  # key in the stored parameters and the CSV column
    label: str  # what the form calls it
    kind: Literal["text", "choice", "link"]
    hint: str = ""
    longest: int = 75  # characters
    choices: tuple[str, ...] = ()
    path: str = ""  # of a link: the one form its path may have, as ``addresses.path_of_form`` reads it

    def refusal(self, value: str) -> str | None:
        """Why ``value`` cannot be used, as a sentence for the person who typed it; None when it can."""
        if not value:
            return f"{self.label} is needed."
        if len(value) > self.longest:
            return f"{self.label} can have up to {self.longest} characters; this one has {len(value)}."
        if any(ord(char) < ord(" ") for char in value) or not is_keepable(value):
            return f"{self.label} must be one line of text."
        if self.kind == "choice" and value not in self.choices:
            return f"{self.label} must be one of: {', '.join(self.choices)}."
        if self.kind == "link" and not self._is_link(value):
            return f"{self.label} must be a whole link, such as https://example.com/invitations/AB12."
        return None

    def _is_link(self, value: str) -> bool:
        return origin(value) is not None and (not self.path or path_of_form(value, self.path) is not None)


@dataclass(frozen=True, kw_only=True)
class TaskType:
    """One kind of job on one account."""

    id: str
    label: str
    parameters: tuple[Parameter, ...] = ()
    repeatable: bool  # may be run again by itself after a worker was lost in mid-work
    limit: int  # seconds one attempt may take, from the claim to the last step, without waits for a person
    reports_login: bool = (
        False  # the login status is what it is to find: an account that cannot be entered is a result
    )

    def check(self, values: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """Return (clean parameters, refusals by parameter name). Unknown names are refused too."""
        clean = {p.name: (values.get(p.name) or "").strip() for p in self.parameters}
        refusals = {p.name: why for p in self.parameters if (why := p.refusal(clean[p.name]))}
        known = {p.name for p in self.parameters}
        refusals |= {name: f"{self.label} takes no {name}." for name in values if name not in known}
        return clean, refusals


TASK_TYPES: dict[str, TaskType] = {
    kind.id: kind
    for kind in (
        TaskType(id="check", label="Check", repeatable=True, limit=60, reports_login=True),
        TaskType(
            id="create_page",
            label="Create page",
            repeatable=False,
            limit=120,
            parameters=(
                Parameter(name="page_name", label="Page name", kind="text"),
                Parameter(name="category", label="Category", kind="choice", choices=CATEGORIES),
            ),
        ),
        TaskType(id="close_notifications", label="Close notification", repeatable=True, limit=120),
        TaskType(
            id="create_bm",
            label="Create BM",
            repeatable=False,
            limit=120,
            parameters=(Parameter(name="bm_name", label="BM name", kind="text"),),
        ),
        TaskType(
            id="authorize_bm_invitation",
            label="BM invitation authorization",
            repeatable=True,
            limit=120,
            parameters=(
                Parameter(
                    name="invitation_link",
                    label="Invitation link",
                    kind="link",
                    longest=2000,
                    path=INVITATION,
                    hint="The link from the invitation e-mail.",
                ),
            ),
        ),
    )
}
