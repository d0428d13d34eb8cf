"""What the command line prints is printed as it is: a name with brackets is no markup."""

import ast
import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
BELLHOP = str(Path(sys.executable).parent / "bellhop")
CONSOLES = [
    (file, call)
    for file in (ROOT / "bot").rglob("*.py")
    for call in ast.walk(ast.parse(file.read_text()))
    if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "Console"
]


@pytest.mark.parametrize("name", ["[bold]", "a[", "[x", ":cat:"])
async def test_a_path_with_signs_of_markup_is_named_as_it_is(
    name: str, sqlite_url: str, tmp_path: Path
) -> None:
    inner = tmp_path / name / "x]"  # together with the slash it closes what was not opened
    inner.mkdir(parents=True)
    database = inner / "bellhop.sqlite3"
    shutil.copy(sqlite_url.removeprefix("sqlite://"), database)
    told: list[str] = []
    for words in (("backup", f"{inner}/copy"), ("audit", "--out", f"{inner}/audit.csv")):
        done = await asyncio.to_thread(
            subprocess.run, [BELLHOP, *words], env={"DATABASE_URL": f"sqlite://{database}"},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        told.append(done.stdout)

    assert [f"{inner}/" in line for line in told] == [True, True]


@pytest.mark.parametrize(("file", "call"), CONSOLES, ids=[file.stem for file, _ in CONSOLES])
def test_no_console_reads_markup_in_what_it_prints(file: Path, call: ast.Call) -> None:
    given = {key.arg: ast.unparse(key.value) for key in call.keywords}

    assert (given.get("markup"), given.get("emoji")) == ("False", "False"), file
