"""The local Slack's page, as a person uses it: everything is found by what it reads."""

import re
from pathlib import Path

from playwright.async_api import Locator, Page, expect

_SOON = 1_000  # milliseconds for what the page does by itself
PATIENCE = 15_000  # milliseconds for what Slack and the bot do at once


class Desk:
    """One person at the page, in one channel."""

    def __init__(self, page: Page, channel: str = "account-ops") -> None:
        self.page = page
        self._channel = channel

    async def open(self, url: str, user: str, channel: str = "C0OPS") -> None:
        await self.page.goto(f"{url}/?user={user}&channel={channel}")
        await expect(self._composer()).to_be_visible(timeout=PATIENCE)

    async def visit_home(self, app: str = "Bellhop") -> Locator:
        """Open the app's Home tab."""
        await self.page.get_by_role("navigation", name="Apps").get_by_role("button", name=app).click()
        home = self.page.get_by_role("tabpanel", name="Home")
        await expect(home).to_be_visible(timeout=PATIENCE)
        return home

    async def visit_messages(self, app: str = "Bellhop") -> None:
        """Open the direct messages with the app."""
        await self.page.get_by_role("navigation", name="Apps").get_by_role("button", name=app).click()
        await self.page.get_by_role("tab", name="Messages").click()

    async def visit_channel(self) -> None:
        """Go back to the channel."""
        channels = self.page.get_by_role("navigation", name="Channels")
        await channels.get_by_role("button", name=self._channel).click()
        await expect(self._composer()).to_be_visible(timeout=PATIENCE)

    async def say(self, text: str) -> None:
        """Type into the composer and send."""
        composer = self._composer()
        await composer.click()
        await composer.press_sequentially(text)
        await self.page.keyboard.press("Escape")  # the completion's menu
        await composer.press("Enter")

    def messages(self) -> Locator:
        return self.page.get_by_role("list", name="Messages").get_by_role("listitem")

    async def newest(self, text: str, *, patience: int = PATIENCE) -> Locator:
        """The newest message that reads so."""
        message = self.messages().filter(has_text=text).last
        await expect(message).to_be_visible(timeout=patience)
        return message

    async def dialog(self, title: str) -> Locator:
        dialog = self.page.get_by_role("dialog", name=title)
        await expect(dialog).to_be_visible(timeout=PATIENCE)
        return dialog

    async def choose(self, where: Locator, name: str, *options: str) -> None:
        """Pick options in a menu, by what they read."""
        menu = where.get_by_role("combobox", name=re.compile(rf"^\s*{re.escape(name)}(?!\w)"))
        await menu.click()
        for option in options:
            words = re.compile(rf"^\s*{re.escape(option)}(?!\w)")
            entry = self.page.get_by_role("option", name=words).first
            await entry.click()
            if len(options) > 1 and not await _is_ticked(entry):
                await entry.click()  # the list was drawn anew under the pointer
        if len(options) > 1:
            await self.page.keyboard.press("Escape")

    async def tick(self, where: Locator, group: str, option: str) -> None:
        """Choose one of a group of radio buttons."""
        radio = where.get_by_role("radiogroup", name=group).get_by_role("radio", name=option, exact=True)
        await radio.check()

    async def pick(self, menu: Locator, entry: str) -> None:
        """Open a menu behind three dots and choose an entry."""
        await menu.get_by_role("button", name="More options").click()
        await self.page.get_by_role("menuitem", name=entry, exact=True).click()

    async def write(self, where: Locator, label: str, text: str) -> None:
        await where.get_by_label(label).fill(text)

    async def press(self, where: Locator, name: str) -> None:
        await where.get_by_role("button", name=name, exact=True).click()

    async def open_thread(self, message: Locator) -> Locator:
        await message.get_by_role("button", name=re.compile(r"\d+ repl")).click()
        thread = self.page.get_by_role("complementary", name="Thread")
        await expect(thread).to_be_visible(timeout=PATIENCE)
        return thread

    async def scroll_to_top_of(self, message: Locator) -> None:
        await message.evaluate("message => message.scrollIntoView({block: 'start'})")

    async def picture(self, path: Path) -> None:
        await self.page.screenshot(path=path)

    def _composer(self) -> Locator:
        return self.page.get_by_role("textbox", name=f"Message #{self._channel}")


async def _is_ticked(option: Locator) -> bool:
    try:
        await expect(option).to_have_attribute("aria-selected", "true", timeout=_SOON)
    except AssertionError:
        return False
    return True
