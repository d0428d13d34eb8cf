"""Looking for secrets where none may be: in all the forms in which one could have got there."""

import asyncio
import json
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from redis.asyncio import Redis

from models.domain.one_time_codes import parse_totp

_OWN = ("python", "bellhop", "taskiq")  # these have their settings by environment
_BASE64_SHORTEST = 12  # characters; the middle of the base64 of fewer turns up by chance
_LOOK = 0.05  # seconds between two looks at the processes


def forms(secret: str) -> set[bytes]:
    """A secret as it is, as a URL or JSON writes it, and the middle of its base64, wherever it begins in a text."""
    encoded = {secret.encode(), quote(secret, safe="").encode(), json.dumps(secret)[1:-1].encode()}
    if len(secret) < _BASE64_SHORTEST:
        return encoded
    for before in range(3):
        for encode in (b64encode, urlsafe_b64encode):
            text = encode(b"\0" * before + secret.encode()).rstrip(b"=")
            encoded.add(text[4:-2])
    return encoded


def leaks(canaries: Mapping[str, str], places: Mapping[str, bytes]) -> set[str]:
    """``what is in where`` of every canary that was found."""
    return {
        f"{what} is in {where}"
        for what, secret in canaries.items()
        for where, data in places.items()
        if any(form in data for form in forms(secret))
    }


def codes(totp: str, since: float) -> dict[str, str]:
    """The one-time codes of every window since a moment, in Unix seconds. Of eight digits: six turn up by chance."""
    made = parse_totp(totp)
    windows = range(made.window(since), int(time.time()) + 1, made.period)
    return {f"code of {window}": made.code(window) for window in windows}


class Watch:
    """What the processes below one showed of themselves to the whole machine, and to those below them."""

    def __init__(self) -> None:
        self.commands = b""  # every command line of the machine
        self.given = b""  # environments of browsers, their driver, and whatever else was started
        self.programs: set[str] = set()

    def look(self, root: int) -> None:
        family = _below(root)
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes()
                self._note(process, words, kin=int(process.name) in family)
            except (OSError, ValueError):  # it ended while we looked
                continue

    def _note(self, process: Path, words: bytes, *, kin: bool) -> None:
        if words not in self.commands:
            self.commands += words + b"\n"
        program = Path(words.split(b"\0")[0].decode(errors="replace")).name
        if kin and program and not program.startswith((*_OWN, "sh")):
            self.programs.add(program)
            environment = (process / "environ").read_bytes()
            if environment not in self.given:
                self.given += environment + b"\n"


@asynccontextmanager
async def watching(*roots: int) -> AsyncGenerator[Watch]:
    """Look at the processes below these again and again."""
    watch = Watch()

    async def look() -> None:
        while True:
            for root in roots:
                await asyncio.to_thread(watch.look, root)
            await asyncio.sleep(_LOOK)

    looking = asyncio.create_task(look())
    try:
        yield watch
    finally:
        looking.cancel()


@asynccontextmanager
async def overhearing(url: str) -> AsyncGenerator[list[str]]:
    """Every command that Redis gets while the block runs."""
    heard: list[str] = []
    async with Redis.from_url(url) as redis, redis.monitor() as monitor:

        async def listen() -> None:
            while True:
                heard.append(str((await monitor.next_command())["command"]))

        listening = asyncio.create_task(listen())
        try:
            yield heard
        finally:
            listening.cancel()
            await asyncio.wait([listening])


async def dump(url: str) -> bytes:
    """All that lies in Redis, streams included."""
    values: list[object] = []
    async with Redis.from_url(url) as redis:
        async for key in redis.scan_iter():
            kind = (await redis.type(key)).decode()
            values.append((key, await _READ[kind](redis, key)))
    return repr(values).encode()


_READ = {
    "string": lambda redis, key: redis.get(key),
    "stream": lambda redis, key: redis.xrange(key),
    "hash": lambda redis, key: redis.hgetall(key),
    "list": lambda redis, key: redis.lrange(key, 0, -1),
    "set": lambda redis, key: redis.smembers(key),
    "zset": lambda redis, key: redis.zrange(key, 0, -1, withscores=True),
}


def files(*folders: Path) -> dict[str, bytes]:
    """Every file below these folders, by its name."""
    return {
        str(path): path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()
    }


def _below(root: int) -> set[int]:
    """A process with all its descendants."""
    processes, fresh = set[int](), {root}
    while fresh:
        processes |= fresh
        fresh = {child for process in fresh for child in _children(process)} - processes
    return processes


def _children(process: int) -> set[int]:
    children = set[int]()
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children |= set(map(int, listed.read_text().split()))
        except OSError:
            continue
    return children
