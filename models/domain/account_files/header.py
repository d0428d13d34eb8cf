"""What the columns of a sheet are, by the names that people give them. Pure."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from models.domain.errors import BadRequest

COLUMNS = ("login", "user_id", "password", "group", "proxy", "needs_proxy", "session", "owner", "totp")
_PARTS = ("proxy_type", "proxy_host", "proxy_port", "proxy_user", "proxy_password")
_ALSO = {
    "login": "username user email mail emailaddress account accountname loginname phone",
    "user_id": "userid uid id accountid profileid cuser",
    "password": "pass passwd pwd pw",
    "group": "groupname team folder",
    "proxy": "proxyurl proxyaddress proxyserver",
    "needs_proxy": "needsproxy proxyneeded proxyrequired",
    "session": "sessions cookie cookies cookiejson storagestate sessionfile",
    "owner": "responsible slackid slackuser",
    "totp": "fakey 2fa 2facode 2fakey 2fasecret twofa twofactor otp otpsecret totpsecret secret secretkey authkey",
    "proxy_type": "proxytype proxyscheme proxyprotocol",
    "proxy_host": "ip proxyip proxyhost",
    "proxy_port": "port proxyport",
    "proxy_user": "proxyuser proxyusername proxylogin",
    "proxy_password": "proxypassword proxypass proxypwd",
}
UNUSED = frozenset(
    [
        "name",
        "remark",
        "remarks",
        "note",
        "notes",
        "comment",
        "comments",
        "tag",
        "tags",
        "ua",
        "useragent",
        "profile",
        "profilename",
        "serial",
        "serialnumber",
        "no",
        "number",
        "country",
        "platform",
        "domain",
        "tabs",
        "status",
        "created",
        "createdat",
        "updated",
        "language",
        "timezone",
    ]
)
_TASKS = {"task_id", "login_status"}
_MEANS = {name.replace("_", ""): field for field, names in _ALSO.items() for name in (field, *names.split())}
_MOST = 4  # sentences on one header
_SHOWN = 50  # characters of an unknown name that a refusal repeats


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column as it was understood."""

    index: int  # from 0
    name: str  # as the sheet has it
    field: str  # what it means; empty: it is passed over

    @property
    def letter(self) -> str:
        """As a spreadsheet calls it."""
        return letter(self.index)


def letter(index: int) -> str:
    """The letters of a column.

    >>> letter(0), letter(26)
    ('A', 'AA')
    """
    letters, rest = "", index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def meaning(name: str) -> str | None:
    """The field a column's name stands for; empty for one that is known and not used, None for an unknown one."""
    plain = plain_name(name)
    return _MEANS.get(plain, "" if plain in UNUSED or not plain else None)


def plain_name(name: str) -> str:
    """What two spellings of a column's name have in common.

    >>> plain_name("Page name"), plain_name("page_name")
    ('pagename', 'pagename')
    """
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())


def is_header(cells: Sequence[str]) -> bool:
    """Whether a first row names a column that accounts have."""
    return any(map(meaning, cells))


def understood(cells: Sequence[str], *, has_group: bool) -> tuple[Column, ...]:
    """The columns of a header; raise BadRequest with all that is wrong with it."""
    if {name.strip().casefold() for name in cells} >= _TASKS:
        raise BadRequest(
            {"header": "This is a list of tasks, as `/tasks export` writes it, not a list of accounts."}
        )
    named = [(index, name, meaning(name)) for index, name in enumerate(cells)]
    wrong = [
        f"The header has the unknown column {bare(name)[:_SHOWN]!r} ({letter(index)}). Remove it, or use one of the names below."
        for index, name, field in named
        if field is None
    ]
    columns = [Column(index=index, name=bare(name), field=field or "") for index, name, field in named]
    columns, twice = once(columns)
    missing = [
        name
        for name in ("login", *(() if has_group else ("group",)))
        if name not in {one.field for one in columns}
    ]
    wrong += twice + ([f"The header is missing {', '.join(missing)}."] if missing else [])
    if wrong:
        raise BadRequest({"header": f"{' '.join(wrong[:_MOST])} It may have: {', '.join(COLUMNS)}."})
    return tuple(columns)


def bare(name: str) -> str:
    """A column's name on one line."""
    return " ".join("".join(char if char.isprintable() else " " for char in name).split())


def once(columns: Sequence[Column]) -> tuple[list[Column], list[str]]:
    """Each field by one column: the one that is called so wins over one that may mean it too."""
    kept, wrong = list[Column](), list[str]()
    for column in columns:
        same = [one for one in columns if one.field and one.field == column.field]
        exact = [one for one in same if bare(one.name).casefold() == column.field]
        if len(same) > 1 and len(exact) != 1:
            where = " and ".join(f"{one.name!r} ({one.letter})" for one in same[:3])
            wrong.append(
                f"The header has a column twice: {where} both mean {column.field}. Keep one of them."
            )
        is_other = len(same) > 1 and column not in exact
        kept.append(Column(index=column.index, name=column.name, field="" if is_other else column.field))
    return kept, list(dict.fromkeys(wrong))


PARTS = _PARTS
