"""Files of accounts given in Slack."""

from bot.sandbox.slack import Person
from bot.sandbox.slack.documents import Json

GOOD = "login,group,password\nemea00,emea,new-password\nzoe@example.com,apac,\n"


async def given(ana: Person, content: bytes, name: str = "accounts.csv", group: str = "") -> Json:
    """The form, with this file in it, after Preview."""
    await ana.say("/accounts import")
    form = await ana.wait_for_view("Import accounts")
    file = await ana.upload(name, content)
    await ana.fill(form, {"File": [file]} | ({"Group": group} if group else {}))
    assert await ana.submit(form) is None
    return await ana.wait_for_view(
        lambda view: "Reading the file" not in ana.reads(view) and "Choose" not in ana.reads(view)
        and "File" not in ana.reads(view)
    )  # fmt: skip
