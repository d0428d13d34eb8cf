"""The checks of doctor: each result says what was seen and, where something is wrong, what to do."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from aiohttp import ClientError
from redis.exceptions import RedisError

from bot.manifest import SCOPES
from bot.queue import redis_pool, redis_trouble
from bot.schedules import examining
from bot.settings import Settings
from bot.slack import trouble
from bot.slack.pacing import slack_client
from executor.faults import Fault
from handlers.slack.fallback import NO_ANSWER
from handlers.slack.home import home
from handlers.slack.texts import count, duration
from models import private_files
from models.alerts import webhooks
from models.connections import postgres
from models.connections.database_url import PostgresURL, read
from models.connections.sqlite_file import files_of
from models.database import AWAY, is_migrated
from models.domain.values.checks import CheckResult
from models.monitoring import health, processes

_LATE_TASK = timedelta(minutes=5)
_LATE_MESSAGE = timedelta(minutes=2)
_SKEW = timedelta(seconds=60)  # Slack's signatures allow five minutes, leases half a minute
_PATIENCE = 10.0  # seconds for one question
Question = Callable[[Settings, datetime], Awaitable[Sequence[CheckResult]]]


async def examine(config: Settings) -> list[CheckResult]:
    """Everything, in the order in which it should be put right. The database must be open."""
    now = datetime.now(UTC)
    results = await asyncio.gather(*(_asked(question, config, now) for question in _QUESTIONS))
    return [result for some in results for result in some]


async def _asked(question: Question, config: Settings, now: datetime) -> Sequence[CheckResult]:
    """A question that cannot be answered is a result itself."""
    name = question.__name__.strip("_").replace("_", " ").capitalize()
    try:
        async with asyncio.timeout(_PATIENCE):
            return await question(config, now)
    except (*AWAY, RedisError, ClientError) as error:
        why = str(error).partition("\n")[0] or "no answer"
        return [
            CheckResult(
                name=name, says=f"cannot be checked ({type(error).__name__})", remedy=f"Fix this: {why[:200]}"
            )
        ]


async def _database(config: Settings, now: datetime) -> Sequence[CheckResult]:
    place = read(config.database_url)
    is_pooled = isinstance(place, PostgresURL) and postgres.is_pooled(place)
    where = f"{place}, through a pooler" if is_pooled else str(place)
    if not await is_migrated():
        return [
            CheckResult(
                name="Database",
                says=f"{where} has no tables yet, or older ones",
                remedy="Run `bellhop migrate`.",
            )
        ]
    skew = abs((await health.figures(now=now)).database_time - now)
    off = "Set this machine's clock. Until then, Bellhop uses the database's time." if skew > _SKEW else ""
    return [
        CheckResult(name="Database", says=f"{where}, tables up to date"),
        CheckResult(name="Database's clock", says=_apart(skew, "this one"), remedy=off),
    ]


async def _files(config: Settings, _now: datetime) -> Sequence[CheckResult]:
    """Opening the database closed its files to others, where they are this user's."""
    files = files_of(config.database_url)
    if not files:
        return []
    wide = private_files.wide(*files)
    named = " ".join(str(file) for file in wide)
    return [
        CheckResult(
            name="Database's files",
            says=f"others may read {named}" if wide else "only their owner may read them",
            remedy=f"As their owner: chmod go= {named}" if wide else "",
        )
    ]


async def _slack(config: Settings, now: datetime) -> Sequence[CheckResult]:
    if not config.slack_bot_token:
        return [CheckResult(name="Slack", says="no token", remedy="Set SLACK_BOT_TOKEN.")]
    slack = slack_client(config)
    _, proxy = slack.network.named(config.slack_api_url)
    try:
        answer: Any = await slack.auth_test()
    except NO_ANSWER as error:
        says, remedy = trouble.check(error, slack.network, config.slack_api_url)
        return [CheckResult(name="Slack", says=says, remedy=remedy)]
    headers = {name.lower(): value for name, value in answer.headers.items()}
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    missing = [scope for scope in SCOPES if scope not in granted]
    return [
        CheckResult(
            name="Slack",
            says=f"{answer['user']} in {_place(answer)}" + (f", through the proxy {proxy}" if proxy else ""),
        ),
        CheckResult(
            name="Scopes",
            says=f"missing: {', '.join(missing)}" if missing else "all that are needed",
            remedy="Add them under OAuth & Permissions and install the app again." if missing else "",
        ),
        *_slack_clock(headers.get("date", ""), now),
    ]


def _place(answer: Any) -> str:
    """Where the app is installed, as ``auth.test`` names it: of an organisation it may give the id only."""
    place = home(answer)
    name = answer.get("team") or place.id
    return f"{name}, the whole organisation" if place.is_org_wide else name


