"""What the command line prints is printed as it is: a name with brackets is no markup."""

import ast
import shutil
from pathlib import Path

from tests.bot.cli import forked

ROOT = Path(__file__).parents[3]
MARKUP = ("[bold]", "a[", "[x", ":cat:", "x]")  # the last closes, with the slash, what was not opened


def test_a_path_with_signs_of_markup_is_named_as_it_is(sqlite_url: str, tmp_path: Path) -> None:
    inner = tmp_path.joinpath(*MARKUP)
    inner.mkdir(parents=True)
    database = inner / "bellhop.sqlite3"
    shutil.copy(sqlite_url.removeprefix("sqlite://"), database)
    told: list[str] = []
    for words in (("backup", f"{inner}/copy"), ("audit", "--out", f"{inner}/audit.csv")):
        done = forked.run(*words, env={"DATABASE_URL": f"sqlite://{database}"})
        assert done.returncode == 0, done.stderr
        told.append(done.stdout)

    assert [f"{inner}/" in line for line in told] == [True, True]


def test_no_console_reads_markup_in_what_it_prints() -> None:
    given = [
        (file.stem, {key.arg: ast.unparse(key.value) for key in call.keywords})
        for file, text in _with_consoles()
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "Console"
    ]

    assert len(given) > 5
    assert [
        file for file, named in given if (named.get("markup"), named.get("emoji")) != ("False", "False")
    ] == []


def _with_consoles() -> list[tuple[Path, str]]:
    sources = [(file, file.read_text()) for file in sorted((ROOT / "bot").rglob("*.py"))]
    return [(file, text) for file, text in sources if "Console" in text]
