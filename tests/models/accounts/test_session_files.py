"""Session files below the folder of a table: the file that was meant, or none."""

from pathlib import Path

import pytest

from models.accounts.session_files import SessionFolder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file of its own, one in a folder of it, and one outside."""
    (tmp_path / "outside.json").write_text("outside")
    (tmp_path / "in" / "ann").mkdir(parents=True)
    (tmp_path / "in" / "cookies.json").write_text("somebody else")
    (tmp_path / "in" / "ann" / "cookies.json").write_text("ann", encoding="utf-16")
    (tmp_path / "in" / "link.json").symlink_to(tmp_path / "outside.json")
    return tmp_path / "in"


@pytest.mark.parametrize(
    "path", ["ann/cookies.json", "ann\\cookies.json", "./ann/cookies.json", "C:\\x\\ann\\cookies.json"]
)
def test_the_file_that_is_meant_is_read(folder: Path, path: str) -> None:
    assert SessionFolder(folder)(path) == "ann"


@pytest.mark.parametrize(
    "path", ["../outside.json", "..\\outside.json", "ann/../../outside.json", "link.json"]
)
def test_no_path_leads_out_of_the_folder(folder: Path, path: str) -> None:
    with pytest.raises(ValueError, match="leads out of the folder"):
        SessionFolder(folder)(path)


@pytest.mark.parametrize("path", ["ben/cookies.json", "/etc/passwd", "ann", "ann/cookies.json/x"])
def test_a_relative_path_means_that_file_and_no_namesake(folder: Path, path: str) -> None:
    with pytest.raises(OSError, match=path.rpartition("/")[2]):
        SessionFolder(folder)(path)


def test_two_paths_of_another_machine_that_mean_one_file_are_refused(folder: Path) -> None:
    read = SessionFolder(folder)
    read("C:\\ann-1\\cookies.json")

    with pytest.raises(ValueError, match="the session file is the same as in another row"):
        read("C:\\ben\\cookies.json")
