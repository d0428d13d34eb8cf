"""A conversation over an empty database, with one account and people of every role."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from models.access import grants
from models.domain.permissions import Grant, Role
from models.sql import transaction
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW

PEOPLE = {
    "nobody": [],
    "viewer": [Grant(subject="U0WHO", role=Role.VIEWER)],
    "operator elsewhere": [Grant(subject="U0WHO", role=Role.OPERATOR, group="apac")],
    "operator": [Grant(subject="U0WHO", role=Role.OPERATOR, group="emea")],
    "admin": [Grant(subject="U0WHO", role=Role.ADMIN)],
}
"""What U0WHO was granted."""


async def given(who: str) -> None:
    await transaction(lambda: grants.grant(PEOPLE[who], by="U0FIRST", now=NOW))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Many requests fail on missing data: rendering each error's traceback would take minutes."""
    with capture_logs():
        yield


@pytest.fixture
async def harness(database: str) -> BoltHarness:
    return BoltHarness()
