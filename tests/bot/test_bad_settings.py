"""A wrong or missing setting stops each process before it does anything, with one line that names the setting.

That a real process ends so is shown by ``tests/e2e/test_bad_settings.py``; here every setting is tried.
"""

from collections.abc import Callable

import pytest

from bot import scheduler, settings, worker
from bot.cli import beginning, processes
from tests.e2e.test_bad_settings import GOOD, ZEROS

BEGIN: dict[str, Callable[[], object]] = {
    "bot": processes.bot,
    "worker": worker.make,
    "scheduler": scheduler.make,
    "release": beginning.migrate_command,
}


@pytest.mark.parametrize(
    ("process", "change", "named"),
    [
        ("bot", {"SLACK_BOT_TOKEN": "xapp-swapped"}, "SLACK_BOT_TOKEN: it must begin with xoxb-"),
        ("bot", {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET is not set"),
        ("bot", {"REDIS_URL": "", "BELLHOP_SITE_URL": ""}, "BELLHOP_SITE_URL is not set"),
        (
            "bot",
            {"DATABASE_URL": "mysql://x"},
            "DATABASE_URL: it must begin with sqlite://, postgres:// or postgresql://",
        ),
        ("bot", {"PORT": "eighty"}, "PORT: "),
        (
            "bot",
            {"SLACK_APP_TOKEN": "", "PORT": "9001", "BELLHOP_METRICS_PORT": "9000"},
            "BELLHOP_METRICS_PORT: PORT is among the 32 ports",
        ),
        (
            "bot",
            {"BELLHOP_SECRET_KEYS": f"{GOOD['BELLHOP_SECRET_KEYS']},{GOOD['BELLHOP_SECRET_KEYS']}"},
            "Each key needs a name of its own.",
        ),
        ("worker", {"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is not set"),
        ("worker", {"BELLHOP_SITE_URL": "file:///etc"}, "BELLHOP_SITE_URL: it must be the address of a site"),
        (
            "worker",
            {"BELLHOP_SITE_URL": "http://site.example"},
            "BELLHOP_SITE_URL: sessions would travel in the clear",
        ),
        ("bot", {"BELLHOP_SITE_MAP": "none.toml"}, "BELLHOP_SITE_MAP: none.toml: it cannot be read"),
        ("worker", {"BELLHOP_SITE_MAP": __file__}, "BELLHOP_SITE_MAP: test_bad_settings.py: it is no TOML"),
        ("worker", {"BELLHOP_SECRET_KEYS": "k1:short"}, "BELLHOP_SECRET_KEYS: "),
        ("worker", {"BELLHOP_SECRET_KEYS": f"k1:{ZEROS}"}, "BELLHOP_SECRET_KEYS: An encryption key must be"),
        ("scheduler", {"REDIS_URL": ""}, "REDIS_URL is not set"),
        ("scheduler", {"REDIS_URL": "http://x"}, "REDIS_URL: "),
        ("release", {"DATABASE_URL": "mysql://x"}, "DATABASE_URL: it must begin with"),
    ],
)
def test_a_bad_setting_is_named_in_one_line(
    process: str,
    change: dict[str, str],
    named: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in settings.variables():
        monkeypatch.delenv(name, raising=False)
    for name, value in {**GOOD, "DATABASE_URL": "sqlite://none.sqlite3", **change}.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit) as ended:
        BEGIN[process]()

    assert ended.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"bellhop: {named}") or named in line
