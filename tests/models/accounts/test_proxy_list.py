"""The list of proxies, what is written of their answers, and how they are replaced and handed out; on both databases."""

from datetime import timedelta

import pytest

from models.accounts import proxy_answers, proxy_changes, proxy_list
from models.accounts.records import credentials, save_accounts
from models.batches import create, plans
from models.domain.errors import BadRequest
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, ProxyAnswer
from models.domain.proxies import parse_proxy
from models.domain.values.accounts import AccountRecord
from models.domain.values.batches.requests import BatchRequest
from models.domain.values.proxies import Given, ProxyFilter, Takers
from models.secrets.sealing import Sealer
from models.sql import transaction, write_first
from models.tables.accounts import Account, Proxy
from models.tasks import claims
from tests.factories import claimed
from tests.handlers.strategies import NOW

pytestmark = pytest.mark.usefixtures("database")
A, B, C = (
    f"http://u:{word}@10.0.0.1:8080" for word in ("first-exit", "second-exit", "third-exit")
)  # one gateway


async def accounts(sealer: Sealer, *proxies: str, group: str = "emea") -> dict[str, Account]:
    """Accounts ``emea0``, ``emea1`` … each with one of these proxies, or with none."""
    records = [
        AccountRecord(login=f"{group}{n}", group=group, proxy=parse_proxy(proxy) if proxy else None)
        for n, proxy in enumerate(proxies)
    ]
    await save_accounts(records, sealer=sealer)
    return {account.login: account for account in await Account.all().prefetch_related("proxy")}


async def failed(*owners: Account) -> list[int]:
    """A task of each that ended for want of its proxy."""
    asked = BatchRequest(
        type="check", account_ids=tuple(owner.id for owner in owners), params={}, by="U0ANA", channel="C0OPS"
    )
    _, ids = await create.create(asked, now=NOW)
    for number, owner in zip(ids, owners, strict=True):
        sentence = "10.0.0.1:8080 cannot be reached."
        ending = AttemptOutcome(
            status=Status.NO_PROXY,
            login_status=LoginStatus.UNKNOWN,
            result=f"No proxy: {sentence}",
            cause="proxy_unreachable",
            proxy=ProxyAnswer(proxy_id=owner.proxy.id, failure=sentence) if owner.proxy else None,
        )
        assert await claims.settle(await claimed(number), ending, now=NOW)
    return ids


async def replaced(old: int, text: str, sealer: Sealer) -> tuple[int, list[int]]:
    async def body() -> tuple[int, list[int]]:
        await write_first()
        return await proxy_changes.replace(old, parse_proxy(text), sealer=sealer)

    return await transaction(body)


async def given(texts: list[str], group: str, takers: Takers, sealer: Sealer) -> Given:
    async def body() -> Given:
        await write_first()
        return await proxy_changes.give([parse_proxy(text) for text in texts], group, takers, sealer=sealer)

    return await transaction(body)


async def answer(*numbers: int, failure: str = "") -> None:
    answers = [ProxyAnswer(proxy_id=number, seconds=0.25, failure=failure) for number in numbers]
    await transaction(lambda: proxy_answers.note(answers, now=NOW, always=True))


async def test_a_row_tells_who_uses_a_proxy_how_it_answered_and_what_it_failed(sealer: Sealer) -> None:
    people = await accounts(sealer, A, A, A, A, B, "")
    first, other = people["emea0"].proxy, people["emea4"].proxy
    assert first
    assert other
    await failed(people["emea0"], people["emea1"])
    await answer(other.id)

    page = await proxy_list.page(ProxyFilter())

    bad, good = page.rows
    assert (bad.id, bad.accounts, bad.logins) == (first.id, 4, ("emea0", "emea1", "emea2"))
    assert (bad.answers, bad.failure, bad.failed_tasks) == (False, "10.0.0.1:8080 cannot be reached.", 2)
    assert (good.id, good.answers, good.answer_ms, good.failed_tasks) == (other.id, True, 250, 0)
    assert "exit" not in repr(page)
    assert [row.id for row in (await proxy_list.page(ProxyFilter(failing=True))).rows] == [first.id]


async def test_a_page_beyond_the_last_is_the_last_and_holds_twenty(sealer: Sealer) -> None:
    await given([f"10.0.0.{n}:80" for n in range(1, 42)], "", Takers.ALL, sealer)

    page = await proxy_list.page(ProxyFilter(page=9))

    assert (page.page, page.pages, page.total, len(page.rows)) == (3, 3, 41, 1)


async def test_a_failure_stays_with_the_proxy_that_failed_after_the_account_has_another(
    sealer: Sealer,
) -> None:
    people = await accounts(sealer, A)
    old = people["emea0"].proxy
    assert old
    await failed(people["emea0"])

    new, moved = await replaced(old.id, B, sealer)

    assert moved == [people["emea0"].id]
    assert (await proxy_list.page(ProxyFilter())).failing == 1
    assert {row.id: row.failed_tasks for row in await proxy_list.listed([old.id, new])} == {old.id: 1, new: 0}
    assert (await credentials(moved[0], sealer=sealer)).proxy == parse_proxy(B)


