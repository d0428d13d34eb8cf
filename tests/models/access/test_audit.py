"""The audit can only grow, whoever holds the connection."""

import pytest

from models.access import grants
from models.access.grants import Audit
from models.domain.errors import Refused
from models.domain.permissions import Action, Actor, Deed
from models.sql import rows, transaction
from tests.handlers.strategies import NOW

DEED = Deed(action=Action.CANCEL, about="#4711", groups=("emea",))
ADMIN = Actor(user="U0ANA", subjects=("U0ANA",), is_first_admin=True)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET actor = 'U0EVE' RETURNING id", "DELETE FROM audit RETURNING id"]
)
async def test_no_line_is_changed_or_taken_away(statement: str) -> None:
    await transaction(lambda: grants.record_done(ADMIN, DEED, now=NOW))

    with pytest.raises(Exception, match="the audit can only grow"):
        await rows(statement)

    assert [line.actor for line in await Audit.all()] == ["U0ANA"]


@pytest.mark.usefixtures("database")
async def test_who_was_never_granted_anything_is_refused_and_that_is_written_down() -> None:
    nobody = Actor(user="U0EVE", subjects=("U0EVE",))

    with pytest.raises(Refused) as error:
        await transaction(lambda: grants.decide(nobody, DEED))
    await grants.refuse(error.value, now=NOW)

    assert [(line.actor, line.allowed) for line in await Audit.all()] == [("U0EVE", False)]
