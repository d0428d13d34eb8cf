"""The lines that were not created, as a file to be mended and given again. Pure."""

import codecs
from collections.abc import Sequence

from models.domain.csv import marked_line
from models.domain.task_files.columns import COLUMNS, WHY
from models.domain.task_files.line import ACCOUNT, TYPE
from models.domain.task_files.verdicts import Judged


def rest_csv(lines: Sequence[Judged], *, type_id: str = "") -> bytes:
    """These lines with a column *why*; ``type_id``: of those that say none. Spreadsheets leave its cells as they are."""
    used = {name for one in lines for name in one.line.cells} | {ACCOUNT, TYPE}
    fields = [name for name in COLUMNS if name in used]
    text = [marked_line((*fields, WHY))]
    for one in lines:
        cells = {TYPE: type_id, **one.line.cells}
        text.append(marked_line((*(cells.get(name, "") for name in fields), one.why)))
    return codecs.BOM_UTF8 + "".join(text).encode()  # else Excel assumes another encoding
