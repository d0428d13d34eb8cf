"""What is wrong with proxies, and the way to mend it. Pure."""

from collections.abc import Sequence

from handlers.slack import texts
from handlers.slack.labels import proxy_words
from models.domain.proxies import ProxyTrouble

_MOST_LINES = 8
_WRONG = {
    "proxy_unreachable": ("cannot be reached", "start it, or set another one"),
    "proxy_timeout": ("does not answer", "start it, or set another one"),
    "proxy_closed": ("hangs up", "look at its log, or set another one"),
    "proxy_auth": ("refuses the user name or password", "set the right ones"),
    "proxy_refused": ("does not carry us to the site", "let it, or set another one"),
    "proxy_wrong_kind": ("is of another kind than its URL says", "set the right URL"),
}
_ANY = ("does not serve", "look at it, or set another one")


def troubles(found: Sequence[ProxyTrouble]) -> str:
    """``No proxy: 12 tasks, 4 accounts`` and a line for each cause, as Slack markup; empty when there are none."""
    if not found:
        return ""
    tasks, accounts = sum(one.tasks for one in found), sum(one.accounts for one in found)
    head = f":warning: *No proxy: {texts.count(tasks, 'task')}, {texts.count(accounts, 'account')}*"
    lines = [_line(one) for one in found[:_MOST_LINES]]
    more = [f"• {len(found) - _MOST_LINES} more causes"] if len(found) > _MOST_LINES else []
    return "\n".join([head, *lines, *more])


def _line(one: ProxyTrouble) -> str:
    named = ", ".join(texts.escape(texts.clip(login, 40)) for login in one.logins)
    more = f" and {one.accounts - len(one.logins)} more" if one.accounts > len(one.logins) else ""
    who = f"{named}{more}"
    if one.proxy is None:
        return f"• {who} {'needs' if one.accounts == 1 else 'need'} a proxy and {'has' if one.accounts == 1 else 'have'} none: set one, `/accounts` and *Edit*."
    wrong, mend = _WRONG.get(one.cause, _ANY)
    return f"• {texts.escape(proxy_words(one.proxy))} {wrong}: {mend}. ({who})"
