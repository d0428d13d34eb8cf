"""What is stored and makes no job: the task ends with a sentence that says what to do."""

import pytest
from tortoise.exceptions import OperationalError

from executor.run import WorkerContext, run_task
from models.domain.lifecycle import Status
from models.secrets.sealing import Sealer, account_place, proxy_place
from models.sql import is_postgres, run
from models.tables.accounts import Account, Proxy
from models.tables.tasks import Attempt, Task
from tests.factories import waiting_tasks

pytestmark = pytest.mark.usefixtures("database")


INPUTS: dict[str, tuple[str, str, str]] = {
    "a type this worker does not know": (
        "UPDATE task SET type = 'dance'",
        "unknown_type",
        "does not know the task type 'dance'",
    ),
    "parameters that are a list": (
        "UPDATE task SET params = '[1]'",
        "bad_parameters",
        "no value for Page name, Category",
    ),
    "parameters that are no texts": (
        "UPDATE task SET params = '{\"page_name\": 1}'",
        "bad_parameters",
        "no value for Page name",
    ),
}


@pytest.mark.parametrize("name", INPUTS)
async def test_what_makes_no_job_is_told(name: str, no_browser: WorkerContext, sealer: Sealer) -> None:
    statement, cause, says = INPUTS[name]
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    await run(statement, [])

    await run_task(task_id, no_browser)

    task = await Task.get(id=task_id)
    assert task.status is Status.UNKNOWN_ERROR
    assert says in task.result
    assert (await Attempt.get(task_id=task_id)).cause == cause


async def test_parameters_that_are_no_json_are_told(no_browser: WorkerContext, sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    if is_postgres():
        with pytest.raises(OperationalError):  # it keeps none
            await run("UPDATE task SET params = '{'", [])
        return
    await run("UPDATE task SET params = '{'", [])

    await run_task(task_id, no_browser)

    rows = await Attempt.filter(task_id=task_id).values("status", "cause")
    assert rows == [{"status": Status.UNKNOWN_ERROR, "cause": "bad_parameters"}]


@pytest.mark.parametrize("session", ["{", "[1]", '"x"', '{"cookies": 3}', b"\xff\xfe"])
async def test_a_session_that_is_none_ends_the_task(
    session: str | bytes, no_browser: WorkerContext, sealer: Sealer
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    account = await Account.get()
    await Account.all().update(session=sealer.seal(session, place=account_place(account.id, "session")))

    await run_task(task_id, no_browser)

    task = await Task.get(id=task_id)
    assert task.status is Status.UNKNOWN_ERROR
    assert task.result


PROXIES = {
    "a password of 300 bytes": ("socks5", "127.0.0.1", 1080, "u", "p" * 300, "255 bytes"),
    "letters of several bytes": ("socks5", "127.0.0.1", 1080, "u", "\u00e4" * 200, "255 bytes"),
    "a password of 5 kB": ("http", "127.0.0.1", 8080, "u", "p" * 5000, "4000 bytes"),
    "a label of 64 letters": ("http", f"{'a' * 64}.example", 8080, "", "", "not a host name"),
    "an empty label": ("socks5", "a..example", 1080, "", "", "not a host name"),
    "a port that is none": ("http", "127.0.0.1", 70_000, "", "", "must be a URL"),
    "a scheme that is none": ("ftp", "127.0.0.1", 21, "", "", "must be a URL"),
    "a line end in the user name": ("http", "127.0.0.1", 8080, "a\r\nb", "", "no line breaks"),
}


@pytest.mark.parametrize("name", PROXIES)
async def test_a_proxy_no_import_would_take_ends_the_task_as_no_proxy(
    name: str, no_browser: WorkerContext, sealer: Sealer
) -> None:
    scheme, host, port, user, password, says = PROXIES[name]
    (task_id,) = await waiting_tasks(1, sealer)
    proxy = await Proxy.create(scheme=scheme, host=host, port=port, username=user)
    if password:
        await Proxy.all().update(password=sealer.seal(password, place=proxy_place(proxy.id)))
    await Account.all().update(proxy_id=proxy.id)

    await run_task(task_id, no_browser)

    task = await Task.get(id=task_id)
    assert task.status is Status.NO_PROXY
    assert says in task.result
    assert (await Attempt.get(task_id=task_id)).cause == "proxy_unusable"
