"""A file of accounts, as a person gives it: chosen, looked at, in a wide window and in a narrow one."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.demo.actor import Desk

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("bot")]

_HEAD = (
    "E-mail,UID,Pass,Team,IP,Port,Proxy user,Proxy pass,Proxy type,Needs proxy,2FA,Responsible,Remark\n"
    "ann@example.com,1.2E+14,pw,emea,192.0.2.1,8080,u,p,socks5,yes,,U0ANA,\n"
    "ben@example.com,,pw,,192.0.2.1,,u,p,,maybe,,,\n"
    "cem@example.com,,pw,emea,,,,,,,492039,@who,\n"
)


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
async def test_all_objections_are_seen_whole_in_a_narrow_window(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_bytes(_HEAD.encode())
    await desk.say("/accounts import")
    form = await desk.dialog("Import accounts")
    await desk.page.set_input_files("input[type=file]", file)
    await desk.press(form, "Preview")

    told = await desk.dialog("Import accounts")
    await expect(told).to_contain_text("Nothing was imported.")
    await desk.page.set_viewport_size({"width": 400, "height": 900})
    for end in ("enter it again.", "proxy has a host and no port.", "or its otpauth://totp/ URL."):
        await expect(told).to_contain_text(end)
    assert await desk.page.evaluate("document.documentElement.scrollWidth") <= 400
