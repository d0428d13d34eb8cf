"""The files to run Bellhop with: the commands are the Procfile's, the settings are all there, no secret is in them."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.demo.processes import COMMANDS
from bot.settings import Settings, variables
from executor.limits import CLOSE, WRAP_UP
from models.domain.task_types import TASK_TYPES

ROOT = Path(__file__).parents[2]
RUNNING = ROOT / "docs/running"
DOCKERFILE = (RUNNING / "Dockerfile").read_text()
ENVIRONMENT = (RUNNING / "env.example").read_text()
OURS = ("release", "bot", "worker", "scheduler")
UNITS = {
    "bot": "bellhop-bot.service",
    "worker": "bellhop-worker@.service",
    "scheduler": "bellhop-scheduler.service",
    "release": "bellhop-release.service",
}
WORKER_NEEDS = int(re.findall(r"--wait-tasks-timeout (\d+)", COMMANDS["worker"])[0]) + int(
    re.findall(r"--shutdown-timeout (\d+)", COMMANDS["worker"])[0]
)
LONGEST_ATTEMPT = max(kind.limit for kind in TASK_TYPES.values()) + WRAP_UP + CLOSE


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    return yaml.safe_load((RUNNING / "compose.yaml").read_text())["services"]


def seconds(text: str) -> float:
    return float(text.removesuffix("s"))


def hardening() -> str:
    return (RUNNING / "systemd/bellhop-.service.d/hardening.conf").read_text()


def test_the_example_has_every_setting_with_its_meaning_and_no_other() -> None:
    told, only_compose = ENVIRONMENT.split("# For compose.yaml alone", maxsplit=1)
    entries = re.findall(r"^# (.+)\n#?([A-Z_]+)=", told, re.MULTILINE)

    assert {name: meaning for meaning, name in entries} == {
        name: meaning for name, (_, meaning) in variables().items()
    }
    assert re.findall(r"^#?([A-Z_]+)=", only_compose, re.MULTILINE) == ["POSTGRES_PASSWORD", "REDIS_PASSWORD"]


def test_what_is_commented_out_in_the_example_stands_at_its_default_where_there_is_one() -> None:
    shown = dict(re.findall(r"^#([A-Z_]+)=(.+)$", ENVIRONMENT, re.MULTILINE))

    wrong = {name for name, value in shown.items() if variables()[name][0] not in {"", value}}

    assert wrong == set()


@pytest.mark.parametrize("optional", ["", "#?"], ids=["as it stands", "with all that is optional"])
def test_the_example_is_understood(monkeypatch: pytest.MonkeyPatch, optional: str) -> None:
    for name, value in re.findall(rf"^{optional}([A-Z_]+)=(.*)$", ENVIRONMENT, re.MULTILINE):
        monkeypatch.setenv(name, value)

    assert Settings().trace is bool(optional)


def test_no_secret_stands_in_the_example() -> None:
    assert all(
        value == ""
        for name, value in re.findall(r"^#?([A-Z_]+)=(.*)$", ENVIRONMENT, re.MULTILINE)
        if re.search("TOKEN|SECRET|PASSWORD|KEYS", name)
    )


@pytest.mark.parametrize("name", OURS)
def test_compose_runs_what_the_procfile_runs(services: dict[str, dict[str, Any]], name: str) -> None:
    command: list[str] = services[name]["command"]
    shell = command[:2] == ["/bin/sh", "-c"]

    typed = command[2].removeprefix("exec ").replace("$$", "$") if shell else " ".join(command)

    assert typed == COMMANDS[name]
    assert shell or "$" not in typed


@pytest.mark.parametrize("name", OURS)
def test_systemd_runs_what_the_procfile_runs(name: str) -> None:
    unit = (RUNNING / "systemd" / UNITS[name]).read_text()

    assert re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE) == [
        f"/bin/sh -c 'exec {COMMANDS[name].replace('$', '$$')}'"
    ]
    assert ("Restart=on-failure" in unit) is (name != "release")


def test_a_worker_has_more_time_to_stop_than_it_takes_and_than_an_attempt_may_take(
    services: dict[str, dict[str, Any]],
) -> None:
    needed = max(WORKER_NEEDS, LONGEST_ATTEMPT)
    unit_gives = int(re.findall(r"^TimeoutStopSec=(\d+)$", hardening(), re.MULTILINE)[0])

    assert unit_gives > needed
    assert all(seconds(services[name]["stop_grace_period"]) > needed for name in OURS)
    assert f"{WORKER_NEEDS} seconds at most, an attempt {LONGEST_ATTEMPT:g}." in hardening()


@pytest.mark.parametrize("name", OURS)
def test_a_container_has_no_right_it_does_not_need(services: dict[str, dict[str, Any]], name: str) -> None:
    service = services[name]

    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["mem_limit"]
    assert service["pids_limit"]


def test_only_what_needs_the_outside_reaches_it_and_nothing_but_the_bots_port_is_open(
    services: dict[str, dict[str, Any]],
) -> None:
    assert {name for name, one in services.items() if "outside" in one["networks"]} == {"bot", "worker"}
    assert {name: one["ports"] for name, one in services.items() if "ports" in one} == {
        "bot": ["127.0.0.1:3000:3000"]
    }


def test_compose_names_no_setting_that_is_none_and_holds_no_password(
    services: dict[str, dict[str, Any]],
) -> None:
    text = (RUNNING / "compose.yaml").read_text()

    for name in OURS:
        assert set(services[name]["environment"]) <= set(variables())
    assert all(found.startswith("${") for found in re.findall(r"(?:PASSWORD: |requirepass )(\S+)", text))


def test_the_image_runs_as_a_user_that_is_not_root_and_holds_no_setting() -> None:
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    users = re.findall(r"^USER (\S+)$", last_stage, re.MULTILINE)
    set_there = set(re.findall(r"^(?:ENV|ARG) +(\w+)|^ {4}(\w+)=", DOCKERFILE, re.MULTILINE))

    assert users == ["bellhop"]
    assert last_stage.index("USER bellhop") < last_stage.index("ENTRYPOINT")
    assert not {name for pair in set_there for name in pair} & set(variables())
    assert "--no-dev" in DOCKERFILE
    assert "HEALTHCHECK" in last_stage
    assert not re.search(r"no.sandbox", DOCKERFILE)


def test_only_what_the_image_is_made_of_goes_to_the_builder() -> None:
    first, *others = [
        line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")
    ]
    copied = [
        word
        for line in re.findall(r"^COPY (?!--)(.+)$", DOCKERFILE, re.MULTILINE)
        for word in line.split()[:-1]
    ]

    assert first == "*"
    assert {one.removeprefix("!") for one in others if one.startswith("!")} == set(copied)


def test_the_system_calls_that_are_allowed_are_those_of_chromiums_sandbox_and_no_door() -> None:
    rules = json.loads((RUNNING / "seccomp.json").read_text())
    always = {
        name
        for rule in rules["syscalls"]
        if "ALLOW" in rule["action"] and "args" not in rule
        for name in rule["names"]
    }
    never = {
        "mount",
        "umount2",
        "bpf",
        "ptrace",
        "init_module",
        "reboot",
        "keyctl",
        "setns",
        "io_uring_setup",
        "clone3",
    }

    assert rules["defaultAction"] == "SCMP_ACT_ERRNO"
    assert {"chroot", "seccomp", "prctl"} <= always
    assert not always & (never | {"clone", "unshare"})  # those two only without the flags of other namespaces


def test_what_hardens_a_unit_lets_chromiums_sandbox_be() -> None:
    lines = dict(re.findall(r"^(\w+)=(.*)$", hardening(), re.MULTILINE))

    assert lines["NoNewPrivileges"] == "yes"
    assert set(lines["RestrictNamespaces"].split()) == {"user", "pid", "net"}
    assert re.search(r"^SystemCallFilter=@system-service chroot seccomp$", hardening(), re.MULTILINE)
    assert "MemoryDenyWriteExecute" not in lines
    assert lines["KillMode"] == "mixed"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("name", OURS)
def test_systemd_understands_each_unit(tmp_path: Path, name: str) -> None:
    shutil.copytree(RUNNING / "systemd", tmp_path / "units")
    unit = tmp_path / "units" / UNITS[name].replace("@.", "@1.")
    if not unit.exists():
        unit.symlink_to(UNITS[name])

    checked = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", str(unit)],
        env={"SYSTEMD_UNIT_PATH": f"{unit.parent}:/lib/systemd/system:/usr/lib/systemd/system"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "bellhop" not in checked.stderr
    assert checked.returncode == 0
