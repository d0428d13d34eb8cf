"""The practice site as a process of its own: ``python -m tests.benchmarks.surroundings.practice_site PORT MEMBERS LATENCY_MS``.

Says each member's session on standard output, a line of JSON each; ends when its standard input does.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from bot.sandbox.redis import free_port
from bot.sandbox.site import Member, PracticeSite

Session = dict[str, Any]


@contextmanager
def practice_site(members: int, latency_ms: int) -> Generator[tuple[str, list[Session]]]:
    """Its URL and the members' sessions, for as long as the block runs."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.surroundings.practice_site",
        str(port),
        str(members),
        str(latency_ms),
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield f"http://127.0.0.1:{port}", [json.loads(process.stdout.readline()) for _ in range(members)]
    finally:
        process.communicate(timeout=20)


def login(number: int) -> str:
    return f"member{number}@example.com"


async def _serve(port: int, members: int, latency_ms: int) -> None:
    people = [
        Member(login=login(n), user_id=str(100012340000000 + n), password="practice", name=f"Member {n}")
        for n in range(members)
    ]
    site = PracticeSite(people, latency_ms=latency_ms)
    await site.start(port=port)
    for member in people:
        sys.stdout.write(json.dumps(site.session_for(member.login)) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await site.aclose()


if __name__ == "__main__":
    asyncio.run(_serve(*map(int, sys.argv[1:4])))
