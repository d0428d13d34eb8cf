"""The changes of accounts, as requests: see ``changes``."""

from handlers.slack.ids import Do, Form
from tests.handlers.access.conftest import given
from tests.handlers.access.results import WHO
from tests.handlers.bolt_harness import BoltHarness


async def import_a_file(harness: BoltHarness, _: int) -> None:
    """As somebody else saw it in the preview."""
    values = {"file": {Do.FILL_ACCOUNT: {"files": [{"id": "F1"}]}}}
    await harness.submit(Form.READ_ACCOUNTS, user="U0FIRST", values=values)
    await given("admin")  # where a test takes it away after a request, that was the preview
    private = harness.slack.updated[-1]["private_metadata"]
    await harness.submit(Form.IMPORT_ACCOUNTS, user=WHO, private=private)
