"""Which Chromium is used, and what is said when there is none."""

from pathlib import Path

import pytest

from executor.browser import chromium, install
from executor.browser.chromium import ChromiumMissing, ensure_chromium, find_chromium


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any Chromium."""
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "_SYSTEM", ())
    monkeypatch.setattr(install, "UNPACKED", tmp_path / "unpacked")
    return tmp_path


def test_the_configured_one_is_used(bare: Path) -> None:
    mine = program(bare / "mine", "echo Chromium 156.0")

    assert find_chromium(str(mine)) == mine


@pytest.mark.parametrize(
    ("script", "says"), [("exit 3", "exits with 3"), ("echo install me", "prints no version")]
)
def test_a_configured_one_that_does_not_work_is_not_replaced(bare: Path, script: str, says: str) -> None:
    program(bare / "chromium_headless_shell-1200" / "linux" / "headless_shell", "echo Chromium 156.0")
    broken = program(bare / "broken", script)

    with pytest.raises(ChromiumMissing, match=says):
        find_chromium(str(broken))


def test_the_newest_download_comes_first(bare: Path) -> None:
    for revision in (999, 1200):
        program(bare / f"chromium_headless_shell-{revision}" / "linux" / "headless_shell", "echo Chromium 1")

    assert "chromium_headless_shell-1200" in str(find_chromium())


def test_a_stub_is_passed_over(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub, good = program(bare / "stub", "exit 1"), program(bare / "good", "echo Chromium 156.0")
    monkeypatch.setattr(chromium, "_SYSTEM", (str(stub), str(good)))

    assert find_chromium() == good


async def test_one_that_is_missing_is_installed_by_the_first_step_that_can(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cannot() -> str:
        return "system package: not root"

    async def can() -> str:
        program(bare / "unpacked", "echo Chromium 147.0")
        return "unpacked"

    monkeypatch.setattr(install, "STEPS", (cannot, can))

    assert await ensure_chromium() == bare / "unpacked"


async def test_the_message_lists_what_was_tried_and_what_to_do(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cannot() -> str:
        return "system package: not root"

    monkeypatch.setattr(install, "STEPS", (cannot,))

    with pytest.raises(ChromiumMissing, match=r"not root(.|\n)*playwright install") as caught:
        await ensure_chromium()
    assert "nothing found" in str(caught.value)
