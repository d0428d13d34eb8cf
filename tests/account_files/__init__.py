"""84 files of the kinds that people have, with the right value of each in `expected.json`."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
}
NOW_READ = {
    "A31-xlsx-itself": "workbooks are read",
    "C22-cookie-header": "Cookie headers are read",
    "C23-base64": "base64 is read",
}
"""Cases whose table says that they are refused, from when they could not be read."""
SITE = "http://127.0.0.1:8081"


def data(case: dict[str, Any]) -> bytes:
    """The file's bytes, with the practice site's port."""
    return (HERE / case["file"]).read_bytes().replace(b"PORT", b"8081")
