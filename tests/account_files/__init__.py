"""84 files of the kinds that people have, with the right value of each in `expected.json`."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
}
AWAITED = {
    "proxies": frozenset(
        {
            "B01-ip-port",
            "B02-ip-port-user-pass",
            "B04-host-port-at-user-pass",
            "B05-socks5h",
            "B09-password-slash",
            "B10-password-hash",
            "B11-password-digits-hash",
            "B19-type-first",
            "B23-no-port",
            "B27-long-token",
        }
    ),
    "totp": frozenset[str](),
}
"""Cases that are right once another part is: each list goes when its part is there."""
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
