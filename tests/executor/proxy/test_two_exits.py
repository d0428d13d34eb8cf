"""Two accounts of one gateway with different passwords go out by two exits, as the gateway itself sees it."""

import asyncio
from base64 import b64decode

from executor.proxy.preflight import check_proxy
from models.accounts import records
from models.accounts.records import save_accounts
from models.domain.account_files.reader import read_accounts
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from tests.executor.proxy import servers


async def test_two_passwords_at_one_gateway_are_two_exits(database: str, sealer: Sealer) -> None:
    exits: list[str] = []

    async def gateway(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        exits.append(b64decode(head.partition("Basic ")[2].partition("\r\n")[0]).decode())
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")

    async with servers.listening(gateway) as port:
        for login, exit_ in (("ann", "a"), ("ben", "b"), ("cem", "a")):  # a file each, on different days
            lines = f"login,group,proxy\n{login},emea,127.0.0.1:{port}:cust7:pas_session-{exit_}"
            await save_accounts(read_accounts(lines.encode(), open_session=str).records, sealer=sealer)
        for account in await Account.all().order_by("login"):
            proxy = (await records.credentials(account.id, sealer=sealer)).proxy
            assert proxy is not None
            await check_proxy(proxy, "https://site.example", limit=5)

    assert exits == ["cust7:pas_session-a", "cust7:pas_session-b", "cust7:pas_session-a"]
