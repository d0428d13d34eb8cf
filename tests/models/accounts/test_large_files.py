"""Files with hundreds of megabytes of sessions: read and saved in flat memory, all or nothing."""

import csv
import json
import tracemalloc
from pathlib import Path

import pytest

from models.accounts import records
from models.accounts.records import save_accounts
from models.domain.account_files.archive import read_given
from models.domain.account_files.reader import AccountFile
from models.domain.account_files.source import Outside, forgotten
from models.domain.errors import BadRequest
from models.secrets.sealing import Sealer
from models.secrets.spool import Spool
from models.tables.accounts import Account

_ACCOUNTS, _COOKIES = 400, 10  # of 4 kB each: 16 MB


def _session(login: str) -> str:
    cookies = [
        {"name": f"c{n}", "value": f"{login}-".ljust(4000, "x"), "domain": ".site.example", "path": "/"}
        for n in range(_COOKIES)
    ]
    return json.dumps({"cookies": cookies, "origins": []})


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """The file of accounts."""
    path = tmp_path / "accounts.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["login", "group", "session"])
        writer.writerows([f"ann{n}", "emea", _session(f"ann{n}")] for n in range(_ACCOUNTS))
    return path


def _read(path: Path, outside: Outside) -> AccountFile:
    return read_given(lambda: path.open("rb"), open_session=str, outside=outside)


async def test_sessions_are_read_and_saved_in_flat_memory(
    sqlite: str, sealer: Sealer, large: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "tortoise.db_client")  # pytest would keep every statement with its values
    read, saved = list[int](), list[int]()
    tracemalloc.start()
    with Spool() as spool:
        given = _read(large, Outside(keep=spool.keep, progress=read.append)).records
        await save_accounts(given, sealer=sealer, progress=saved.append)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(read) * len(_session("ann")) > 16e6
    assert peak < 14e6  # a hundred accounts are written at a time
    assert read == list(range(1, _ACCOUNTS + 1))
    assert saved == [100, 200, 300, 400]
    last = await Account.get(login="ann399")
    session = (await records.credentials(last.id, sealer=sealer)).session
    assert session
    assert session["cookies"][-1]["value"].startswith("ann399-x")


async def test_one_bad_row_at_the_end_saves_nothing_of_it(sqlite: str, large: Path) -> None:
    with large.open("a", encoding="utf-8") as file:
        file.write("ben,,\n")

    with Spool() as spool, pytest.raises(BadRequest) as refused:
        _read(large, Outside(keep=spool.keep))

    assert refused.value.refusals == {"row 402": "Row 402: group is empty."}


def test_a_look_at_a_file_keeps_no_session(large: Path) -> None:
    given = _read(large, Outside(keep=forgotten)).records

    assert all(record.has_session and record.session is None for record in given)
