"""A copy of SQLite's file, or the command that copies PostgreSQL."""

import asyncio
import os
import shlex
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlencode

import typer
from rich.console import Console

from bot import settings
from handlers.slack.texts import count
from models.backup import Backup, copy
from models.connections.database_url import PostgresURL, read
from models.connections.sqlite_file import file_of, is_file
from models.connections.url import SECRET
from models.domain.errors import BadBackup, NoDatabase

app = typer.Typer()
_MEGABYTE = 1_000_000
_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


@app.command("backup")
def backup_command(
    file: Annotated[Path, typer.Argument(help="File to write; it must not exist yet")],
) -> None:
    """Back up the SQLite database while everything runs, and verify the copy. For PostgreSQL, print how."""
    _backup(settings.load().database_url, file)


def _backup(url: str, file: Path) -> None:
    """Copy and tell of it, or stop with one line."""
    if not is_file(url):
        settings.stop(
            "DATABASE_URL names PostgreSQL, which has a program for that; it asks for the password, "
            f"or takes it from ~/.pgpass: {pg_dump(url, file)}"
        )
    try:
        copied = _write_backup(url, file)
    except (BadBackup, NoDatabase) as error:
        settings.stop(str(error))
    except OSError as error:
        settings.stop(str(BadBackup(f"{error}.")))
    _out.print(
        f"{file} written and verified: {count(copied.tasks, 'task')}, {copied.migrations} migrations, "
        f"{file.stat().st_size / _MEGABYTE:.1f} MB. "
        "It does not have the encryption keys: keep a copy of BELLHOP_SECRET_KEYS in another place."
    )


def _write_backup(url: str, file: Path) -> Backup:
    """Only its owner may read it, and it stands under its name only when it is whole: until then ``.part`` follows."""
    if file.exists():
        raise BadBackup(f"{file} already exists. Name another file.")
    if not file_of(url).is_file():
        raise BadBackup(f"there is no database at {file_of(url)}.")
    part = file.with_name(f"{file.name}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise BadBackup(
            f"{part} exists: another backup is writing it, or was killed. If none is running, remove it."
        ) from error
    try:
        copied = asyncio.run(copy(url, str(part)))
        _to_disk(part)
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    _to_disk(file.absolute().parent)
    return copied


def _to_disk(path: Path) -> None:
    """SQLite does not wait for the disk when it writes such a copy."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def pg_dump(url: str, file: Path) -> str:
    """The command that backs PostgreSQL up, without the password that ``url`` may have.

    >>> pg_dump("postgres://ann:secret@db.example:5433/bellhop?ssl=true", Path("a b.dump"))
    "pg_dump --format=custom --no-owner '--file=a b.dump' --host=db.example --port=5433 --username=ann 'postgresql:///bellhop?sslmode=require'"
    """
    place = read(url)
    use = place.use if isinstance(place, PostgresURL) else None
    driver = dict(use.driver) if use else {}
    hosts = use.hosts if use else ()
    user, name = driver.pop("user", ""), driver.pop("dbname", "")
    words = ["pg_dump", "--format=custom", "--no-owner", f"--file={file}"]
    words += [f"--host={','.join(host for host, _ in hosts)}"] if any(host for host, _ in hosts) else []
    words += (
        [f"--port={','.join(str(port or 5432) for _, port in hosts)}"] if any(p for _, p in hosts) else []
    )
    words += [f"--username={user}"] if user else []
    tls = {key: value for key, value in driver.items() if key not in SECRET}
    query = urlencode(tls, quote_via=quote)
    return shlex.join([*words, f"postgresql:///{quote(name, safe='')}?{query}" if tls else name])
