"""No test is lost by being tried over one transport alone."""

from types import SimpleNamespace
from typing import Any

from tests.transports import BOTH, halve


def item(name: str, transport: str) -> Any:
    return SimpleNamespace(
        nodeid=f"{name}[{transport}]", callspec=SimpleNamespace(params={"transport": transport})
    )


def test_every_test_stays_over_one_transport_and_each_transport_keeps_some() -> None:
    names = [f"tests/handlers/tasks/test_x.py::test_{number}" for number in range(40)]
    items = [item(name, transport) for name in names for transport in ("socket", "http")]

    left = halve(items)

    assert sorted(one.nodeid.partition("[")[0] for one in items) == sorted(names)
    assert len(left) == len(names)
    assert {one.callspec.params["transport"] for one in items} == {"socket", "http"}


def test_what_was_asked_for_over_one_and_what_users_described_stays_whole() -> None:
    described = [item(f"{BOTH}test_x.py::test_one", transport) for transport in ("socket", "http")]
    items = [item("tests/handlers/tasks/test_x.py::test_one", "http"), *described]

    assert halve(items) == []
    assert len(items) == 3
