"""A token that Slack refuses: at the start the end of the process, later a state that is told and ends by itself."""

import asyncio
from dataclasses import replace

import pytest
import structlog

from bot import app, clock, doctor, socket_mode
from bot.app import running
from bot.monitoring.hearing import Hearing
from bot.monitoring.heartbeat import heartbeat
from bot.monitoring.readiness import Readiness
from bot.outbox import endings
from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack, workspace
from bot.settings import Settings
from bot.slack import sign_in
from bot.slack.pacing import slack_client
from handlers.slack.users import People
from models.monitoring import processes
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from tests.factories import waiting_tasks

REFUSALS = ["invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"]


@pytest.fixture
def transport() -> str:
    return "socket"


@pytest.mark.parametrize("code", [*REFUSALS, "missing_scope"])
@pytest.mark.parametrize(
    ("setting", "method"), [("SLACK_BOT_TOKEN", "auth.test"), ("SLACK_APP_TOKEN", "apps.connections.open")]
)
async def test_a_token_that_slack_refuses_ends_the_start_with_one_line(
    setting: str,
    method: str,
    code: str,
    slack: LocalSlack,
    config: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    slack.switches.fail(method, code, times=100)
    with pytest.raises(SystemExit):
        async with asyncio.timeout(10), running(config):
            pass

    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("bellhop: ")]
    assert len(lines) == 1
    assert lines[0].startswith(f"bellhop: {setting}: Slack refuses it ({code}). ")


async def test_a_worker_ends_for_a_refused_token_and_starts_while_slack_is_away(
    slack: LocalSlack, config: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    slack.switches.fail("auth.test", "500")
    await sign_in.check_token(config, slack_client(config))
    slack.switches.fail("auth.test", "token_revoked")
    with pytest.raises(SystemExit):
        await sign_in.check_token(config, slack_client(config))

    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("bellhop: ")]
    assert line.startswith("bellhop: SLACK_BOT_TOKEN: Slack refuses it (token_revoked).")


async def test_a_token_that_may_not_write_ends_the_start(
    config: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    known = workspace()
    fewer = replace(known.app, scopes=tuple(scope for scope in known.app.scopes if scope != "chat:write"))
    async with LocalSlack(replace(known, app=fewer)) as slack:
        with pytest.raises(SystemExit):
            await sign_in.own_team(
                config, slack_client(config.model_copy(update={"slack_api_url": slack.api_url}))
            )

    assert "SLACK_BOT_TOKEN: It lacks the scope chat:write." in capsys.readouterr().err


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("code", ["token_revoked", "not_allowed_token_type", "missing_scope"])
async def test_messages_wait_while_the_token_is_refused_and_go_out_when_it_is_taken(
    code: str, slack: LocalSlack, config: Settings, monkeypatch: pytest.MonkeyPatch, sealer: Sealer
) -> None:
    monkeypatch.setattr(endings, "TOKEN_AGAIN", 0.1)
    client = slack_client(config)
    sender = OutboxRelay(client, People(client, admins=("U0ANA",), team=None))
    await waiting_tasks(1, sealer)
    assert await Outbox.filter(state="pending").exists()
    ready = Readiness(redis_url="", slack=client)
    slack.switches.fail("*", code, times=30)
    with structlog.testing.capture_logs() as lines:
        running = asyncio.create_task(sender.run())
        await slack.until(lambda books: len(books["calls"]) > 8 or None)
        states = {row.state for row in await Outbox.all()}
        health = await ready._health(None)  # type: ignore[arg-type]
        slack.switches.fail_next.clear()
        async with asyncio.timeout(10):
            while await Outbox.filter(due_at__lt=clock.now()).exclude(state="sent").exists():  # noqa: ASYNC110 - no event
                await asyncio.sleep(0.05)
        sender.stop()
        await running

    assert states <= {"pending", "sending"}
    if code != "missing_scope":
        assert health.text == "degraded: Slack refuses the token"
        assert [line["event"] for line in lines if line["log_level"] in ("error", "warning")] == [
            "slack refuses the token",
            "slack takes the token again",
        ]


async def test_a_refused_app_token_is_a_state_of_a_bot_that_runs(
    slack: LocalSlack, config: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("LOOK", 0.05),
        ("DOWN", 0.2),
        ("REFUSED_AGAIN", 0.05),
        ("_PING", 0.2),
        ("_CONNECT", 1.0),
    ):
        monkeypatch.setattr(socket_mode, name, value)
    hearings: list[Hearing] = []
    monkeypatch.setattr(app, "Hearing", lambda: hearings.append(Hearing()) or hearings[-1])
    async with running(config) as dead:
        await slack.connected()
        slack.switches.fail("apps.connections.open", "token_revoked", times=40)
        slack.drop_sockets()
        await slack.until(lambda books: len([c for c in books["calls"] if c.get("error")]) > 20 or None, 30)
        why = await hearings[0].ask()
        is_dead = dead.is_set()
        await slack.connected(seconds=30)

    assert why == "Slack refuses SLACK_APP_TOKEN (token_revoked)"
    assert not is_dead


@pytest.mark.usefixtures("sqlite")
async def test_a_deaf_bot_is_told_from_one_that_is_alive(config: Settings, now) -> None:
    async def deaf() -> str:
        return "its socket is not open"

    async with heartbeat("bot", "Socket Mode", Hearing(deaf)):
        async with asyncio.timeout(5):
            while not (rows := await processes.alive(now=now)):  # noqa: ASYNC110 - the row has no event
                await asyncio.sleep(0.02)
        checks = {check.name: check for check in await doctor._processes(config, now)}
        ready = Readiness(redis_url="", slack=None, hearing=Hearing(deaf))
        answer = await ready.look()

    assert rows[0].is_deaf
    assert checks["Bot"].says.endswith("is not connected to Slack: its socket is not open")
    assert checks["Bot"].remedy
    assert answer == (503, "Slack does not reach the bot")
