"""What is taken out of a text, and what is left alone."""

import json
import sys
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.practice.echo import WRITINGS
from executor.job import SecondStep
from executor.redaction import files
from executor.redaction.redactor import HIDDEN, LEFT_OUT, Redactor
from models.domain.one_time_codes import OneTimeCodes
from models.domain.proxies import ProxyAddress
from models.domain.text import draws_nothing
from tests.executor.conftest import take_any
from tests.executor.test_outcomes import a_job

KEY = "JBSWY3DPEHPK3PXP"
TOKEN = "f00dcafe" * 12
SESSION: dict[str, Any] = {
    "cookies": [
        {"name": "s", "value": TOKEN},
        {"name": "lang", "value": "en"},
        {"name": "who", "value": "100012345678901"},
    ],
    "origins": [
        {
            "origin": "https://site.example",
            "localStorage": [
                {"name": "auth", "value": json.dumps({"a": [{"jwt": "eyJhbGciOi.abc"}], "theme": "dark"})},
                {"name": "draft", "value": "Acme Shop"},
            ],
        }
    ],
}


def a_redactor() -> Redactor:
    proxy = ProxyAddress(scheme="http", host="h", port=1, username="u", password="pr0xy!pw")
    return Redactor.of(
        replace(
            a_job(),
            password="hunter2",
            proxy=proxy,
            session=SESSION,
            user_id="100012345678901",
            second_step=SecondStep(codes=OneTimeCodes(secret=KEY), take_window=take_any),
        )
    )


@pytest.mark.parametrize(
    "secret", ["hunter2", "pr0xy!pw", TOKEN, "eyJhbGciOi.abc", KEY, "jbsw y3dp ehpk 3pxp"]
)
def test_every_secret_of_a_job_is_known(secret: str) -> None:
    assert a_redactor().outcome(f"It is {secret} here.") == f"It is {HIDDEN} here."


@pytest.mark.parametrize("text", ["en", "dark", "ID 100012345678901", "Page Acme Shop (ID 1)", "logged in"])
def test_what_people_may_see_anyway_stays(text: str) -> None:
    assert a_redactor().quoted(text) == text


@pytest.mark.parametrize("shown", ["492039", "492 039", "492-039", "&#52;92039"])
def test_a_code_is_known_from_before_it_is_typed(shown: str) -> None:
    redactor = a_redactor()
    redactor.learn_code("492039")

    assert redactor.quoted(f"The code {shown} is wrong.") == f"The code {HIDDEN} is wrong."


@given(
    st.text(min_size=6, max_size=40).filter(lambda text: text.strip() == text and len(set(text)) > 3),
    st.sampled_from(WRITINGS[:-1]),
)
def test_no_writing_of_a_secret_passes(secret: str, write: Any) -> None:
    redactor = Redactor([secret])
    if len(written := write(secret)) < 4 or not secret.isprintable():
        return

    assert redactor.found_in(f"<{written}>")
    assert written not in redactor.clean(f"<{written}>")


def test_writings_may_be_mixed_and_letters_far_apart() -> None:
    redactor = Redactor(["hunter2 at home"])

    assert redactor.clean("h&#117;nt%65r\\u0032\u200b+at&nbsp;ho m e!") == f"{HIDDEN}!"


def test_no_character_that_draws_nothing_separates_the_letters_of_a_secret() -> None:
    unseen = [char for char in map(chr, range(sys.maxunicode + 1)) if draws_nothing(char)]
    redactor = Redactor(["hunter2"])

    assert len(unseen) > 150
    assert [char for char in unseen if redactor.clean(char.join("hunter2")) != HIDDEN] == []


def test_a_plain_word_is_hidden_in_what_the_site_says_and_not_in_our_own_sentence() -> None:
    redactor = Redactor(["password"])

    assert redactor.quoted("Your password is PASSWORD.") == f"Your {HIDDEN} is {HIDDEN}."
    assert redactor.outcome("wrong password: the site refused it") == "wrong password: the site refused it"


def test_a_very_short_secret_costs_the_sites_whole_sentence() -> None:
    assert Redactor(["q7"]).quoted("It was Q7.") == LEFT_OUT
    assert Redactor(["q7"]).quoted("It was wrong.") == "It was wrong."


def test_a_long_token_is_taken_out_to_its_end_and_is_found_fast() -> None:
    redactor = Redactor(["k" * 4000, *(f"{n}{TOKEN}" for n in range(50))])

    assert redactor.clean(f"a {'k' * 4000} b") == f"a {HIDDEN} b"
    assert not redactor.found_in("the quick brown fox " * 20_000)


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("\\" * 24 + "x", "\\" * 20_000),
        (f"a{' ' * 8}b", f"ab a{' ' * 20_000}c"),
        ("hunter2hunter2", "hunter2hunter2 " + "\\" * 20_000),
        ("a" * 64, "a" * 63 + " " + "a " * 10_000),
    ],
)
def test_no_text_makes_the_search_go_back_and_forth(secret: str, text: str) -> None:
    Redactor([secret]).quoted(text)  # without a bound it would not end


