"""What a map says of the lists of an account, and of how each task is done. Pure."""

from typing import Self

from pydantic import model_validator

from executor.sitemap.controls import Controls, Part, Path, Reading
from executor.sitemap.screens import Step


class Listing(Part):
    """A list of what the account has, such as its pages."""

    path: Path
    """Where it is opened."""
    shows: Controls
    """What shows once it is drawn. Where a list comes later than its heading: the list itself, or what stands in its place when it is empty."""
    items: Controls
    """Its lines."""
    name: Reading
    """The name in a line."""
    id: Reading
    """The number in a line."""
    role: Reading | None = None
    """The account's role in a line."""
    next: Controls | None = None
    """What leads to its next part; gone or disabled on the last."""


class Form(Part):
    """What is opened, and gone through step by step."""

    steps: tuple[Step, ...]
    """Its steps. Those that do not show are passed over; what makes something is marked `once`."""
    done: Controls
    """What shows when it is done."""
    refused: Controls | None = None
    """Where the site says why it does not do it."""


class Creation(Form):
    """How a page or a business manager is made."""

    list: str
    """The list that it then stands in, which is looked at first: one of `lists`."""
    path: Path
    """Where the form is opened."""
    id: Reading
    """The number of what was made, once that shows."""

    @model_validator(mode="after")
    def _is_made_by_its_last_step(self) -> Self:
        if [step.once for step in self.steps] != [False] * (len(self.steps) - 1) + [True]:
            raise ValueError(
                'steps: exactly the last one makes something; write "once = true" there and nowhere else.'
            )
        return self


class Invitation(Form):
    """How an invitation, opened by its link, is accepted."""

    list: str
    """The list of business managers, looked at afterwards: one of `lists`."""
    name: Reading
    """The name of the business manager that invites."""
    role: Reading
    """The role that is offered."""
    joined: Controls
    """What shows when the account belongs to it already."""
    invalid: Controls
    """What shows when the invitation is not valid."""
    id: Reading | None = None
    """The number of the business manager, once it is joined and where it shows."""

    @model_validator(mode="after")
    def _may_be_accepted_twice(self) -> Self:
        if any(step.once for step in self.steps):
            raise ValueError(
                'steps: "once" is for what is made; an invitation is looked at before it is accepted.'
            )
        return self


class Switches(Part):
    """How notifications are switched off."""

    path: Path
    """Where the settings are opened."""
    shows: Controls
    """What shows once they are drawn."""
    switches: Controls
    """The switches or boxes, one for each kind, by their role only: each kind is found by its name."""
    refused: Controls | None = None
    """Where the site says that it could not save one."""
    save: Form | None = None
    """How all of them are saved, where they are not saved one by one."""

    @model_validator(mode="after")
    def _are_found_by_role(self) -> Self:
        if wrong := [one for one in self.switches if one.role not in {"switch", "checkbox"} or one.name]:
            named = wrong[0].role or "another way"
            raise ValueError(
                f'switches: write {{ role = "switch" }} or "checkbox", without a name, and not by {named}.'
            )
        return self


class Actions(Part):
    """How each type of task is done. A type that is left out ends with a sentence that says so."""

    create_page: Creation | None = None
    """Create page."""
    create_bm: Creation | None = None
    """Create BM."""
    authorize_bm_invitation: Invitation | None = None
    """BM invitation authorization."""
    close_notifications: Switches | None = None
    """Close notification."""
