"""The tables, brought to the newest form migration by migration, each in one transaction with its record.

Tortoise's own executor records a migration after the transaction that made it: killed between the two, it would make
everything a second time, and fail, for ever. So the steps are taken here: the record first (whoever migrates at the
same time waits at it), then the migration, and with the last one the counts of what is there already. A process
that is killed leaves the database as it was before the step, or after it.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import asyncpg
from tortoise import connections
from tortoise.exceptions import OperationalError
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.migration import Migration
from tortoise.migrations.operations import (
    AddField,
    AddIndex,
    CreateModel,
    DeleteModel,
    Operation,
    RemoveConstraint,
    RunPython,
    RunSQL,
)
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor, SqliteSchemaEditor
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps

from models.domain.errors import NotMigrated
from models.sql import is_postgres, rows, transaction
from models.tasks import counts_rebuild

_APP = "models"
_RECORD = (
    "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES (:app, :name, :at) "
    "ON CONFLICT (app, name) DO NOTHING RETURNING name"
)
_LOCK = 4711_2026  # any number, the same in every process that migrates
_LOOKING_AHEAD = (CreateModel, AddField, AddIndex, RunSQL, RunPython)  # need not know the models of before
_EXISTS = ("already exists", "duplicate column name")  # as SQLite says it
_EXISTS_ERRORS = (  # of PostgreSQL, which says it in the language of its settings
    asyncpg.DuplicateTableError,  # an index, too
    asyncpg.DuplicateColumnError,
    asyncpg.DuplicateObjectError,  # a trigger
    asyncpg.DuplicateFunctionError,
)


class ChangeRows(RunPython):
    """Changes rows and makes nothing: whether it was done already, the schema does not tell."""


class _Undone(Exception):
    """What was tried is taken back."""


class _Tables(StateApps):
    """The models as far as statements that make tables need them: their fields, relations and indexes.

    Tortoise prepares the queries and filters of every model anew after each operation, which no migration of ours
    asks: they change rows by statements. That was three quarters of the time of a migration.
    """

    def _build_initial_querysets(self) -> None:
        for model in self.apps.get(_APP, {}).values():
            meta = model._meta  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
            if meta._inited:  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
                meta.finalise_fields()


async def bring_up(apps: Mapping[str, Any]) -> set[str]:
    """Make what is missing, in the open database; return the migrations in it that this program does not know.

    Raise NotMigrated where the tables are those of no version, and the database's own errors.
    """
    executor = MigrationExecutor(connections.get("default"), dict(apps))
    await transaction(lambda: _ensure_record(executor))
    await executor.loader.build_graph()
    graph, (newest,) = executor.loader.graph, executor.loader.graph.leaf_nodes(_APP)
    applied = {key.name for key in await executor.recorder.applied_migrations()}
    steps = [
        migration
        for key in graph.forwards_plan(newest)
        if isinstance(migration := graph.nodes[key], Migration)
    ]
    unknown = applied - {step.name for step in steps}
    pending = [step.name for step in steps if step.name not in applied]
    if unknown and pending:
        raise NotMigrated(
            f"the database has seen {min(unknown)}, which this program does not know, and not {pending[0]}. "
            "Install the version of Bellhop that made it."
        )
    if not pending:  # and nothing to be made up from the steps before it, which takes a second
        await transaction(_count)
        return unknown
    state = await _after(())
    for number, step in enumerate(steps):
        if step.name in applied:
            await step.apply(state, dry_run=True)
        else:
            state = await _take(step, state, earlier=steps[:number], is_last=step.name == pending[-1])
    return unknown


async def _wait_for_others() -> None:
    """Until this transaction ends, no other process migrates on PostgreSQL. On SQLite it holds a file locked.

    A lock of the session would be lost behind a pooler, which may give each transaction another one.
    """
    if is_postgres():
        await rows(f"SELECT pg_advisory_xact_lock({_LOCK})")


async def _ensure_record(executor: MigrationExecutor) -> None:
    """The table of what was made."""
    await _wait_for_others()
    await executor.recorder.ensure_schema(_editor())


async def _count() -> None:
    await _wait_for_others()
    await counts_rebuild.count_anew_if_empty()


async def _after(steps: Sequence[Migration]) -> State:
    """What the models are after these migrations."""
    state = State(models={}, apps=_Tables(default_connections={_APP: "default"}))
    for step in steps:
        await step.apply(state, dry_run=True)
    return state


async def _take(step: Migration, state: State, *, earlier: Sequence[Migration], is_last: bool) -> State:
    """Make and record one migration; return the state after it."""

    async def make() -> None:
        await _wait_for_others()
        made = await _record(step)
        for operation in step.operations:
            before = _go_on(state, operation)
            if made:
                await operation.database_forward(_APP, before, state, _editor())
        if is_last:
            await counts_rebuild.count_anew_if_empty()

    try:
        await transaction(make)
    except OperationalError as error:
        if not _is_there(error):
            raise
        state = await _after(earlier)
        if not await _was_made(step, state):
            raise NotMigrated(
                f"a part of what {step.name} makes is there ({error}), and a part is not. Another program made "
                "or changed this database: name an empty one, or restore the last backup."
            ) from error
        await transaction(lambda: _only_record(step, is_last=is_last))
    return state


def _go_on(state: State, operation: Operation) -> State:
    """Take the operation into ``state``; return the state before it, for the operations that look at it.

    A copy of all models for each of the others was two thirds of the time of a migration.
    """
    before = state if isinstance(operation, _LOOKING_AHEAD) else state.clone()
    operation.state_forward(_APP, state)
    return before


async def _only_record(step: Migration, *, is_last: bool) -> None:
    """The record of a migration that was made by a program which was killed before it wrote this."""
    await _wait_for_others()
    await _record(step)
    if is_last:
        await counts_rebuild.count_anew_if_empty()


async def _record(step: Migration) -> bool:
    """Whether it is recorded by this: the first statement of a transaction, for which another's waits."""
    return bool(await rows(_RECORD, app=_APP, name=step.name, at=datetime.now(UTC)))


async def _was_made(step: Migration, state: State) -> bool:
    """Whether all is there that the migration makes: each of its operations, tried alone, finds its own.

    A migration is one transaction, so what leaves nothing to be found was done with the rest. ``state`` is that before
    the migration, and becomes that after it.
    """
    for operation in step.operations:
        if not _makes(operation):
            operation.state_forward(_APP, state)
            continue
        before = _go_on(state, operation)

        async def attempt(operation: Any = operation, before: State = before) -> None:
            await operation.database_forward(_APP, before, state, _editor())
            raise _Undone

        try:
            await transaction(attempt)
        except _Undone:
            return False
        except OperationalError as error:
            if not _is_there(error):
                return False
    return True


def _makes(operation: object) -> bool:
    """Whether an operation makes what a second try would find. A change of rows does not, nor does dropping something:
    what is dropped is made again, in another form, by the next operation.
    """
    if isinstance(operation, RunSQL):
        return str(operation.sql).startswith("CREATE")
    return not isinstance(operation, DeleteModel | RemoveConstraint | ChangeRows)


def _is_there(error: OperationalError) -> bool:
    if is_postgres():
        return bool(error.args) and isinstance(error.args[0], _EXISTS_ERRORS)
    return any(words in str(error) for words in _EXISTS)


def _editor() -> BaseSchemaEditor:
    """What writes the statements, in the transaction that is open."""
    connection = connections.get("default")
    return AsyncpgSchemaEditor(connection) if is_postgres() else SqliteSchemaEditor(connection)
