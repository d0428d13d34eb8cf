"""What is wrong with proxies, and how to fix it. Pure."""

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
    "proxy_refused": ("does not connect to the site", "let it, or set another one"),
    "proxy_wrong_kind": ("is not the kind that its URL says", "set the right URL"),
}
_ANY = ("does not serve", "look at it, or set another one")


def troubles(rows: Sequence[ProxyTrouble]) -> str:
    """``No proxy: 12 tasks, 4 accounts`` and a line for each cause, as Slack markup; empty when there are none."""
    if not rows:
        return ""
    tasks, accounts = sum(trouble.tasks for trouble in rows), sum(trouble.accounts for trouble in rows)
    head = f":warning: *No proxy: {texts.count(tasks, 'task')}, {texts.count(accounts, 'account')}*"
    lines = [_line(trouble) for trouble in rows[:_MOST_LINES]]
    more = [f"• {len(rows) - _MOST_LINES} more causes"] if len(rows) > _MOST_LINES else []
    return "\n".join([head, *lines, *more])


def _line(trouble: ProxyTrouble) -> str:
    named = ", ".join(texts.escape(texts.clip(login, 40)) for login in trouble.logins)
    more = (
        f" and {trouble.accounts - len(trouble.logins)} more"
        if trouble.accounts > len(trouble.logins)
        else ""
    )
    who = f"{named}{more}"
    if trouble.proxy is None:
        return f"• {who} {'needs' if trouble.accounts == 1 else 'need'} a proxy and {'has' if trouble.accounts == 1 else 'have'} none: give each one with `/proxies import`, or set one with `/accounts` and *Edit*."
    wrong, mend = _WRONG.get(trouble.cause, _ANY)
    return f"• {texts.escape(proxy_words(trouble.proxy))} {wrong}: {mend}. ({who})"
