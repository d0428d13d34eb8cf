"""A run that leaves a process behind fails, and names and ends it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFTEST = (
    "from tests import leftovers\ndef pytest_configure(config):\n    leftovers.watch(config, grace=0.5)\n"
)
LEAKS = """
import subprocess
def test_leaks():
    subprocess.Popen({command}, env={env}, start_new_session=True)
    {more}
"""
WITH_WORKERS = ("-p", "xdist", "-n", "1")
ORPHAN = ["sh", "-c", "sleep 4711 & exec true"]  # its parent ends at once


def run(folder: Path, test: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_it.py").write_text(test)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, str(folder)]
    env = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.skipif(not Path("/proc").exists(), reason="only Linux shows its processes in /proc")
@pytest.mark.parametrize("more", ["pass", "raise ValueError"])
@pytest.mark.parametrize(("options", "env"), [(WITH_WORKERS, {}), (WITH_WORKERS, None), ((), None)])
def test_a_process_that_a_test_left_behind_fails_the_run_and_is_named_and_ended(
    tmp_path: Path, options: tuple[str, ...], env: dict[str, str] | None, more: str
) -> None:
    done = run(tmp_path, LEAKS.format(command=ORPHAN, env=env, more=more), *options)

    told = re.search(r"processes that outlived the run =+\n(\d+): sleep 4711\n", done.stdout)
    assert told, done.stdout + done.stderr
    assert done.returncode == 1
    assert not Path(f"/proc/{told[1]}/cmdline").exists() or not Path(f"/proc/{told[1]}/cmdline").read_text()


def test_a_run_that_leaves_nothing_behind_does_not_fail(tmp_path: Path) -> None:
    done = run(tmp_path, "import subprocess\ndef test_it(): subprocess.run(['true'])\n", *WITH_WORKERS)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "outlived" not in done.stdout
