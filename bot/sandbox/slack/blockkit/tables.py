"""The two tables: `table`, and `data_table` with its paging and sorting."""

from typing import Any

from bot.sandbox.slack.documents import Json

from . import limits
from .checks import (
    Check,
    Finding,
    Findings,
    Rule,
    also,
    among,
    flag,
    items,
    kinds,
    number,
    shape,
    text,
    typed,
    whole,
)
from .rich_text import RICH_TEXT

# No limit of its own is known for one cell; the sum over the table is what counts.
CELL_TEXT = text(limits.DATA_TABLE_CHARACTERS)
RAW_TEXT = typed({"text": CELL_TEXT})
CELL = kinds(
    {
        "raw_text": RAW_TEXT,
        "raw_number": typed({"value": number}, {"text": CELL_TEXT}),
        "rich_text": RICH_TEXT,
    }
)
COLUMN = shape({}, {"align": among("left", "center", "right"), "is_wrapped": flag})


def column_setting(value: object, pointer: str, findings: Findings) -> None:
    """A column's settings; null leaves the column as it is."""
    if value is not None:
        COLUMN(value, pointer, findings)


def characters(table: Json) -> int:
    """The characters in all cells, as counted against the table's and the message's sum."""
    return sum(_length(cell) for row in table["rows"] for cell in row)


def _length(cell: Any) -> int:
    if isinstance(cell, list):
        return sum(_length(part) for part in cell)
    if not isinstance(cell, dict):
        return 0
    if "text" in cell:
        return len(str(cell["text"]))
    if cell.get("type") == "raw_number":
        return len(str(cell["value"]))
    return _length(cell.get("elements"))


def even_rows(table: Json, pointer: str, findings: Findings) -> None:
    width = len(table["rows"][0])
    findings.extend(
        Finding(f"{pointer}/rows/{place}", "all rows must have the same number of cells")
        for place, row in enumerate(table["rows"])
        if len(row) != width
    )


def plain_header(table: Json, pointer: str, findings: Findings) -> None:
    findings.extend(
        Finding(f"{pointer}/rows/0/{place}/type", "header cells must be raw_text")
        for place, cell in enumerate(table["rows"][0])
        if cell["type"] != "raw_text"
    )


def row_header_exists(table: Json, pointer: str, findings: Findings) -> None:
    if table.get("row_header_column_index", 0) >= len(table["rows"][0]):
        findings.append(Finding(f"{pointer}/row_header_column_index", "must be the index of a column"))


def at_most(most: int) -> Rule:
    def rule(table: Json, pointer: str, findings: Findings) -> None:
        if characters(table) > most:
            findings.append(
                Finding(f"{pointer}/rows", f"cells must have no more than {most} characters in all")
            )

    return rule


IDENTIFIED: dict[str, Check] = {"block_id": text(limits.IDENTIFIER)}
TABLE = also(
    typed(
        {"rows": items(items(CELL, limits.COLUMNS, 1), limits.TABLE_ROWS, 1)},
        {**IDENTIFIED, "column_settings": items(column_setting, limits.COLUMNS)},
    ),
    at_most(limits.TABLE_CHARACTERS),
)
DATA_TABLE = also(
    typed(
        {
            "caption": text(limits.TEXT),
            "rows": items(items(CELL, limits.COLUMNS, 1), limits.DATA_TABLE_ROWS, 2),
        },
        {
            **IDENTIFIED,
            "page_size": whole(1, limits.PAGE_SIZE),
            "row_header_column_index": whole(0, limits.COLUMNS - 1),
        },
    ),
    even_rows,
    plain_header,
    row_header_exists,
    at_most(limits.DATA_TABLE_CHARACTERS),
)
