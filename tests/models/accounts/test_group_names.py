"""A new group of accounts is not called what commands read as something else; one that exists stays in use."""

import pytest

from handlers.access import words
from models.accounts.records import save_accounts
from models.domain.conditions import group_refusal
from models.domain.errors import BadFilter, BadRequest
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer
from models.tables.accounts import Account, Group

_WORDS = (
    "*", "everyone", "viewer", "operator", "admin", "none", "today", "1w", "waiting", "status", "by:me",
    "group:emea", "status:waiting", "<@U0BEN>", "@ben", "<!subteam^S0OPS>", "&lt;@U0BEN&gt;",
)  # fmt: skip


def _wide(word: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in word)


@pytest.mark.parametrize("word", _WORDS)
def test_a_word_of_commands_is_no_name_however_it_is_written(word: str) -> None:
    ways = (word, word.upper(), _wide(word), "\u200b".join(word), f" {word}\u3164")

    assert [way for way in ways if "No group may be called" not in group_refusal(way)] == []


def test_other_names_are_fine_and_can_be_seen() -> None:
    names = ("emea", "north america", "EMEA 2", "日本", "viewers", "status page", "Zürich")

    assert [name for name in names if group_refusal(name)] == []
    assert all("can be seen" in group_refusal(name) for name in ("\u200b", "\u3164\u2060"))


@pytest.mark.usefixtures("database")
async def test_nothing_is_imported_with_a_refused_group_and_an_existing_one_stays_in_use(
    sealer: Sealer,
) -> None:
    new = [AccountRecord(login="a", group="emea"), AccountRecord(login="b", group="Ｏperator")]
    with pytest.raises(BadRequest, match="No group may be called 'Ｏperator'"):
        await save_accounts(new, sealer=sealer)
    assert await Account.all().count() == 0

    await Group.create(name="operator")
    await save_accounts([AccountRecord(login="b", group="operator")], sealer=sealer)

    assert await Account.all().count() == 1


@pytest.mark.parametrize("star", ["*", "＊", "group:*"])
def test_a_grant_for_a_group_called_star_is_not_one_for_all_groups(star: str) -> None:
    with pytest.raises(BadFilter, match="For all groups, leave the group out"):
        words.parse(["<@U0BEN>", "operator", star])
