"""The sixth task type of docs/extending.md: taken from the page, put into a running Bellhop, and performed."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.site import PracticeSite
from bot.sandbox.slack import Person
from executor import actions
from executor.browser.pool import BrowserPool
from models.domain import task_types
from models.domain.lifecycle import Status
from models.domain.task_types import TASK_TYPES, TaskType
from models.secrets.sealing import Sealer
from tests.executor.conftest import MakeJob, browsers, do, make_job, site
from tests.factories import some_accounts

__all__ = ["browsers", "make_job", "site"]  # the executor's fixtures

DOCUMENT = Path(__file__).parents[2].joinpath("docs/extending.md").read_text()
CODE = dict(re.findall(r"^```python\n# ([\w/.]+)[^\n]*\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL))
ANA = "ana@example.com"


@pytest.fixture
def sixth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TaskType]:
    """The page's entry in the table, and its module in the folder of actions."""
    added: TaskType = eval(CODE["models/domain/task_types.py"], vars(task_types).copy())  # noqa: S307 - our own page
    (tmp_path / f"{added.id}.py").write_text(CODE[f"executor/actions/{added.id}.py"])
    monkeypatch.setitem(TASK_TYPES, added.id, added)
    monkeypatch.setattr(actions, "__path__", [*actions.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    yield added
    monkeypatch.undo()


def kinds_on(site: PracticeSite) -> set[str]:
    return {row["kind"] for row in site.books()["notifications"] if row["login"] == ANA and row["on"]}


@pytest.mark.asyncio(loop_scope="session")
async def test_it_does_what_the_page_says_and_looks_before_it_does_it_again(
    sixth: TaskType, site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    wanted = sixth.parameters[0].choices[0]
    site.state.books.switch(ANA, wanted, on=True)
    before = kinds_on(site)
    job = make_job(type=sixth, params={"kind": wanted})

    done, again = await do(job, browsers), await do(job, browsers)

    assert (done.outcome.status, done.outcome.result) == (Status.ENDED, f"{wanted} switched off")
    assert done.picture is not None
    assert (again.outcome.status, again.outcome.result) == (Status.ENDED, f"{wanted} was off already")
    assert kinds_on(site) == before - {wanted}


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("transport", ["socket"], indirect=True)
async def test_the_form_and_the_filter_know_it_at_once(sixth: TaskType, ana: Person, sealer: Sealer) -> None:
    await some_accounts(1, sealer)
    await ana.say("/tasks new")
    form = await ana.wait_for_view("New tasks")
    await ana.fill(form, {"Task type": sixth.label})
    form = await ana.wait_for_view(lambda view: sixth.parameters[0].label in ana.reads(view))
    await ana.fill(form, {"Accounts": ["emea00"], "Kind": "Tags"})

    assert await ana.submit(form) is None
    await ana.wait_for_message(f"{sixth.label} · 1 task")
    await ana.say(f"/tasks type:{sixth.id}")

    await ana.wait_for_message(lambda message: "Total 1" in ana.reads(message))
