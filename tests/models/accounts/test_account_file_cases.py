"""The files that people have, each read to its right value, or refused with a sentence that tells what to do."""

from typing import Any

import pytest

from models.accounts.session_files import SessionFolder
from models.domain.account_files.names import one_spelling
from models.domain.account_files.reader import AccountFile, read_accounts
from models.domain.errors import BadRequest
from models.domain.values.accounts import AccountRecord
from tests.account_files import CASES, HERE, NOW_READ, SITE, data


def _read(name: str, group: str = "") -> AccountFile:
    case = CASES[name]
    folder = SessionFolder((HERE / case["file"]).parent)
    return read_accounts(data(case), open_session=folder, site_url=SITE, group=group)


def _refusal(name: str) -> str:
    with pytest.raises(BadRequest) as refused:
        _read(name)
    return str(refused.value)


def _value(record: AccountRecord, field: str) -> Any:
    if field == "proxy" and record.proxy:
        return [
            record.proxy.scheme,
            record.proxy.host,
            record.proxy.port,
            record.proxy.username,
            record.proxy.password,
        ]
    return record.session is not None if field == "session" else getattr(record, field)


_ACCEPTED = [name for name, case in CASES.items() if isinstance(case["want"], list)]
_REFUSED = [name for name, case in CASES.items() if case["want"] == "refuse" and name not in NOW_READ]


@pytest.mark.parametrize("name", _ACCEPTED)
def test_it_is_read_to_its_right_value(name: str) -> None:
    records, wanted = _read(name).records, CASES[name]["want"]

    assert [
        {field: _value(record, field) for field in want} for record, want in zip(records, wanted, strict=True)
    ] == wanted


_REMEDIES = {
    "A15-duplicate-header": "The header has a column twice: 'password' (C) and 'password' (D)",
    "A17-userid-scientific": "Row 2: user_id is a number that a spreadsheet shortened",
    "A19-login-phone-scientific": "Row 2: login is a number that a spreadsheet shortened",
    "A25-login-case-twice": "Row 3: the login ann@example.com is in the file twice, once as Ann@Example.com",
    "A29-json-not-quoted": "Row 2: put a session with commas in CSV quotes, or in a session file",
    "A33-excel-cut-session": "Row 2: session is cut off",
    "A34-no-header": "The first row must be the header",
    "A35-empty": "The file is empty",
    "A36-login-password-txt": "Give the group of these accounts",
    "A37-dashes-txt": "Give the group of these accounts",
    "A40-export-roundtrip": "This is a list of tasks",
    "A43-owner-as-people-write-it": "Row 2: owner must be a Slack user id, such as U012ABCDEF",
    "A46-6000-lines": "At most 5000 accounts at a time; this file has more. Split it.",
    "B23-no-port": "Row 2: ",
    "B25-backslash": "Row 2: proxy must be",
    "B29-two-spaces-format": "Row 2: proxy must be",
    "B30-ipv6-colons": "Row 2: proxy must be",
    "C39-jar-with-spaces": "Row 2: the session is a cookies.txt that has lost its tabs",
}


@pytest.mark.parametrize("name", _REFUSED)
def test_it_is_refused_with_what_to_do(name: str) -> None:
    assert _REMEDIES[name] in _refusal(name)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("C24-no-cookies", "session has no cookies"),
        ("C26-other-site", "its one cookie does not belong to 127.0.0.1"),
    ],
)
def test_a_session_that_logs_nobody_in_is_refused(name: str, sentence: str) -> None:
    assert sentence in _refusal(name)


def test_a_workbook_is_read_as_its_csv_would_be() -> None:
    assert [(one.login, one.group, one.password) for one in _read("A31-xlsx-itself").records] == [
        ("ann@example.com", "emea", "pw1"),
        ("ben@example.com", "emea", "pw2"),
    ]


@pytest.mark.parametrize("name", ["C22-cookie-header", "C23-base64"])
def test_a_header_and_base64_are_sessions(name: str) -> None:
    (record,) = _read(name).records

    assert record.session
    assert ("commons_session", "TOKEN") in [(one["name"], one["value"]) for one in record.session["cookies"]]


def test_words_for_yes_and_no_are_understood() -> None:
    assert [one.needs_proxy for one in _read("A32-needs-proxy-words").records] == [True, False, True, False]


def test_lines_without_a_header_are_read_when_the_group_is_given() -> None:
    records = _read("A36-login-password-txt", group="emea").records

    assert [(one.login, one.password, one.totp, one.group) for one in records] == [
        ("ann@example.com", "pw1", "JBSWY3DPEHPK3PXP", "emea"),
        ("ben@example.com", "pw2", "JBSWY3DPEHPK3PXQ", "emea"),
    ]


def test_groups_that_differ_in_case_are_one_and_told() -> None:
    records, told = one_spelling(_read("A44-group-case").records)

    assert {one.group for one in records} == {"EMEA"}
    assert told == ["The group EMEA is also written emea, Emea; Bellhop takes them as one."]


def test_session_files_of_one_name_are_each_its_own() -> None:
    values = [one.session["cookies"][0]["value"] for one in _read("C29-folders").records if one.session]

    assert values == ["ANN", "BEN"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("A07-excel-ansi-cp1252", "The file is not UTF-8, so Bellhop read it as"),
        ("A24-invisible-characters", "Row 2: login had invisible characters; Bellhop removed them."),
        ("A27-password-outer-blanks", "Row 2: the password begins or ends with a space; Bellhop keeps it."),
        ("C33-indexeddb", "IndexedDB of http://127.0.0.1:8081 is left out"),
        ("C35-samesite-none-insecure", "sameSite None without secure"),
    ],
)
def test_what_is_changed_is_told(name: str, sentence: str) -> None:
    assert any(sentence in remark for remark in _read(name).remarks)


def test_nothing_that_is_told_has_a_secret() -> None:
    for name in CASES:
        try:
            told = " ".join(_read(name).remarks)
        except BadRequest as error:
            told = str(error)
        assert not [secret for secret in ("TOKEN", "pw1", "pw2", "usr:pas", "JBSWY3D") if secret in told]
