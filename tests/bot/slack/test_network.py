"""Company networks: every connection to Slack goes through the proxy, and believes the authority, that the settings name."""

import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from cryptography.hazmat.primitives import serialization

from bot import doctor
from bot.app import running
from bot.sandbox.slack import LocalSlack, Person
from bot.settings import Settings
from bot.slack import downloads, sign_in, uploads
from bot.slack.network import Network
from bot.slack.pacing import slack_client
from models.database import database
from tests.certificates import certificate_of
from tests.conftest import KEY
from tests.forward_proxy import ForwardProxy, forwarding

INSIDE, OUTSIDE = (
    "10.11.12.13",
    "slack.example",
)  # an address that nobody has here, and a name that nobody knows
PEM = serialization.Encoding.PEM


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder: ``ca.pem`` signed ``server.pem`` for Slack's name."""
    place = tmp_path_factory.mktemp("authority")
    root = certificate_of("Company CA", None)
    certificate, key = certificate_of(OUTSIDE, root)
    private = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (place / "ca.pem").write_bytes(root[0].public_bytes(PEM))
    (place / "server.pem").write_bytes(certificate.public_bytes(PEM) + private)
    return place


@pytest.fixture
async def by_tls(slack: LocalSlack, authority: Path) -> int:
    """The local Slack with a name and a certificate; the port of this machine it has."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(authority / "server.pem")
    assert slack._runner
    await web.TCPSite(slack._runner, "127.0.0.1", 0, ssl_context=context).start()
    slack.platform.url = f"https://{OUTSIDE}"
    return int(slack._runner.addresses[-1][1])


@pytest.fixture(params=["", "ann:p@ss"])
async def proxy(request: pytest.FixtureRequest, by_tls: int) -> AsyncIterator[ForwardProxy]:
    async with forwarding({OUTSIDE: by_tls}, login=request.param) as running:
        yield running


def _settings(slack: LocalSlack, url: str, **more: object) -> Settings:
    return Settings.model_validate(
        {
            "database_url": url,
            "slack_api_url": slack.api_url,
            "slack_bot_token": slack.workspace.bot_token,
            "slack_app_token": slack.workspace.app_token,
            "site_url": "http://127.0.0.1:1",
            "secret_keys": (KEY,),
            "admins": ("U0ANA",),
            **more,
        }
    )


async def test_everything_that_goes_to_slack_goes_through_the_proxy(
    slack: LocalSlack, proxy: ForwardProxy, authority: Path, sqlite_url: str
) -> None:
    here = f"http://127.0.0.1:{slack._runner.addresses[0][1]}"  # type: ignore[union-attr]
    config = _settings(
        slack, sqlite_url, https_proxy=proxy.url.replace("p@ss", "p%40ss"), ca_file=str(authority / "ca.pem")
    )
    async with Person(here, "U0ANA") as ana, running(config):
        await slack.connected()
        await ana.say("/tasks help")
        await ana.see(lambda: [message for message in ana.messages() if "/tasks" in str(message)])
        client = slack_client(config)
        file_id = await uploads.upload("a.csv", b"login\n", client)
        await uploads.share({file_id: "a.csv"}, "", uploads.Thread(channel="C0OPS"), client)
        assert await downloads.fetcher(client)(file_id) == b"login\n"

    paths = {call["method"] for call in slack.books()["calls"]}
    assert {"auth.test", "apps.connections.open", "files.getUploadURLExternal", "files.info"} <= paths
    assert set(proxy.seen) == {f"CONNECT {OUTSIDE}:443"}


async def test_plain_http_is_carried_by_the_proxy_as_well(slack: LocalSlack, sqlite_url: str) -> None:
    port = slack._runner.addresses[0][1]  # type: ignore[union-attr]
    slack.platform.url = f"http://{INSIDE}"
    async with forwarding({INSIDE: port}) as proxy, database(sqlite_url):
        client = slack_client(_settings(slack, sqlite_url, http_proxy=proxy.url))
        await uploads.upload("a.csv", b"login\n", client)

    assert [seen.split("/")[2] for seen in proxy.seen] == [INSIDE] * 2
    assert proxy.seen[1].startswith(f"POST http://{INSIDE}/upload/")


async def test_nothing_of_this_machine_goes_through_a_proxy(
    slack: LocalSlack, sqlite_url: str, monkeypatch
) -> None:
    async with forwarding({}) as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
            monkeypatch.setenv(name, proxy.url)
        async with Person(slack.url, "U0ANA") as ana, running(_settings(slack, sqlite_url)):
            await slack.connected()
            await ana.say("/tasks help")
            await ana.see(lambda: [message for message in ana.messages() if "/tasks" in str(message)])

    assert proxy.seen == []


async def test_an_authority_is_believed_where_it_is_named_and_nowhere_else(
    slack: LocalSlack,
    proxy: ForwardProxy,
    authority: Path,
    sqlite_url: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    config = _settings(slack, sqlite_url, https_proxy=proxy.url)
    with pytest.raises(SystemExit):
        await sign_in.own_team(config, slack_client(config))
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"bellhop: BELLHOP_CA_FILE: the certificate of {OUTSIDE} is refused (")

    for name in ("ca_file", "ssl_cert_file"):
        named = config.model_copy(update={name: str(authority / "ca.pem")})
        assert (await sign_in.own_team(named, slack_client(named))).team == slack.workspace.team_id


@pytest.mark.parametrize("url", ["https://slack.example/api/", f"http://{INSIDE}/api/"])
async def test_a_proxy_that_lets_nobody_through_is_named(
    slack: LocalSlack, url: str, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    slack.platform.url = url.removesuffix("/api/")
    async with forwarding({}, login="ann:secret") as proxy, database(sqlite_url):
        wrong = f"http://ann:wrong@127.0.0.1:{proxy.port}"
        config = _settings(slack, sqlite_url, all_proxy=wrong)
        with pytest.raises(SystemExit):
            await sign_in.own_team(config, slack_client(config))
        (check,) = await doctor._slack(config, doctor.datetime.now(doctor.UTC))
    away = _settings(slack, sqlite_url, all_proxy=wrong)  # nobody listens there any more
    with pytest.raises(SystemExit):
        await sign_in.own_team(away, slack_client(away))

    asks, gone = capsys.readouterr().err.splitlines()
    where = f"ALL_PROXY: the proxy 127.0.0.1:{proxy.port}"
    assert asks == f"bellhop: {where} wants another user name or password (407)."
    assert check.remedy == asks.removeprefix("bellhop: ")
    assert gone.startswith(f"bellhop: {where} cannot be reached")


@pytest.mark.parametrize(
    ("url", "no_proxy", "port"),
    [
        ("https://slack.com/api/", "", 1),
        ("wss://wss-primary.slack.com/link", "", 1),
        ("http://10.0.0.1/", "", 2),
        ("https://slack.com/api/", "*", None),
        ("https://files.slack.com/x", "example.com, slack.com", None),
        ("https://files.slack.com/x", ".slack.com", None),
        ("https://files.slack.com/x", "*.slack.com other", None),
        ("https://SLACK.com/x", "Slack.COM:443", None),
        ("https://slack.com/x", "slack.com:8443", 1),
        ("https://notslack.com/x", "slack.com", 1),
        ("http://10.0.0.1/", "10.0.0.0/8", None),
        ("http://10.0.0.1/", "10.0.0.1", None),
        ("http://[fd00::1]/", "fd00::/8", None),
        ("http://127.0.0.2/", "", None),
        ("http://localhost:8080/", "", None),
        ("https://a.localhost./", "", None),
        ("http://[::1]/", "", None),
        ("http://[::ffff:127.0.0.1]/", "", None),
        ("http://0.0.0.0:8080/", "", None),
    ],
)
def test_which_proxy_an_address_has(url: str, no_proxy: str, port: int | None) -> None:
    way = Network(https_proxy="proxy:1", http_proxy="http://proxy:2", all_proxy="proxy:3", no_proxy=no_proxy)

    assert way.proxy_for(url) == (port and f"http://proxy:{port}")


def test_a_variable_in_lower_case_goes_before_one_in_upper_case(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", "http://lower:1")
    monkeypatch.setenv("HTTPS_PROXY", "http://upper:1")
    assert Settings().network().proxy_for("https://slack.com") == "http://lower:1"

    monkeypatch.setenv("https_proxy", "")
    assert Settings().network().proxy_for("https://slack.com") is None

    monkeypatch.setenv("ALL_PROXY", "http://all:1")
    assert Settings().network().proxy_for("https://slack.com") == "http://all:1"


def test_the_password_of_a_proxy_is_known_as_a_secret_and_in_no_sentence() -> None:
    config = Settings(https_proxy="http://ann:p%40ss@proxy:1")

    assert {"p@ss", "p%40ss"} <= set(config.secrets())
    assert "p@ss" not in repr(config) + repr(config.network()) + str(
        config.network().named("https://slack.com")
    )
