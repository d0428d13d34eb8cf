"""The controls of a map on a screen, as Playwright finds them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import product
from typing import Any

from playwright.async_api import Locator, Page

from executor.sitemap.controls import Control, pattern_in
from executor.sitemap.site import parameters_in

Values = Mapping[str, Sequence[str]]
"""What stands for a name in braces: one value, or as many as the site has words for it."""
Wanted = str | re.Pattern[str]
_NONE: Values = {}


def find(scope: Page | Locator, controls: Sequence[Control], values: Values = _NONE) -> Locator:
    """All that one of the controls names, in a page or in a part of it."""
    return reduce(Locator.or_, (one for control in controls for one in _of(scope, control, values)))


def unchecked(scope: Page | Locator, controls: Sequence[Control], values: Values = _NONE) -> Locator | None:
    """The same where it is not checked; None where the map does not say that it can be."""
    boxes = [control for control in controls if control.role in {"radio", "checkbox", "switch"}]
    found = [one for control in boxes for one in _of(scope, control, values, checked=False)]
    return reduce(Locator.or_, found) if found else None


def written(text: str, values: Values = _NONE) -> list[Wanted]:
    r"""A text of a map with its values put in: as it stands, or as a pattern for a whole text.

    >>> written("{kind}", {"kind": ["Verein", "Club"]}), written("/Join {x}/", {"x": ["A.B"]})
    (['Verein', 'Club'], [re.compile('^\\s*(?:Join A\\.B)\\s*$')])
    """
    form = pattern_in(text)
    if form is None:
        return [_filled(text, chosen) for chosen in _choices(text, values)]
    escaped = {name: [re.escape(one) for one in several] for name, several in values.items()}
    return [_whole(_filled(form, chosen)) for chosen in _choices(form, escaped)]


def typed(text: str, values: Values) -> str:
    """What is typed where a text of a map is given: the first of its forms, which is no pattern there."""
    return _filled(text, next(_choices(text, values)))


def is_said(texts: Sequence[str], said: str) -> bool:
    """Whether a sentence is one of these texts of a map."""
    wanted = [one for text in texts for one in written(text)]
    return any(said == one if isinstance(one, str) else one.fullmatch(said) for one in wanted)


def showing(wanted: Wanted) -> re.Pattern[str]:
    """A filter for elements that show just this."""
    return _whole(re.escape(wanted)) if isinstance(wanted, str) else wanted


def _of(
    scope: Page | Locator, control: Control, values: Values, *, checked: bool | None = None
) -> Iterator[Locator]:
    """One locator for each form that the control's text has."""
    place = find(scope, control.within, values) if control.within else scope
    for found in _named(place, control, values, checked=checked):
        if control.says is None:
            yield found
            continue
        for text in control.says:
            for wanted in written(text, values):
                yield found.filter(has_text=showing(wanted))


def _named(
    place: Page | Locator, control: Control, values: Values, *, checked: bool | None
) -> Iterator[Locator]:
    if control.css is not None:
        yield place.locator(control.css)
    if control.role is not None:
        of_role: Any = (
            {"role": control.role} if checked is None else {"role": control.role, "checked": checked}
        )
        if control.name is None:
            yield place.get_by_role(**of_role)
        for wanted in _forms(control.name, values):
            yield place.get_by_role(**of_role, name=wanted, exact=True)
    for texts, by in (
        (control.label, place.get_by_label),
        (control.placeholder, place.get_by_placeholder),
        (control.text, place.get_by_text),
    ):
        for wanted in _forms(texts, values):
            yield by(wanted, exact=True)
    for wanted in _forms(control.test_id, values):
        yield place.get_by_test_id(wanted)


def _forms(texts: Sequence[str] | None, values: Values) -> Iterator[Wanted]:
    return (wanted for text in texts or () for wanted in written(text, values))


def _choices(text: str, values: Values) -> Iterator[dict[str, str]]:
    """Each way to put the values of a text in."""
    names = [name for name in parameters_in(text) if name in values]
    return (dict(zip(names, chosen, strict=True)) for chosen in product(*(values[name] for name in names)))


def _filled(text: str, chosen: Mapping[str, str]) -> str:
    """In one pass: a value in braces is a value all the same."""
    return re.sub(r"\{([a-z_]+)\}", lambda found: chosen.get(found[1], found[0]), text)


def _whole(form: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{form})\s*$")
