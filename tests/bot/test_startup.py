"""What every process looks at first: a database with tables, and the keys its secrets were sealed with."""

from pathlib import Path

import pytest

from bot import startup
from bot.settings import Settings
from models.database import database
from models.secrets.sealing import Sealer, new_key
from tests.conftest import KEY
from tests.factories import some_accounts

NEWER = new_key("newer")


async def _line(url: str, keys: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    """What a bot or a worker says when it stops there."""
    config = Settings.model_validate({"database_url": url, "secret_keys": keys})
    with pytest.raises(SystemExit):
        await startup.open_migrated(config, keys="needed")
    (line,) = capsys.readouterr().err.splitlines()
    return line


async def test_a_database_without_tables_is_told_to_be_migrated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "bellhop migrate" in await _line(f"sqlite://{tmp_path / 'empty.sqlite3'}", (KEY,), capsys)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ((), "BELLHOP_SECRET_KEYS: the database has encrypted secrets, and no key is set"),
        ((new_key("other"),), "BELLHOP_SECRET_KEYS: these keys do not decrypt the secrets"),
        ((NEWER,), "encrypted with the key test, which is not set"),
    ],
)
async def test_keys_that_do_not_open_what_was_sealed_stop_the_start(
    database_url: str, keys: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with database(database_url):
        await some_accounts(2, Sealer([KEY]))
        await some_accounts(2, Sealer([NEWER]), group="apac")

    assert says in await _line(database_url, keys, capsys)
