"""What people do to what follows on a batch."""

from handlers.slack.ids import Do, Form
from tests.handlers.access.results import WHO
from tests.handlers.bolt_harness import BoltHarness


async def choose(harness: BoltHarness, batch: int) -> None:
    values = {"then": {Do.CHOOSE_STEP_TYPE: {"selected_option": {"value": "close_notifications"}}}}
    await harness.submit(Form.SECOND_STEP, user=WHO, private=str(batch), values=values)
