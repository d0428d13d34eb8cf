"""What the programs we start see of our own settings: nothing."""

import os

import pytest

from executor.browser import environment

SETTINGS = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "BELLHOP_SECRET_KEYS": "k1:key",
    "DATABASE_URL": "postgres://u:pw@host/db",
    "PGPASSWORD": "pw",
    "AWS_SECRET_ACCESS_KEY": "key",
    "DEBUG": "pw:api,pw:protocol",  # makes the driver print what it types
    "NODE_DEBUG": "net",
}


@pytest.fixture(autouse=True)
def environment_with_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**SETTINGS, "NODE_OPTIONS": "--own", "LANG": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)


def test_no_setting_is_passed_on_and_what_a_program_needs_is() -> None:
    passed = environment.plain()

    assert not set(passed) & set(SETTINGS)
    assert {"PATH", "LANG"} <= set(passed)


def test_our_own_is_bare_for_a_while_and_then_as_it_was() -> None:
    before = dict(os.environ)

    with environment.only_plain(NODE_OPTIONS="--more"):
        assert not set(os.environ) & set(SETTINGS)
        assert os.environ["NODE_OPTIONS"] == "--more"

    assert dict(os.environ) == before


def test_beside_each_other_they_stay_bare_until_the_last_one_ends() -> None:
    before = dict(os.environ)
    first, second = (environment.only_plain(NODE_OPTIONS=more) for more in ("--first", "--second"))

    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not set(os.environ) & set(SETTINGS)
    second.__exit__(None, None, None)

    assert dict(os.environ) == before
