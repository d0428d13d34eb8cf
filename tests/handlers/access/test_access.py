"""Who may do what: checked for every request, granted and revoked in Slack, and audited."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import LocalSlack, Person
from bot.settings import Settings
from models.access import grants
from models.access.grants import Audit, GrantRow
from models.domain.permissions import Grant, Role
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
def config(config: Settings) -> Settings:
    """Ana is the first admin; nobody else may do anything."""
    return config.model_copy(update={"admins": ("U0ANA",)})


@pytest.fixture
async def ben(slack: LocalSlack) -> AsyncIterator[Person]:
    async with Person(slack.url, "U0BEN") as person:
        yield person


async def test_who_has_no_grant_sees_nothing_and_is_told_who_can_help(ben: Person, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)

    await ben.say("/tasks")

    refusal = await ben.wait_for_message("You may not see what Bellhop does.")
    assert "<@U0ANA> can let you." in ben.reads(refusal)
    row = await Audit.get(actor="U0BEN")
    assert (row.action, row.allowed, row.about) == ("see", False, "/tasks")


async def test_an_admin_lets_somebody_see_and_no_more(ana: Person, ben: Person, sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)

    await ana.say("/tasks access <@U0BEN|ben> viewer")

    await ana.wait_for_message("Done: <@U0BEN> is viewer.")
    await ben.say("/tasks")
    await ben.wait_for_message("Total 1")
    await ben.say(f"/tasks cancel {task_id}")
    await ben.wait_for_message("You may not cancel tasks.")
    assert (await Task.get(id=task_id)).status == "waiting"


async def test_an_operator_acts_in_the_groups_granted_and_in_no_other(
    ana: Person, ben: Person, sealer: Sealer
) -> None:
    emea = await waiting_tasks(1, sealer)
    apac = await waiting_tasks(1, sealer, group="apac")
    await ana.say("/tasks access <@U0BEN|ben> operator emea")
    await ana.wait_for_message("Done: <@U0BEN> is operator in *emea*.")

    await ben.say(f"/tasks cancel {apac[0]}")
    await ben.wait_for_message("You may not cancel tasks in *apac*.")
    await ben.say(f"/tasks cancel {emea[0]}")
    await ben.wait_for_message("Canceled 1 · Skipped 0")

    assert (await Task.get(id=apac[0])).status == "waiting"
    assert [(row.allowed, row.groups) for row in await Audit.filter(actor="U0BEN").order_by("id")] == [
        (False, "apac"),
        (True, "emea"),
    ]


async def test_what_was_taken_away_between_drawing_and_clicking_is_refused(
    ana: Person, ben: Person, sealer: Sealer
) -> None:
    await waiting_tasks(2, sealer)
    await ana.say("/tasks access <@U0BEN|ben> operator")
    await ana.wait_for_message("is operator in all groups")
    await ben.say("/tasks")
    message = await ben.wait_for_message("Total 2")
    await ben.select(message, "Select tasks", ["#1", "#2"])
    await ben.click(message, "Cancel execution")
    question = await ben.wait_for_view("Cancel execution")

    await ana.say("/tasks access <@U0BEN|ben> none")
    await ana.wait_for_message("Done: <@U0BEN> has 1 grant less.")
    await ben.submit(question)

    await ben.wait_for_message("You may not cancel tasks.", channel="D0BEN")
    assert {task.status for task in await Task.all()} == {"waiting"}


async def test_access_shows_an_admin_all_grants_each_with_its_remove(ana: Person) -> None:
    await ana.say("/tasks access everyone viewer")
    await ana.wait_for_message("everyone is viewer")
    await ana.say("/tasks access")
    message = await ana.wait_for_message("You are *admin*.")

    await ana.click(message, "Remove")

    await ana.see(lambda: "everyone is viewer" not in ana.reads(ana.messages()[-1]) or None)
    assert not await GrantRow.all().exists()


async def test_access_tells_anybody_what_they_may_do(ben: Person) -> None:
    await ben.say("/tasks access")

    await ben.wait_for_message("You may do nothing here yet. <@U0ANA> can let you.")


async def test_nobody_gives_access_but_an_admin(ben: Person) -> None:
    await ben.say("/tasks access <@U0BEN|ben> admin")

    await ben.wait_for_message("You may not change who may do what.")
    assert not await GrantRow.all().exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("<@U0BEN|ben>", "Write `/tasks access @ben operator emea`"),
        ("nobody viewer", "`nobody` is not a person or a user group"),
        ("<@U0BEN|ben> boss", "boss"),
        ("<@U0BEN|ben> operator mars", "There is no group *mars* of accounts."),
        ("<@U0BEN|ben> viewer emea", "A viewer is that for all groups"),
    ],
)
async def test_words_that_mean_nothing_get_a_sentence(ana: Person, words: str, sentence: str) -> None:
    await ana.say(f"/tasks access {words}")

    await ana.wait_for_message(sentence)
    assert not await GrantRow.all().exists()


async def test_the_audit_shows_what_was_done_and_refused_newest_first(
    ana: Person, ben: Person, sealer: Sealer
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await ana.say(f"/tasks cancel {task_id}")
    await ana.wait_for_message("Canceled 1")
    await ben.say("/tasks doctor")
    await ben.wait_for_message("You may not examine Bellhop.")

    await ana.say("/tasks audit")
    text = ana.reads(await ana.wait_for_message("Audit · Filter: none"))
    assert text.index("refused") < text.index("*cancel*")
    await ana.say("/tasks audit denied by:<@U0BEN|ben> today")
    await ana.wait_for_message("*examine*")
    await ana.say(f"/tasks audit id:{task_id}")
    await ana.wait_for_message(f"1 task, #{task_id}")
    await ana.say("/tasks audit type:check")
    await ana.wait_for_message("The audit is filtered by")


async def test_a_home_tab_shows_nothing_to_who_may_see_nothing(
    ana: Person, ben: Person, sealer: Sealer
) -> None:
    await waiting_tasks(1, sealer)
    await ana.say("/tasks access everyone viewer")
    await ana.wait_for_message("everyone is viewer")
    await ben.visit_home()
    await ben.wait_for_home("Total 1")
    await ana.say("/tasks access everyone none")
    await ana.wait_for_message("1 grant less")

    await ben.visit_home()

    await ben.wait_for_home("You may not see what Bellhop does.")


async def _as(user: str, slack: LocalSlack, wanted: str) -> str:
    """What this person reads after ``/tasks``, once it holds these words."""
    async with Person(slack.url, user) as person:
        await person.say("/tasks")
        return person.reads(await person.wait_for_message(wanted))


async def test_a_user_group_may_what_it_was_granted_until_one_leaves_it(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(1, sealer)
    await ana.say("/tasks access <!subteam^S0NIGHT|@night-shift> viewer")
    await ana.wait_for_message("Done: <!subteam^S0NIGHT> is viewer.")

    await _as("U0CHEN", slack, "Total 1")
    await _as("U0BEN", slack, "You may not see what Bellhop does.")


async def test_a_guest_and_a_stranger_get_nothing_that_everyone_gets_but_what_they_get_by_name(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(1, sealer)
    await ana.say("/tasks access everyone viewer")
    await ana.wait_for_message("Done: everyone is viewer.")

    await _as("U0GIA", slack, "As somebody who is a guest you may not see what Bellhop does.")
    await _as("U0SARA", slack, "As somebody from another workspace you may not see what Bellhop does.")

    await ana.say("/tasks access <@U0GIA|gia> viewer")
    await ana.wait_for_message("Done: <@U0GIA> is viewer.")
    await _as("U0GIA", slack, "Total 1")


async def test_a_user_group_slack_does_not_speak_of_is_not_granted_in_vain(ana: Person) -> None:
    await ana.say("/tasks access <!subteam^S0NOBODY|@nobody> viewer")

    await ana.wait_for_message("Slack does not say who is in that user group")
    assert not await GrantRow.all().exists()


async def test_while_slack_cannot_say_who_somebody_is_nothing_is_changed(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    slack.switches.fail("users.info", "500", times=9)

    await ana.say(f"/tasks cancel {task_id}")

    await ana.wait_for_message("Slack did not say who you are, so nothing was changed.")
    assert (await Task.get(id=task_id)).status == "waiting"


async def test_every_grant_is_reached_by_turning_pages_and_removed_on_its_own(ana: Person) -> None:
    people = [f"U0P{number:02}" for number in range(57)]
    await grants.grant(
        [Grant(subject=person, role=Role.VIEWER) for person in people], by="U0ANA", now=datetime.now(UTC)
    )
    await ana.say("/tasks access")
    seen: list[str] = []
    for page in (1, 2, 3):
        message = await ana.wait_for_message(f"Page {page} of 3, 57 in all.")
        seen += [person for person in people if f"<@{person}>" in ana.reads(message)]
        if page < 3:
            await ana.click(message, "Next")
    assert seen == people

    await ana.click(message, "Remove")  # the first of the last page

    message = await ana.wait_for_message("Page 3 of 3, 56 in all.")
    assert not await GrantRow.filter(subject="U0P40").exists()
    await ana.click(message, "Previous")
    await ana.wait_for_message("Page 2 of 3, 56 in all.")