@pytest.mark.parametrize("secret", ["    ", "\\\\\\\\", "+ +", " "])
def test_a_secret_of_blanks_alone_spoils_no_text(secret: str) -> None:
    redactor = Redactor([secret])

    assert redactor.quoted("Page Acme (ID 1)") == redactor.outcome("Page Acme (ID 1)") == "Page Acme (ID 1)"


def test_of_a_session_with_thousands_of_values_some_are_known_and_ids_and_words_are_not() -> None:
    values = ["102938475610", "business", *(f"{n:04d}{'f00d' * 8}" for n in range(3000))]
    redactor = Redactor()

    redactor.learn({"cookies": [{"name": "x", "value": value} for value in values]})

    assert redactor.outcome("Page Acme business (ID 102938475610)") == "Page Acme business (ID 102938475610)"
    assert redactor.outcome(f"It is {values[2]}.") == f"It is {HIDDEN}."


_PAGE = '<!doctype html><title>é</title><p data-x="{0}">{0}</p>\n'
_CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-16", "latin-1")


@pytest.mark.parametrize("before", [b"", b"x", b"\xff\xd8\0"], ids=["alone", "at odd bytes", "among others"])
@pytest.mark.parametrize("coding", _CODINGS)
@pytest.mark.parametrize("write", WRITINGS[:-1])
def test_no_coding_of_a_file_hides_a_secret(before: bytes, coding: str, write: Any) -> None:
    redactor = Redactor(['hunter2&"home'])

    clean = files.cleaned(before + _PAGE.format(write('hunter2&"home')).encode(coding) + b"\n", redactor)

    assert clean == before + _PAGE.format(_hidden(write)).encode(coding) + b"\n"


def _hidden(write: Any) -> str:
    return Redactor(['hunter2&"home']).clean(write('hunter2&"home'))


@pytest.mark.parametrize(
    "coding", ["utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "iso8859-5", "cp866"]
)
@pytest.mark.parametrize("page", ["{}", "<p>{}</p>"])
def test_a_secret_in_another_alphabet_is_found_in_its_own_codings(coding: str, page: str) -> None:
    secret = "пароль2026"
    letters = "парольдома"

    for one in (secret, letters):
        clean = files.cleaned(page.format(one).encode(coding), Redactor([secret, letters]))
        assert clean == page.format(HIDDEN).encode(coding)


def test_utf_16_that_was_read_as_another_coding_hides_nothing() -> None:
    redactor = Redactor(["hunter2"])
    read_wrongly = "hunter2".encode("utf-16-le").decode("latin-1")

    for text in (
        read_wrongly,
        json.dumps(read_wrongly),
        quote(read_wrongly),
        "hunter2".encode("utf-32-be").decode(),
    ):
        assert HIDDEN in redactor.clean(text)
        assert redactor.found_in(text)


@given(st.binary(max_size=400))
def test_a_file_without_secrets_stays_as_it_is(data: bytes) -> None:
    assert files.cleaned(data, Redactor(["hunter2 at home", "пароль2026"])) == data


def _stored(number: int) -> list[dict[str, Any]]:
    """A storage of so many values, all longer than a session's cookie."""
    entries = [{"name": f"k{at}", "value": f"entry-{at:05d}-" + "x1" * 100} for at in range(number)]
    return [{"origin": "https://site.example", "localStorage": entries}]


def test_no_amount_of_other_values_keeps_a_sessions_cookie_unknown() -> None:
    many = [
        {"name": f"c{at}", "value": f'["cookie-{at:05d}-{"x1" * 100}", "{at}-in-{at}"]'} for at in range(500)
    ]
    first, second, third = (f"session-{at}-0123456789abcdef" for at in range(3))
    redactor = Redactor(["hunter2"])
    redactor.learn({"cookies": [{"name": "sid", "value": first}], "origins": _stored(2000)})
    redactor.learn({"cookies": [*many, {"name": "sid", "value": second, "httpOnly": True}], "origins": []})
    redactor.learn({"cookies": [{"name": "sid", "value": third}], "origins": _stored(5)})

    for session in (first, second, third):
        assert redactor.clean(f"It is {session} here.") == f"It is {HIDDEN} here."


def test_of_a_session_with_very_many_values_a_bounded_number_is_known() -> None:
    redactor = Redactor()
    redactor.learn(
        {"cookies": [{"value": f"cookie-number-{at}"} for at in range(5000)], "origins": _stored(5000)}
    )

    assert len(redactor._secrets) <= 1000
