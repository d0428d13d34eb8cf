"""The tasks that wait, read in the order of their ranks."""

from models.sql import is_postgres

DUE = "(not_before IS NULL OR not_before <= :now)"
"""A condition on tasks: they may begin by now."""


def waiting(name: str) -> str:
    """The table under this name, for a statement that names ``status = 'waiting'`` and goes by rank.

    Without statistics SQLite takes the index of all states, and sorts a million tasks for one.
    """
    return f"task AS {name}" if is_postgres() else f"task AS {name} INDEXED BY task_waiting_rank"
