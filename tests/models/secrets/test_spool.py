"""Secrets on their way through the disk."""

from models.secrets.spool import Spool


def test_each_text_comes_back_and_none_can_be_read_on_the_disk() -> None:
    with Spool() as spool:
        first, second = spool.keep("hunter2"), spool.keep("ü" * 100)

        assert (second(), first()) == ("ü" * 100, "hunter2")
        spool._file.seek(0)
        assert b"hunter2" not in spool._file.read()
        third = spool.keep("after a look back")
        assert (third(), first()) == ("after a look back", "hunter2")
