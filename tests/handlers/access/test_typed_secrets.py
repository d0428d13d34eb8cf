"""What is typed after a command and refused is audited without what may be a secret: the audit is never changed."""

import pytest

from handlers.slack.ids import Slash
from handlers.words.verbs import audited
from models.access.grants import Audit
from models.access.refusals import RefusedCommand
from tests.handlers.access.conftest import given
from tests.handlers.bolt_harness import BoltHarness

WORD = "hunter2-secret"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", ["nobody", "viewer"])
async def test_a_secret_that_is_typed_after_a_command_is_in_no_line_of_the_audit(
    harness: BoltHarness, who: str
) -> None:
    await given(who)
    for command, text in (
        (Slash.ACCOUNTS, f"add ann@example.com:{WORD}"),
        (Slash.ACCOUNTS, f"import ann@example.com:{WORD}:JBSWY3DPEHPK3PXP"),
        (Slash.ACCOUNTS, f"ann@example.com:{WORD}"),
        (Slash.ACCOUNTS, f"hold ann password is {WORD}"),
        (Slash.ACCOUNTS, f"release ann,{WORD}"),
        (Slash.ACCOUNTS, f"export group:{WORD}"),
        (Slash.PROXIES, f"test http://u:{WORD}@10.0.0.1:80"),
        (Slash.TASKS, f"view {WORD}"),
        (Slash.TASKS, f"group:{WORD}"),
        (Slash.TASKS, f"access <@U0BEN> {WORD}"),
        (Slash.TASKS, f"audit by:{WORD}"),
        (Slash.TASKS, f"digest {WORD}"),
    ):
        await harness.say(command, text, user="U0WHO")

    refused = [line.about for line in [*await Audit.all(), *await RefusedCommand.all()]]
    assert len(refused) > 5
    assert not [about for about in refused if WORD in about or "JBSW" in about]


@pytest.mark.parametrize(
    ("command", "text", "told"),
    [
        (Slash.TASKS, "cancel 4711 #12", "cancel 4711 #12"),
        (Slash.TASKS, "access <@U0BEN|ben> operator emea", "access <@U0BEN> operator"),
        (Slash.TASKS, "access everyone none", "access everyone none"),
        (Slash.TASKS, "Cancel", "cancel"),
        (Slash.TASKS, "4711", "4711"),
        (Slash.ACCOUNTS, "hold ann 123456", "hold"),
        (Slash.TASKS, "cancel 4711x admin1 <@U0BEN", "cancel <@U0BEN>"),
        (Slash.TASKS, "", ""),
    ],
)
def test_a_refused_command_is_told_by_its_verb_and_of_tasks_by_ids_people_and_roles(
    command: Slash, text: str, told: str
) -> None:
    assert audited(text, ["cancel", "access", "hold"], tasks=command is Slash.TASKS) == told
