"""The changes of proxies, as requests: see ``changes``."""

from handlers.slack import origin as origins
from handlers.slack.ids import Do, Form
from handlers.slack.origin import Origin
from models.tables.accounts import Account, Proxy
from tests.handlers.access.results import WHO
from tests.handlers.bolt_harness import BoltHarness


async def proxied() -> int:
    proxy = await Proxy.create(scheme="http", host="10.0.0.1", port=80)
    await Account.all().update(proxy_id=proxy.id)
    return proxy.id


async def replace_one(harness: BoltHarness, proxy: int) -> None:
    values = {"proxy": {Do.FILL_PROXY: {"value": "10.0.0.2:80"}}}
    private = origins.pack(Origin(operation=proxy))
    await harness.submit(Form.REPLACE_PROXY, user=WHO, private=private, values=values)


async def import_a_list(harness: BoltHarness, _: int) -> None:
    typed = {"list": {"value": "10.0.0.2:80"}, "group": {"value": "emea"}}
    values = {name: {Do.FILL_PROXY: element} for name, element in typed.items()}
    values["takers"] = {Do.FILL_PROXY: {"selected_option": {"value": "all"}}}
    await harness.submit(Form.IMPORT_PROXIES, user=WHO, private="{}", values=values)
