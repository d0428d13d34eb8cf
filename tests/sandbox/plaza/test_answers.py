"""What Plaza answers without a browser: who is let in, in which language, and how it turns hostile."""

import json

import pytest
from aiohttp import ClientError

from bot.sandbox.plaza import Plaza
from bot.sandbox.plaza.language import LANGUAGES, texts
from bot.sandbox.practice.behaviour import Behaviour
from bot.sandbox.practice.members import Member
from bot.sandbox.practice.records import NOTIFICATION_KINDS, PAGE_CATEGORIES
from tests.sandbox.plaza.conftest import ANA, CHO, DIA, LENA, Ask

SCREENS = ("/", "/inicio", "/paginas", "/paginas/nueva", "/empresas/nueva", "/avisos", "/invitations/GOOD")


def test_both_languages_say_the_same_things() -> None:
    spanish, german = (texts(language) for language in LANGUAGES)

    assert spanish.keys() == german.keys()
    for said in (spanish, german):
        assert set(said["categories"]) == set(PAGE_CATEGORIES)
        assert set(said["kinds"]) == set(NOTIFICATION_KINDS)
    same = {key for key, text in spanish.items() if text == german[key]}
    assert not same


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    ("member", "door", "heading"),
    [
        (None, "/acceso", "Entra en Plaza"),
        (CHO, "/verificacion", "Weise deine Identität nach"),
        (DIA, "/bloqueada", "Hemos bloqueado esta cuenta"),
    ],
)
async def test_who_is_not_inside_sees_one_door_only(
    ask: Ask, member: Member | None, door: str, heading: str
) -> None:
    for path in SCREENS:
        status, led_to, text = await ask(path, member)

        assert (status, led_to) == (200, door), path
        assert f"<h1>{heading}</h1>" in text


@pytest.mark.asyncio(loop_scope="session")
async def test_the_app_is_told_which_door_to_open(plaza: Plaza, ask: Ask) -> None:
    assert await ask("/api/inicio", CHO) == (401, "/api/inicio", '{"go": "/verificacion"}')
    assert await ask("/api/inicio", None) == (401, "/api/inicio", '{"go": "/acceso"}')


@pytest.mark.asyncio(loop_scope="session")
async def test_the_frame_is_in_the_members_language_and_shows_whose_it_is(ask: Ask) -> None:
    _, _, spanish = await ask("/inicio", ANA)
    _, _, german = await ask("/inicio", LENA)

    assert 'aria-label="Tu cuenta"' in spanish
    assert 'aria-label="Dein Konto"' in german
    assert f'href="/perfil/{LENA.user_id}"' in german


@pytest.mark.asyncio(loop_scope="session")
async def test_a_list_comes_in_sheets_in_the_order_of_names(plaza: Plaza, ask: Ask) -> None:
    for name in ("g", "b", "F", "a", "e", "D", "c"):
        plaza.state.books.add_page(name, "Artist", ANA.login)
    sheets = [json.loads((await ask(f"/api/paginas?hoja={at}", ANA))[2]) for at in ("1", "2", "99", "x")]

    assert [[entry["name"] for entry in sheet["entries"]] for sheet in sheets] == [
        ["a", "b", "c", "D", "e"], ["F", "g"], ["F", "g"], ["a", "b", "c", "D", "e"],
    ]  # fmt: skip
    assert {sheet["of"] for sheet in sheets} == {2}


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    ("path", "data", "sentence"),
    [
        ("/api/paginas", {"name": " ", "category": "k11"}, "page_no_name"),
        ("/api/paginas", {"name": "x" * 76, "category": "k11"}, "page_long_name"),
        ("/api/paginas", {"name": "x", "category": "Community"}, "page_no_category"),
        ("/api/paginas", ["x"], "page_no_name"),
        ("/api/empresas", {"name": "x", "contact": "", "email": "x@y.example"}, "business_no_contact"),
        ("/api/empresas", {"name": "x", "contact": "x", "email": "x"}, "business_no_email"),
        ("/api/avisos", {"on": "all"}, "not_saved"),
        ("/api/invitacion/GOOD", {}, "invited_no_terms"),
    ],
)
async def test_what_is_wrong_is_refused_with_a_sentence_and_changes_nothing(
    plaza: Plaza, ask: Ask, path: str, data: object, sentence: str
) -> None:
    before = plaza.books()

    assert (await ask(path, LENA, data))[::2] == (422, json.dumps({"error": texts("de")[sentence]}))
    assert plaza.books() | {"accounts": []} == before | {"accounts": []}


@pytest.mark.asyncio(loop_scope="session")
async def test_who_joins_from_two_windows_joins_once(plaza: Plaza, ask: Ask) -> None:
    answers = [json.loads((await ask("/api/invitacion/GOOD", LENA, {"terms": True}))[2]) for _ in "12"]

    assert [answer["joined"] for answer in answers] == [True, False]
    assert len(plaza.books()["memberships"]) == 1


@pytest.mark.asyncio(loop_scope="session")
async def test_what_belongs_to_others_or_does_not_exist_is_missing(plaza: Plaza, ask: Ask) -> None:
    business = plaza.state.books.found_business("Acme", ANA.login)
    paths = (f"/api/empresas/{business.id}", "/api/paginas/5", "/api/invitacion/NONE", "/nothing")

    assert [(await ask(path, LENA))[0] for path in paths] == [404] * 4


@pytest.mark.asyncio(loop_scope="session")
async def test_a_request_without_the_forms_token_changes_nothing(plaza: Plaza, ask: Ask) -> None:
    page = {"name": "Acme", "category": "k11"}

    assert (await ask("/api/paginas", LENA, page, token="another"))[0] == 403
    assert plaza.books()["pages"] == []


@pytest.mark.asyncio(loop_scope="session")
async def test_it_turns_hostile_by_the_same_switches(plaza: Plaza, ask: Ask) -> None:
    plaza.behave(
        Behaviour(kind="error500", path="/paginas", times=2),
        Behaviour(kind="error500", path="/api/paginas", times=1),
        Behaviour(kind="dialog", path="/avisos"),
        Behaviour(kind="notification_dialog"),
        Behaviour(kind="drop", path="/api/empresas", method="POST", after=True),
    )
    answers = [await ask("/paginas", ANA) for _ in range(3)]
    data = await ask("/api/paginas", ANA)

    assert [status for status, _, _ in answers] == [500, 500, 200]
    assert "<h1>Algo ha fallado</h1>" in answers[0][2]
    assert data[::2] == (500, '{"error": "broken"}')
    assert "alert('" in (await ask("/avisos", ANA))[2]
    assert "overlay.js" in (await ask("/inicio", ANA))[2]
    with pytest.raises(ClientError):
        await ask("/api/empresas", ANA, {"name": "Acme", "contact": "Ana", "email": "a@b.example"})
    assert [entry["name"] for entry in plaza.books()["businesses"]] == ["Acme"]