async def test_ready_is_exactly_what_ended_for_want_of_a_proxy_and_has_one_now_that_answers(
    sealer: Sealer,
) -> None:
    people = await accounts(sealer, A, B, C, "")
    ids = await failed(*(people[f"emea{n}"] for n in range(4)))
    numbers = [owner.proxy.id for owner in people.values() if owner.proxy]
    await answer(numbers[0], numbers[1])
    await answer(numbers[1], failure="down")

    assert await proxy_answers.ready_by_proxies(numbers) == ids[:1]
    assert await proxy_answers.ready_by_accounts([people[f"emea{n}"].id for n in range(4)]) == ids[:1]
    plan = await plans.plan_ids("repeat", ids, by="U0ANA", channel="C0OPS", now=NOW)
    assert await proxy_answers.ready_of_operation(plan.id) == ids[:1]
    assert (plan.dry, plan.dry_accounts) == (3, 3)


async def test_a_worker_writes_an_answer_at_most_every_half_a_minute_and_a_change_at_once(
    sealer: Sealer,
) -> None:
    people = await accounts(sealer, A)
    proxy = people["emea0"].proxy
    assert proxy
    await answer(proxy.id)
    soon = NOW + timedelta(seconds=1)
    await transaction(
        lambda: proxy_answers.note([ProxyAnswer(proxy_id=proxy.id, seconds=9)], now=soon)
    )  # a worker's, a second later: not worth a write

    assert (await Proxy.get(id=proxy.id)).answer_ms == 250
    await answer(proxy.id, failure="down")
    await transaction(lambda: proxy_answers.note([ProxyAnswer(proxy_id=proxy.id, seconds=9)], now=soon))
    assert (await Proxy.get(id=proxy.id)).answers


@pytest.mark.parametrize(
    ("takers", "owners"),
    [(Takers.WITHOUT, [2, 3]), (Takers.UNSERVED, [0, 2]), (Takers.ALL, [0, 1])],
)
async def test_accounts_of_a_group_get_one_each(sealer: Sealer, takers: Takers, owners: list[int]) -> None:
    people = await accounts(sealer, A, B, "", "")
    bad = people["emea0"].proxy
    assert bad
    await answer(bad.id, failure="down")
    await accounts(sealer, "", group="apac")

    done = await given(["10.0.0.2:80", "10.0.0.3:80"], "emea", takers, sealer)

    assert done.accounts == tuple(people[f"emea{n}"].id for n in owners)
    assert (done.new, done.used, done.left) == (2, 0, 0)
    hosts = [(await credentials(owner, sealer=sealer)).proxy for owner in done.accounts]
    assert [proxy.host for proxy in hosts if proxy] == ["10.0.0.2", "10.0.0.3"]
    assert (await Account.get(login="apac0")).proxy_id is None  # type: ignore[attr-defined]


async def test_a_proxy_that_is_in_use_is_given_to_nobody(sealer: Sealer) -> None:
    await accounts(sealer, A, "", "")

    done = await given([A, B], "emea", Takers.ALL, sealer)

    assert (done.used, done.left, done.unserved, len(done.accounts)) == (1, 0, 1, 1)


async def test_an_address_without_a_password_means_the_stored_one_unless_there_are_several(
    sealer: Sealer,
) -> None:
    await accounts(sealer, "10.0.0.9:80", A)
    old, stored = await Proxy.all().order_by("-host")
    assert (await replaced(old.id, "http://u@10.0.0.1:8080", sealer))[0] == stored.id
    await accounts(sealer, "10.0.0.9:80", A, B)

    with pytest.raises(BadRequest, match="Write the password, too"):
        await replaced(old.id, "http://u@10.0.0.1:8080", sealer)


async def test_what_cannot_be_replaced_is_refused(sealer: Sealer) -> None:
    people = await accounts(sealer, A)
    proxy = people["emea0"].proxy
    assert proxy

    with pytest.raises(BadRequest, match="the same proxy"):
        await replaced(proxy.id, A, sealer)
    with pytest.raises(BadRequest, match="No account uses"):
        await replaced(proxy.id + 100, B, sealer)
    with pytest.raises(BadRequest, match="no such group"):
        await given([B], "nowhere", Takers.ALL, sealer)
    assert await Proxy.all().count() == 1


async def test_a_dead_proxy_that_nobody_uses_and_that_failed_nothing_is_none_of_the_failing(
    sealer: Sealer,
) -> None:
    done = await given([A], "", Takers.ALL, sealer)
    await answer(*done.proxies, failure="down")

    assert (await proxy_list.page(ProxyFilter())).failing == 0


async def test_what_accounts_of_other_groups_use_is_left_out_for_whom_may_act_in_some_only(
    sealer: Sealer,
) -> None:
    own = (await accounts(sealer, A))["emea0"].proxy
    await accounts(sealer, B, A.replace("first", "other"), group="apac")
    (spare,) = (await given([C], "", Takers.ALL, sealer)).proxies
    assert own

    ids, left = await proxy_list.first(most=9, groups=frozenset({"emea"}))

    assert (sorted(ids), left) == (sorted([own.id, spare]), 2)
    assert (await proxy_list.first(most=3))[1] == 1
