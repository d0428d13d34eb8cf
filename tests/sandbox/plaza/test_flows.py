"""Each flow of Plaza as a person goes through it, in a real browser and in both languages."""

import time

import pytest
from playwright.async_api import Page, expect
from pyotp.totp import TOTP

from bot.sandbox.plaza import Plaza
from bot.sandbox.practice.behaviour import Behaviour
from tests.sandbox.plaza.conftest import ANA, LENA, SECRET, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


async def test_a_log_in_in_two_screens_behind_a_question_about_cookies(visit: Visit) -> None:
    page = await visit("/paginas", asks_for_cookies=True)
    await page.get_by_role("dialog", name="Tus cookies, tú decides").get_by_text("Aceptar todas").click()
    await page.get_by_label("Correo, usuario o número").fill(ANA.login)
    await press(page, "Siguiente")
    await page.get_by_label("Contraseña").fill(ANA.password)
    await press(page, "Entrar")

    await expect(page.get_by_role("heading", name="Hola, Ana")).to_be_visible()
    account = page.get_by_role("group", name="Tu cuenta").get_by_role("link")
    await expect(account).to_have_attribute("href", f"/perfil/{ANA.user_id}")
    await expect(page.get_by_text(ANA.user_id)).to_have_count(0)  # the number stands in addresses only
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_log_in_with_a_code_in_the_members_language(plaza: Plaza, visit: Visit) -> None:
    page = await visit("/acceso?idioma=es")
    await page.get_by_label("Correo, usuario o número").fill(LENA.user_id)
    await press(page, "Siguiente")
    await page.get_by_label("Passwort").fill("falsch")
    await press(page, "Anmelden")
    await expect(page.get_by_role("alert")).to_have_text("Das Passwort stimmt nicht.")
    await page.get_by_label("Passwort").fill(LENA.password)
    await press(page, "Anmelden")
    await page.get_by_label("Sicherheitscode").fill("000000")
    await press(page, "Bestätigen")
    await expect(page.get_by_role("alert")).to_have_text("Der Code ist ungültig.")
    await page.get_by_label("Sicherheitscode").fill(TOTP(SECRET).at(time.time()))
    await press(page, "Bestätigen")

    await expect(page.get_by_role("heading", name="Hallo, Lena")).to_be_visible()
    lena = plaza.books()["accounts"][1]
    assert [lena[key] for key in ("logins_ok", "logins_failed", "codes_ok", "codes_failed")] == [1, 1, 1, 1]


async def test_a_page_is_created_in_one_step_and_its_number_stands_in_the_address(
    plaza: Plaza, visit: Visit
) -> None:
    for number in range(5):
        plaza.state.books.add_page(f"Acme {number}", "Artist", ANA.login)
    page = await visit("/paginas/nueva", ANA)
    await page.evaluate("window.isTheSame = true")
    await press(page, "Crear página")
    await expect(page.get_by_role("alert")).to_have_text("Escribe un nombre para la página.")
    await page.get_by_label("Nombre de la página").fill("Zapatos Acme")
    await page.get_by_label("Categoría").select_option("Comunidad")
    await press(page, "Crear página")
    await expect(page.get_by_role("status")).to_have_text("Página creada")

    made = plaza.books()["pages"][-1]
    assert (made["name"], made["category"], made["login"]) == ("Zapatos Acme", "Community", ANA.login)
    assert page.url == f"{plaza.url}/paginas/{made['id']}"
    await page.get_by_role("navigation").get_by_role("link", name="Páginas").click()
    await page.get_by_role("link", name="Siguiente").click()
    found = page.get_by_role("list", name="Páginas").get_by_role("link", name="Zapatos Acme")
    await expect(found).to_have_attribute("href", f"/paginas/{made['id']}")
    assert await page.evaluate("window.isTheSame")  # no screen was a navigation


