"""Business managers: creating one, and joining others by invitation."""

import pytest
from playwright.async_api import Page, expect

from bot.sandbox.site import PracticeSite
from tests.sandbox.site.conftest import JONAS, MAYA, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def found(page: Page, name: str, contact: str, email: str) -> None:
    await page.get_by_label("Business name").fill(name)
    await page.get_by_label("Your name").fill(contact)
    await page.get_by_label("Work email").fill(email)
    await page.get_by_role("button", name="Create", exact=True).click()


async def test_a_form_creates_a_business_manager(site: PracticeSite, visit: Visit) -> None:
    page = await visit("/business", MAYA)
    await page.get_by_role("link", name="Create business manager").click()
    await found(page, "Northside Foods", "Maya Lindqvist", "maya@northside.example")

    await expect(page.get_by_role("status")).to_have_text("Business manager created")
    await expect(page.get_by_role("heading", name="Northside Foods", level=1)).to_be_visible()
    [written] = site.books()["businesses"]
    assert (written["name"], written["login"]) == ("Northside Foods", MAYA.login)
    await expect(page.get_by_text(f"Business ID {written['id']}")).to_be_visible()
    assert page.url.endswith(f"/business/{written['id']}")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (("", "Maya", "m@n.example"), "Give your business a name."),
        (("Foods", "", "m@n.example"), "Enter your name."),
        (("Foods", "Maya", ""), "Enter your work email."),
        (("Foods", "Maya", "m at n"), "Enter a valid email address."),
    ],
)
async def test_a_bad_field_is_told(
    site: PracticeSite, visit: Visit, fields: tuple[str, str, str], sentence: str
) -> None:
    page = await visit("/business/create", MAYA)
    await found(page, *fields)

    await expect(page.get_by_role("alert")).to_have_text(sentence)
    assert site.books()["businesses"] == []


async def test_an_invitation_makes_a_member(site: PracticeSite, visit: Visit) -> None:
    page = await visit("/invitations/LAKE-1", MAYA)
    await expect(page.get_by_role("heading", name="Join Lakeside Outdoor", level=1)).to_be_visible()
    await expect(page.get_by_text("You are invited as Advertiser.")).to_be_visible()
    await page.get_by_role("button", name="Accept invitation").click()

    await expect(page.get_by_role("status")).to_have_text("You joined Lakeside Outdoor")
    [membership] = site.books()["memberships"]
    assert (membership["business"], membership["role"], membership["login"]) == (
        "Lakeside Outdoor",
        "Advertiser",
        MAYA.login,
    )
    assert page.url.endswith(f"/business/{membership['business_id']}")
    assert site.books()["businesses"] == []


async def test_the_list_shows_id_and_role_of_each(site: PracticeSite, visit: Visit) -> None:
    page = await visit(site.invite("Harbour Films", "Editor"), MAYA)
    await page.get_by_role("button", name="Accept invitation").click()
    await page.get_by_role("navigation", name="Main").get_by_role("link", name="Business", exact=True).click()

    item = page.get_by_role("list", name="Business managers").get_by_role("listitem")
    await expect(item.get_by_role("link", name="Harbour Films")).to_be_visible()
    await expect(item).to_contain_text(f"ID {site.books()['memberships'][0]['business_id']}")
    await expect(item).to_contain_text("Role Editor")


async def test_whoever_belongs_already_is_told_so(site: PracticeSite, visit: Visit) -> None:
    site.state.books.join(site.state.books.invitations["LAKE-1"], MAYA.login)
    page = await visit("/invitations/LAKE-1", MAYA)

    await expect(page.get_by_text("You already belong to Lakeside Outdoor.")).to_be_visible()
    await expect(page.get_by_role("button", name="Accept invitation")).to_have_count(0)


async def test_accepting_in_two_tabs_joins_once(site: PracticeSite, visit: Visit) -> None:
    first, second = await visit("/invitations/LAKE-1", MAYA), await visit("/invitations/LAKE-1", MAYA)
    for page in (first, second):
        await page.get_by_role("button", name="Accept invitation").click()

    await expect(second.get_by_text("You already belong to Lakeside Outdoor.")).to_be_visible()
    assert len(site.books()["memberships"]) == 1


async def test_an_unknown_invitation_is_not_valid(visit: Visit) -> None:
    page = await visit("/home", MAYA)
    response = await page.goto("/invitations/none")

    assert response is not None
    assert response.status == 404
    await expect(page.get_by_role("heading", name="This invitation is not valid", level=1)).to_be_visible()


async def test_a_business_does_not_exist_for_outsiders(site: PracticeSite, visit: Visit) -> None:
    business = site.state.books.found_business("Northside Foods", MAYA.login)
    page = await visit(f"/business/{business.id}", JONAS)

    await expect(page.get_by_role("heading", name="This content isn't available right now")).to_be_visible()
