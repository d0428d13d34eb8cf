"""What the columns of a list of tasks are, by the names that people give them. Pure."""

from collections.abc import Sequence

from models.domain.account_files.header import UNUSED, Column, bare, letter, once, plain_name
from models.domain.errors import BadRequest
from models.domain.task_files.line import ACCOUNT, TYPE
from models.domain.task_types import TASK_TYPES

PARAMETERS = tuple(dict.fromkeys(p.name for kind in TASK_TYPES.values() for p in kind.parameters))
COLUMNS = (ACCOUNT, TYPE, *PARAMETERS)
WHY = "why"
"""The column that a list comes back with: passed over when it is read again."""
_ALSO = {
    ACCOUNT: "login username user email mail emailaddress accountname loginname phone userid uid id accountid",
    TYPE: "tasktype task action job",
}
_LABELS = {plain_name(p.label): p.name for kind in TASK_TYPES.values() for p in kind.parameters}
_MEANS = (
    {plain_name(name): name for name in COLUMNS}
    | {also: field for field, names in _ALSO.items() for also in names.split()}
    | _LABELS
)
_PASSED_OVER = UNUSED | {WHY, "group", "groupname", "result"}
_MOST, _SHOWN = 4, 50  # sentences on one header; characters of an unknown name that one repeats


def meaning(name: str) -> str | None:
    """The field a column's name stands for; empty for one that is known and not used, None for an unknown one."""
    plain = plain_name(name)
    return _MEANS.get(plain, "" if plain in _PASSED_OVER or not plain else None)


def is_header(cells: Sequence[str]) -> bool:
    """Whether a first row names a column that tasks have."""
    return any(map(meaning, cells))


def understood(cells: Sequence[str], *, type_id: str) -> tuple[Column, ...]:
    """The columns of a header; ``type_id``: of lines without one, or empty. Raise BadRequest with all that is wrong."""
    wrong = [
        f"The header has the unknown column {bare(name)[:_SHOWN]!r} ({letter(index)}). Remove it, or use one of the names below."
        for index, name in enumerate(cells)
        if meaning(name) is None
    ]
    columns, twice = once(
        [Column(index=i, name=bare(name), field=meaning(name) or "") for i, name in enumerate(cells)]
    )
    needed = [ACCOUNT] if type_id else [ACCOUNT, TYPE]
    missing = [name for name in needed if name not in {one.field for one in columns}]
    wrong += twice + ([f"The header is missing {', '.join(missing)}."] if missing else [])
    if wrong:
        raise BadRequest({"header": f"{' '.join(wrong[:_MOST])} It may have: {', '.join(COLUMNS)}."})
    return tuple(columns)


def assumed(type_id: str) -> tuple[Column, ...]:
    """The columns of lines without a header: the account, then the chosen type's parameters. Raise BadRequest."""
    if not type_id:
        raise BadRequest(
            {"header": f"The first row must be the header: {', '.join(COLUMNS)}. Or choose a task type, and write the "
             "account first in each line."}
        )  # fmt: skip
    fields = (ACCOUNT, *(p.name for p in TASK_TYPES[type_id].parameters))
    return tuple(Column(index=i, name=letter(i), field=field) for i, field in enumerate(fields))
