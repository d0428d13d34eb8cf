"""The two profiles, and the stages that the properties play on. How to run the long form stands in ``effort``."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, seed, settings

from tests.fuzz.harness.effort import IS_LONG, LONG_FORM, SHORT_FORM
from tests.models.examples import ExampleDatabase

_UNHURRIED = [
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
    HealthCheck.function_scoped_fixture,  # a stage is set anew before each example
]
settings.register_profile(
    SHORT_FORM, derandomize=True, database=None, deadline=None, suppress_health_check=_UNHURRIED
)
settings.register_profile(LONG_FORM, deadline=None, print_blob=True, suppress_health_check=_UNHURRIED)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A property of the long form takes as long as it takes."""
    if IS_LONG:
        for item in items:
            if "tests/fuzz/" in item.nodeid:
                item.add_marker(pytest.mark.timeout(0))


@pytest.fixture
def examples(database_url: str, request: pytest.FixtureRequest) -> Iterator[ExampleDatabase]:
    """A database for many examples. Each kind of database gets examples of its own: the same twice would show less."""
    if not IS_LONG and hasattr(request.function, "hypothesis"):
        seed(database_url.partition(":")[0])(request.function)
    haste = "?synchronous=OFF" if database_url.startswith("sqlite") else ""
    database = ExampleDatabase(database_url + haste)
    yield database
    database.close()