async def test_a_business_is_added_with_what_the_site_knows_already(plaza: Plaza, visit: Visit) -> None:
    page = await visit("/empresas/nueva", LENA)
    await page.get_by_label("Name des Unternehmens").fill("Acme")
    await page.get_by_label("Geschäftliche E-Mail").press("Enter")
    await expect(page.get_by_role("status")).to_have_text("Unternehmen angemeldet")

    (made,) = plaza.books()["businesses"]
    assert (made["name"], made["contact"], made["email"]) == ("Acme", LENA.name, LENA.login)
    assert page.url == f"{plaza.url}/empresas/{made['id']}"
    await expect(page.get_by_text("Deine Rolle: Admin")).to_be_visible()


async def test_notices_are_saved_together_after_a_question(plaza: Plaza, visit: Visit) -> None:
    plaza.behave(Behaviour(kind="error500", path="/api/avisos", method="POST", times=1))
    page = await visit("/avisos", LENA)
    boxes = page.get_by_role("group", name="Mitteilungen nach Art").get_by_role("checkbox")
    await expect(boxes).to_have_count(8)
    for box in await boxes.all():
        await box.uncheck()
    await press(page, "Änderungen speichern")
    await page.get_by_role("dialog").get_by_text("Abbrechen").click()
    assert any(entry["on"] for entry in plaza.books()["notifications"] if entry["login"] == LENA.login)
    for sentence in ("Das konnten wir nicht speichern. Versuche es noch einmal.", ""):
        await press(page, "Änderungen speichern")
        await press(page, "Ja, speichern")
        if sentence:
            await expect(page.get_by_role("alert")).to_have_text(sentence)
    await expect(page.get_by_role("status")).to_have_text("Änderungen gespeichert")

    assert not any(entry["on"] for entry in plaza.books()["notifications"] if entry["login"] == LENA.login)
    assert any(entry["on"] for entry in plaza.books()["notifications"] if entry["login"] == ANA.login)


async def test_an_invitation_is_accepted_with_its_terms_and_once(plaza: Plaza, visit: Visit) -> None:
    page = await visit("/invitations/GOOD", ANA)
    await press(page, "Unirme al equipo")
    await expect(page.get_by_role("alert")).to_have_text("Acepta las condiciones para continuar.")
    await page.get_by_label("Acepto las condiciones de la empresa").check()
    await press(page, "Unirme al equipo")
    await expect(page.get_by_role("status")).to_have_text("Ahora formas parte de Globex")
    await page.goto("/invitations/GOOD")
    await expect(page.get_by_role("heading", name="Ya formas parte de Globex")).to_be_visible()

    (joined,) = plaza.books()["memberships"]
    assert (joined["business"], joined["role"], joined["login"]) == ("Globex", "Employee", ANA.login)


async def test_a_form_that_reloads_itself_a_question_on_top_and_a_double_click(
    plaza: Plaza, visit: Visit
) -> None:
    plaza.behave(Behaviour(kind="reload_mid_form"), Behaviour(kind="notification_dialog"))
    page = await visit("/inicio", LENA)
    await (
        page.get_by_role("dialog", name="Möchtest du Mitteilungen erhalten?")
        .get_by_text("Jetzt nicht")
        .click()
    )
    await page.goto("/paginas/nueva")
    async with page.expect_event("framenavigated"):
        await page.get_by_label("Name der Seite").fill("Verloren")
    await expect(page.get_by_label("Name der Seite")).to_have_value("")
    await page.get_by_label("Name der Seite").fill("Zweimal")
    await page.get_by_label("Kategorie").select_option("Gemeinschaft")
    async with page.expect_response(
        lambda _: len(plaza.books()["pages"]) > 1
    ):  # the second click is answered too
        await page.get_by_role("button", name="Seite anlegen").dblclick()
    await expect(page.get_by_role("status")).to_have_text("Seite angelegt")

    assert [entry["name"] for entry in plaza.books()["pages"]] == ["Zweimal", "Zweimal"]
