"""What browsers, their driver and installers may see of this process's environment: nothing that Bellhop was told.

They run what strangers wrote. The settings stand in the environment, tokens and sealing keys among them; so only
what a program needs to find its way about is passed on.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager

_NAMES = frozenset(
    (
        "HOME", "LANG", "LANGUAGE", "LOGNAME", "PATH", "SHELL", "TEMP", "TERM", "TMP", "TMPDIR", "TZ", "USER",
        "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "SYSTEMROOT", "SSL_CERT_FILE",
        "SSL_CERT_DIR", "CHROME_DEVEL_SANDBOX",
    )
)  # fmt: skip
_TALKATIVE = frozenset(("NODE_DEBUG", "NODE_DEBUG_NATIVE"))
"""As ``DEBUG``, which is not among the names above: with them the driver prints what it types, passwords too."""
_BEGINNINGS = ("LC_", "LD_", "DYLD_", "XDG_", "FONTCONFIG_", "NODE_", "PLAYWRIGHT_", "PW_")


def plain() -> dict[str, str]:
    """The part of the environment that a program we start is given."""
    return {name: value for name, value in os.environ.items() if _may_pass(name)}


_put_back: list[dict[str, str]] = []
"""What it was, once for each block that runs: the first has it whole."""


@contextmanager
def only_plain(**more: str) -> Generator[None]:
    """Within, this process has no more than that itself, and ``more``: for what takes over all that it finds.

    Of blocks that run beside each other the last to end puts everything back.
    """
    _put_back.append(_put_back[0] if _put_back else dict(os.environ))
    for name in _put_back[0]:
        if not _may_pass(name):
            os.environ.pop(name, None)
    os.environ.update(more)
    try:
        yield
    finally:
        before = _put_back.pop()
        if not _put_back:
            for name in set(os.environ) - set(before):
                del os.environ[name]
            os.environ.update(before)


def _may_pass(name: str) -> bool:
    return (name in _NAMES or name.startswith(_BEGINNINGS)) and name not in _TALKATIVE
