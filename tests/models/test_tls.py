"""A PostgreSQL with TLS: each ``sslmode`` lets in and keeps out whom libpq would."""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from models.database import database
from models.domain.errors import NoDatabase
from models.sql import rows
from tests.certificates import certificate_of
from tests.postgres import HASTY, NOBODY, PostgresServer

PEM = serialization.Encoding.PEM
REFUSED = "the server's certificate is refused"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``ca.crt`` signed the server's certificate for localhost; ``other.crt`` did not."""
    place = tmp_path_factory.mktemp("tls")
    authority = certificate_of("ca", None)
    certificate, key = certificate_of("localhost", authority)
    private = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (place / "ca.crt").write_bytes(authority[0].public_bytes(PEM))
    (place / "other.crt").write_bytes(certificate_of("other", None)[0].public_bytes(PEM))
    (place / "server.crt").write_bytes(certificate.public_bytes(PEM))
    (place / "server.key").write_bytes(private)
    (place / "server.key").chmod(0o600)
    if os.geteuid() == 0:  # then PostgreSQL is nobody
        os.chown(place / "server.key", NOBODY, NOBODY)
        for each in (place, *place.parents):  # as far as they are this run's
            if not each.stat().st_mode & stat.S_IXOTH:
                each.chmod(0o711)
    return place


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[PostgresServer]:
    files = {"ssl_cert_file": str(folder / "server.crt"), "ssl_key_file": str(folder / "server.key")}
    running = PostgresServer({**HASTY, "ssl": "on", **files})
    yield running
    running.close()


async def test_each_sslmode_lets_in_whom_libpq_would(
    server: PostgresServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder))  # where both look for authorities that nothing names
    for host, given, said in (
        ("127.0.0.1", "sslmode=disable", "in the clear"),
        ("127.0.0.1", "sslmode=prefer", "encrypted"),
        ("127.0.0.1", "sslmode=require", "encrypted"),
        ("127.0.0.1", "sslmode=require&sslrootcert={}/other.crt", REFUSED),
        ("127.0.0.1", "sslmode=verify-ca&sslrootcert={}/ca.crt", "encrypted"),
        ("127.0.0.1", "sslmode=verify-full&sslrootcert={}/ca.crt", REFUSED),
        ("localhost", "sslmode=verify-full&sslrootcert={}/ca.crt", "encrypted"),
        ("localhost", "sslmode=verify-full&sslrootcert={}/other.crt", REFUSED),
        ("localhost", "sslmode=verify-ca", "Add sslrootcert=FILE"),
        ("localhost", "sslmode=verify-ca&sslrootcert={}/none.crt", "sslrootcert names a file that does not exist"),
    ):  # fmt: skip
        url = f"postgres://bellhop@{host}:{server.port}/postgres?{given.format(folder)}"

        assert said in await _told(url), given
        assert _libpq_connects(url) in (None, said in {"encrypted", "in the clear"}), given

    system = await _told(f"postgres://bellhop@localhost:{server.port}/postgres?sslrootcert=system")
    assert REFUSED in system, "this machine's authorities did not sign it"


async def _told(url: str) -> str:
    try:
        async with database(url):
            (row,) = await rows("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
            return "encrypted" if row["ssl"] else "in the clear"
    except NoDatabase as error:
        return str(error)


def _libpq_connects(url: str) -> bool | None:
    """Whether PostgreSQL's own client does; None where there is none."""
    if shutil.which("psql") is None:
        return None
    return subprocess.run(["psql", url, "-c", ""], capture_output=True, check=False).returncode == 0