def _slack_clock(date: str, now: datetime) -> Sequence[CheckResult]:
    if not date:
        return []
    skew = abs(parsedate_to_datetime(date) - now)
    off = "Set this machine's clock: signed requests are refused beyond five minutes." if skew > _SKEW else ""
    return [CheckResult(name="Clock", says=_apart(skew, "Slack's"), remedy=off)]


def _apart(skew: timedelta, other: str) -> str:
    """SQLite and HTTP tell whole seconds only."""
    return "right" if skew < timedelta(seconds=2) else f"differs from {other} by {duration(skew)}"


async def _redis(config: Settings, _now: datetime) -> Sequence[CheckResult]:
    if not config.redis_url:
        return [CheckResult(name="Redis", says="none: the bot performs tasks itself")]
    async with redis_pool.client(config.redis_url) as redis:
        wrong = await redis_trouble.ask(redis)
    if wrong:
        return [CheckResult(name="Redis", says=wrong.says, remedy=wrong.remedy)]
    return [CheckResult(name="Redis", says="accepts notifications")]


async def _processes(config: Settings, now: datetime) -> Sequence[CheckResult]:
    alive = await processes.alive(now=now)
    needed = ("bot", "worker", "scheduler") if config.redis_url else ("worker",)
    start = "" if config.redis_url else "bot"  # which performs the tasks where there is no Redis
    return [
        _of_kind(kind, [process for process in alive if process.kind == kind], start or kind)
        for kind in needed
    ]


def _of_kind(kind: str, alive: Sequence[processes.Process], start: str) -> CheckResult:
    if not alive:
        return CheckResult(
            name=kind.capitalize(), says="none is running", remedy=f"Start the {start} process."
        )
    if deaf := next((process for process in alive if process.is_deaf), None):
        return CheckResult(
            name=kind.capitalize(),
            says=f"{deaf.name} is {deaf.about}",
            remedy="Look at its log: it reconnects by itself, or says which setting is wrong.",
        )
    about = "; ".join(" ".join(filter(None, (process.name, process.about))) for process in alive[:5])
    return CheckResult(name=kind.capitalize(), says=f"{len(alive)} alive: {about}")


async def _work(_config: Settings, now: datetime) -> Sequence[CheckResult]:
    figures = await health.figures(now=now)
    waits = now - figures.oldest_ready if figures.oldest_ready else timedelta()
    late = now - figures.oldest_message if figures.oldest_message else timedelta()
    return [
        CheckResult(
            name="Oldest task that could run",
            says=f"waits for {duration(waits)}" if figures.oldest_ready else "none waits",
            remedy="Start more workers, or look at their logs." if waits > _LATE_TASK else "",
        ),
        CheckResult(
            name="Lost workers",
            says=f"{count(figures.overdue, 'task')} not recovered yet" if figures.overdue else "none",
            remedy="The scheduler recovers them. Check that it runs." if figures.overdue else "",
        ),
        CheckResult(
            name="Messages to Slack",
            says=f"the oldest is {duration(late)} late" if late > timedelta() else "all sent",
            remedy="Check that a bot or worker runs and that Slack answers." if late > _LATE_MESSAGE else "",
        ),
        CheckResult(
            name="Dead messages",
            says=f"{figures.dead} that did not reach Slack" if figures.dead else "none",
            remedy="`bellhop dead-letters` shows them and sends them again." if figures.dead else "",
        ),
    ]


async def _webhooks(_config: Settings, now: datetime) -> Sequence[CheckResult]:
    return [
        CheckResult(
            name="Webhook",
            says=f"{hook.origin} has failed for {duration(now - hook.failed_at)}: {hook.failure}",
            remedy="Check that it answers. Then open *Webhook* in its alert's menu and press *Send a test*.",
        )
        for hook in await webhooks.every()
        if hook.failed_at
    ]


_QUESTIONS: tuple[Question, ...] = (
    _database, _files, _redis, _slack, _processes, _work, _webhooks,
    examining.schedules, examining.pauses, examining.second_steps,
)  # fmt: skip


async def examine_browser(config: Settings) -> CheckResult:
    """Whether this machine's browser opens a page; only where workers run does it matter."""
    # The bot examines all the rest, and does not load the driver of browsers for it.
    from executor.browser.chromium import ChromiumMissing, find_chromium
    from executor.browser.pool import BrowserPool

    if config.browser_url:
        return CheckResult(name="Browser", says="elsewhere, by BELLHOP_BROWSER_URL")
    try:
        program = await asyncio.to_thread(find_chromium, config.chromium or None)
        pool = BrowserPool(executable=program)
        try:
            async with pool.context() as tab:
                await tab.page.evaluate("1 + 1")
        finally:
            await pool.aclose()
    except (ChromiumMissing, Fault) as error:
        return CheckResult(
            name="Browser",
            says=str(error).partition("\n")[0],
            remedy="apt-get install chromium-headless-shell",
        )
    return CheckResult(name="Browser", says=f"{program} works")
