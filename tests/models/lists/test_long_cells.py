"""A list whose cells are as long as they may be is judged while others are answered."""

from models.batches import kept_lists
from models.domain.task_files.line import Line, TaskList
from models.domain.task_files.verdicts import Verdict
from models.secrets.sealing import Sealer
from tests.factories import some_accounts
from tests.heartbeat import beating


async def test_five_megabytes_of_types_that_are_none_hold_up_nobody(sqlite: str, sealer: Sealer) -> None:
    await some_accounts(1, sealer)
    cells = {
        "account": "emea00",
        "type": "acdefghiklnoprstu" * 117,
    }  # letters of the types, so that each is compared
    lines = tuple(Line(number=number, cells=cells) for number in range(2500))

    async with beating() as heartbeat:
        judged = await kept_lists.look(TaskList(lines=lines, columns=("account", "type")), lambda _: True)

    assert {one.verdict for one in judged} == {Verdict.UNREADABLE}
    assert heartbeat.longest < 0.25
