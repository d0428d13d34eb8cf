"""The tour's steps after trouble: a code that the site asks for, a checkpoint that a person ends, what failed and can succeed."""

import re
from dataclasses import replace

from playwright.async_api import expect
from pyotp.totp import TOTP

from bot.demo.actor import PATIENCE, Desk
from bot.demo.environment import Environment
from bot.demo.personas import cast
from bot.demo.reading import line
from bot.demo.seed import CODES

_CHECKED = 60_000  # milliseconds until the check of an account has ended
_FAILED = "Tasks created in the last 24 hours"


async def type_the_code_that_the_site_asks_for(desk: Desk, _memory: object, _environment: Environment) -> str:
    await desk.page.keyboard.press("Escape")
    await desk.visit_messages()
    question = await desk.newest("asks for a one-time code", patience=_CHECKED)
    await desk.press(question, "One-time code…")
    form = await desk.dialog("One-time code")
    await desk.write(form, "Code", TOTP(CODES).now())
    await desk.press(form, "Send")
    answered = await desk.newest("The site took the code", patience=_CHECKED)
    return line(await answered.inner_text(), "took the code")


async def end_a_checkpoint(desk: Desk, _memory: object, environment: Environment) -> str:
    """Its person confirms the identity at the site, then says so in Slack."""
    login = next(persona.login for persona in cast() if persona.trouble == "checkpoint")
    members = environment.site.state.books.members
    members[login] = replace(members[login], status="ok")
    question = await desk.newest(f"{login} ")
    before = (await question.inner_text()).split(login, 1)[0].count(" is on hold.")
    button = question.get_by_role("button", name="I have signed in: check now")
    await button.nth(before).click()
    ended = re.compile(rf"{re.escape(login)} .{{0,30}}is not on hold any more")
    await expect(desk.messages().filter(has_text=ended).last).to_be_visible(timeout=_CHECKED)
    return line(await desk.messages().filter(has_text=ended).last.inner_text(), "not on hold any more")


async def see_what_failed(desk: Desk, _memory: object, _environment: Environment) -> str:
    await desk.visit_channel()
    await desk.say("/tasks failed")
    message = await desk.newest(_FAILED)
    await desk.scroll_to_top_of(message)
    return line(await message.inner_text(), "tasks failed")


async def execute_again_what_can_succeed(desk: Desk, _memory: object, _environment: Environment) -> str:
    message = await desk.newest(_FAILED)
    await message.get_by_role("button", name=re.compile(r"Re-execute .*that can succeed")).click()
    receipt = desk.messages().filter(has_text=re.compile(r"Re-executed \d+ · Skipped")).last
    await expect(receipt).to_be_visible(timeout=PATIENCE)
    return line(await receipt.inner_text(), "Re-executed")
