"""docs/site.md names every key of a map with its sentence, and no text of a site stands in the code."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from executor.sitemap import controls, loading, screens, site, tasks
from executor.sitemap.controls import Part

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/site.md").read_text()
TABLES = [
    site.SiteMap, controls.Control, controls.Reading, screens.Account, screens.LoginScreen, screens.Overlay,
    screens.LogIn, screens.CodeForm, screens.Step, screens.Entry, screens.Look, tasks.Listing, tasks.Actions,
    tasks.Creation, tasks.Invitation, tasks.Switches,
]  # fmt: skip
"""In the order of the page."""


def rows_of(table: type[Part]) -> str:
    """The page's table of the keys of a table in a map."""
    rows = [
        f"| `{name}`{' (needed)' if field.is_required() else ''} | {field.description} |"
        for name, field in table.model_fields.items()
    ]
    return "\n".join(["| key | meaning |", "| --- | --- |", *rows])


@pytest.mark.parametrize("table", TABLES)
def test_the_page_has_every_key_with_its_sentence(table: type[Part]) -> None:
    assert rows_of(table) in PAGE


def test_every_table_of_a_map_is_on_the_page() -> None:
    assert set(TABLES) == set(Part.__subclasses__()) - {tasks.Form} | {tasks.Creation, tasks.Invitation}


def test_the_pages_first_map_is_one_that_is_read() -> None:
    (first,) = (part.partition("```")[0] for part in PAGE.split("```toml\n")[1:] if "home = " in part)

    assert loading.parse(first.encode(), "first.toml").actions.create_page is None


def _texts_in(value: object) -> Iterator[str]:
    """What a site shows, as its map has it."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name not in {"role", "kind", "list"} or isinstance(one, dict):
                yield from _texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts_in(one)
    elif isinstance(value, str) and not value.startswith("{"):
        yield value


def test_no_text_of_a_site_stands_in_the_code() -> None:
    maps = [tomllib.loads(file.read_text()) for file in loading.PRACTICE.parent.glob("*.toml")]
    texts = {text for site_map in maps for text in _texts_in(site_map)}
    found = [
        (str(path.relative_to(ROOT)), node.value)
        for path in sorted((ROOT / "executor").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and node.value in texts
    ]

    assert len(texts) > 50
    assert found == []
