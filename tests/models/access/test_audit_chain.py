"""Each line of the audit carries the hash of the one before: what was changed, taken away or put in is named."""

import asyncio
from datetime import timedelta

import pytest

from models.access import audit, grants
from models.access.grants import Audit
from models.domain.audit_chain import Fault
from models.domain.errors import Refused
from models.domain.permissions import Action, Actor, Deed
from models.sql import is_postgres, rows, transaction, write_first
from tests.handlers.strategies import NOW

pytestmark = pytest.mark.usefixtures("database")
ADMIN = Actor(user="U0ANA", subjects=("U0ANA",), is_first_admin=True)
LINES = 6


async def _allow(about: str) -> None:
    async def whole() -> None:
        await write_first()
        await grants.record_done(ADMIN, Deed(action=Action.CANCEL, about=about), now=NOW)

    await transaction(whole)


async def _write_lines() -> None:
    for n in range(LINES // 2):
        await _allow(f"#{n} — „ü” 🦊")
        await grants.refuse(
            Refused(ADMIN, Deed(action=Action.GRANT, about="x", command=f"c{n}")),
            now=NOW + timedelta(microseconds=n),
        )


async def _force(statement: str) -> None:
    """Who owns the database can take away what refuses changes."""
    if is_postgres():
        await rows("ALTER TABLE audit DISABLE TRIGGER audit_only_grows")
    else:
        await rows("DROP TRIGGER audit_no_UPDATE")
        await rows("DROP TRIGGER audit_no_DELETE")
    await rows(statement)


async def test_every_line_fits_and_the_head_is_the_newest() -> None:
    await _write_lines()

    verdict = await audit.verify()

    assert (verdict.lines, verdict.misfit, verdict.fault) == (LINES, None, None)
    assert (verdict.lines, verdict.head) == await audit.head()


@pytest.mark.parametrize(
    ("statement", "line", "fault"),
    [
        ("UPDATE audit SET actor = 'U0EVE' WHERE id = 3", 3, Fault.CHANGED),
        ("UPDATE audit SET about = about || ' ' WHERE id = 3", 3, Fault.CHANGED),
        ("UPDATE audit SET allowed = NOT allowed WHERE id = 3", 3, Fault.CHANGED),
        ("UPDATE audit SET before = '' WHERE id = 3", 3, Fault.CHANGED),
        ("UPDATE audit SET place = 'C1' WHERE id = 6", 6, Fault.CHANGED),
        ("DELETE FROM audit WHERE id = 1", 2, Fault.PARTED),
        ("DELETE FROM audit WHERE id = 3", 4, Fault.PARTED),
        ("UPDATE audit SET id = 10 WHERE id = 3", 4, Fault.PARTED),
        ("UPDATE audit SET hash = '' WHERE id = 3", 3, Fault.CHANGED),
        ("UPDATE audit SET hash = '', before = '', actor = 'U0EVE' WHERE id = 3", 3, Fault.UNCHAINED),
        ("UPDATE audit SET hash = '', before = '', id = 10 WHERE id = 3", 4, Fault.PARTED),
    ],
)
async def test_the_first_line_that_does_not_fit_is_named(statement: str, line: int, fault: Fault) -> None:
    await _write_lines()
    await _force(statement)

    verdict = await audit.verify()

    assert verdict.misfit is not None
    assert (verdict.misfit.id, verdict.fault, verdict.lines) == (
        line,
        fault,
        line - 1 - ("DELETE" in statement or "id = 10" in statement),
    )


async def test_lines_taken_away_from_the_end_are_missed_by_who_knows_the_head() -> None:
    await _write_lines()
    _, head = await audit.head()
    await _force(f"DELETE FROM audit WHERE id > {LINES - 1}")

    assert (await audit.verify()).misfit is None
    assert not (await audit.verify(head[:24])).has_head
    assert (await audit.verify((await audit.head())[1][:24])).has_head


async def test_lines_written_at_once_stand_one_after_another() -> None:
    await asyncio.gather(*(_allow(f"#{n}") for n in range(20)))

    assert (await audit.verify()).lines == await Audit.all().count() == 20


async def _write_as_before(about: str) -> None:
    """As a program writes that does not know the chain, and still runs while the newer one has begun."""
    await rows(
        "INSERT INTO audit (at, actor, action, about, groups, allowed, place) "
        "VALUES (:at, 'U0BEN', 'cancel', :about, '', :allowed, '') RETURNING id",
        at=NOW, about=about, allowed=True,
    )  # fmt: skip


async def test_lines_an_older_program_writes_during_a_deploy_are_part_of_the_next_lines_hash() -> None:
    await _allow("#1")
    await _write_as_before("#2")
    await _write_as_before("#3")
    waiting = await audit.verify()
    assert (waiting.misfit, waiting.waiting, waiting.head) == (None, 2, (await audit.head())[1])
    await _allow("#4")
    await _write_as_before("#5")
    await _allow("#6")

    verdict = await audit.verify(waiting.head)

    assert (verdict.misfit, verdict.lines, verdict.bare, verdict.waiting) == (None, 6, 3, 0)
    assert verdict.has_head
    assert verdict.head == (await audit.head())[1]


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE audit SET actor = 'U0EVE' WHERE id = 2", 2),
        ("DELETE FROM audit WHERE id = 2", 3),
        ("DELETE FROM audit WHERE id = 2 OR id = 3", 4),
        ("UPDATE audit SET id = 20 WHERE id = 5", 6),
    ],
)
async def test_a_line_without_a_hash_cannot_be_changed_or_taken_away_later(statement: str, line: int) -> None:
    await _allow("#1")
    await _write_as_before("#2")
    await _write_as_before("#3")
    await _allow("#4")
    await _write_as_before("#5")
    await _allow("#6")
    await _force(statement)

    verdict = await audit.verify()

    assert verdict.misfit is not None
    assert verdict.misfit.id == line


async def test_a_line_without_a_hash_that_is_put_in_later_is_the_only_one_that_does_not_fit() -> None:
    await _write_lines()
    await _force("UPDATE audit SET id = id + 10 WHERE id > 3")
    await _write_as_before("put in")
    await rows("UPDATE audit SET id = 4 WHERE about = 'put in'")

    verdict = await audit.verify()

    assert verdict.misfit is not None
    assert (verdict.misfit.id, verdict.fault, verdict.misfits) == (4, Fault.UNCHAINED, 1)
