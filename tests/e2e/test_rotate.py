"""``bellhop rotate``, as it is typed, killed and typed again."""

import os
import signal
import subprocess
import sys

import pytest

from models.accounts import records
from models.database import database
from models.secrets.sealing import Sealer, new_key
from models.tables.accounts import Account
from tests.factories import some_accounts

OLD, NEW = new_key("old"), new_key("new")
_DIES = """
import os, signal
from models.secrets import rotation
from bot.cli import app
replace, calls = rotation._replace, []
async def dies(*told):
    calls.append(told)
    if len(calls) == 8:
        os.kill(os.getpid(), signal.SIGKILL)
    return await replace(*told)
rotation.STEP, rotation._replace = 5, dies
app(["rotate"])
"""


def _rotate(url: str, *, dying: bool = False, keys: str = f"{NEW},{OLD}") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _DIES if dying else "from bot.cli import app; app(['rotate'])"],
        env={"DATABASE_URL": url, "BELLHOP_SECRET_KEYS": keys, "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


async def _passwords(sealer: Sealer) -> set[str | None]:
    return {
        (await records.credentials(account.id, sealer=sealer)).password for account in await Account.all()
    }


async def test_killed_in_the_middle_of_a_step_and_run_again_it_ends_with_the_new_key_alone(
    database_url: str,
) -> None:
    async with database(database_url):
        await some_accounts(12, Sealer([OLD]))
    wanted = {f"pw-{n}" for n in range(12)}

    assert _rotate(database_url, dying=True).returncode == -signal.SIGKILL
    async with database(database_url):
        assert await _passwords(Sealer([NEW, OLD])) == wanted
    again = _rotate(database_url)

    assert again.returncode == 0, again.stderr
    assert "account.password: 7 encrypted again." in again.stdout
    assert again.stdout.endswith(
        "Everything is encrypted with the key new. You can remove older keys from BELLHOP_SECRET_KEYS.\n"
    )
    async with database(database_url):
        assert await _passwords(Sealer([NEW])) == wanted


async def test_a_value_that_no_key_opens_is_named_and_the_status_is_1(sqlite_url: str) -> None:
    async with database(sqlite_url):
        first, second = await some_accounts(2, Sealer([OLD]))
        other = await Account.with_secrets.get(id=second.id)
        await Account.filter(id=first.id).update(password=other.password)

    done = _rotate(sqlite_url)

    assert done.returncode == 1
    assert f"account.password of row {first.id}: no key decrypts it, so it was left unchanged." in done.stdout
    assert "account.password: 1 encrypted again." in done.stdout
    assert "You can remove" not in done.stdout


@pytest.mark.parametrize("keys", ["", "new:short"])
def test_it_needs_a_good_key(sqlite_url: str, keys: str) -> None:
    done = _rotate(sqlite_url, keys=keys)

    assert done.returncode == 2
    assert done.stderr.startswith("bellhop: BELLHOP_SECRET_KEYS")
