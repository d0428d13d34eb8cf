"""What is wrong with proxies, in words that say how to mend it."""

from handlers.batches import present_proxy
from handlers.batches.blocks import batch
from handlers.slack.views import BatchView
from models.domain.proxies import ProxyAddress, ProxyTrouble

_PROXY = ProxyAddress(scheme="socks5", host="10.0.0.1", port=1080, username="bell", password="pw")


def _trouble(
    cause: str,
    proxy: ProxyAddress | None,
    *,
    tasks: int = 1,
    logins: tuple[str, ...] = ("ann",),
    accounts: int = 1,
) -> ProxyTrouble:
    return ProxyTrouble(cause=cause, proxy=proxy, tasks=tasks, accounts=accounts, logins=logins)


def test_numbers_first_then_a_line_for_each_cause() -> None:
    troubles = [
        _trouble("proxy_timeout", _PROXY, tasks=9, accounts=3, logins=("ann", "ben")),
        _trouble("no_proxy_assigned", None, tasks=3, logins=("<cho>",)),
    ]

    assert present_proxy.troubles(troubles).split("\n") == [
        ":warning: *No proxy: 12 tasks, 4 accounts*",
        "• socks5://bell@10.0.0.1:1080 does not answer: start it, or set another one. (ann, ben and 1 more)",
        "• &lt;cho&gt; needs a proxy and has none: give each one with `/proxies import`, or set one with `/accounts` and *Edit*.",
    ]


def test_no_trouble_is_no_word() -> None:
    assert present_proxy.troubles([]) == ""


def test_a_cause_nobody_thought_of_still_names_the_proxy() -> None:
    words = present_proxy.troubles([_trouble("some_new_cause", _PROXY)])

    assert "socks5://bell@10.0.0.1:1080 does not serve: look at it" in words


def test_many_causes_are_cut() -> None:
    assert "• 4 more causes" in present_proxy.troubles([_trouble("proxy_auth", _PROXY)] * 12)


def test_the_batchs_message_offers_to_run_exactly_those_again() -> None:
    view = BatchView(
        title="Check",
        asked="",
        parameters="",
        bar="▓",
        counts="–",
        pace="–",
        dry="No proxy",
        id="7",
        text="",
        moved="",
    )

    assert batch(view)[-1]["elements"][0]["value"] == "7"
    assert [button["text"]["text"] for button in batch(view)[-1]["elements"]] == ["Re-execute", "Proxies"]
