"""A map with a mistake is refused with the key and what would do; one without is read as it is meant."""

from pathlib import Path

import pytest

from executor.sitemap import loading
from executor.sitemap.controls import Control
from models.domain.errors import BadSiteMap
from models.domain.task_types import TASK_TYPES
from tests.executor.sitemap.mistakes import MISTAKES

TEXT = loading.PRACTICE.read_text()


@pytest.mark.parametrize(("right", "wrong", "says"), MISTAKES)
def test_a_mistake_is_named_with_its_key_and_what_would_do(right: str, wrong: str, says: str) -> None:
    assert right in TEXT
    with pytest.raises(BadSiteMap) as refused:
        loading.parse(TEXT.replace(right, wrong, 1).encode(), "ours.toml")

    assert str(refused.value).startswith("ours.toml: ")
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_several_mistakes_are_counted() -> None:
    with pytest.raises(BadSiteMap, match=r'did you mean "alert"\? \(3 more after it\)'):
        loading.parse(TEXT.replace('role = "alert"', 'role = "alrt"').encode(), "ours.toml")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (None, "it cannot be read: No such file"),
        (b"a = '\xff'", "UTF-8"),
        (b"#" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_a_file_that_is_no_map_is_refused(data: bytes | None, says: str, tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(BadSiteMap, match=says):
        loading.read(file)


def test_one_text_or_control_may_stand_where_several_may() -> None:
    several = TEXT.replace('{ label = "Account" }', '[{ label = ["Account", "Konto"] }, { css = ".me" }]')
    both = loading.parse(several.encode(), "ours.toml").account.badge

    assert both == (Control(label=("Account", "Konto")), Control(css=".me"))
    assert loading.practice().account.badge == (Control(label=("Account",)),)


@pytest.mark.parametrize("file", sorted(loading.PRACTICE.parent.glob("*.toml")), ids=lambda file: file.name)
def test_a_shipped_map_says_how_every_task_is_done(file: Path) -> None:
    actions = loading.read(file).actions

    assert {kind for kind in TASK_TYPES if getattr(actions, kind, None)} == set(TASK_TYPES) - {"check"}
