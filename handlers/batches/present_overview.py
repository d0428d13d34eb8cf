"""How the tasks of a batch stand, in words: what was done, what failed and why, what waits for a person. Pure."""

from handlers.slack import texts
from handlers.slack.labels import counted
from models.domain.lifecycle import Status
from models.domain.triage.causes import CAUSES, Remedy
from models.domain.triage.signs import HELD
from models.domain.triage.titles import TITLES
from models.domain.values.batches.standing import BatchOverview, FailedBy

_MOST_CAUSES = 4
_BY_HAND = frozenset({Remedy.NEW_PASSWORD, Remedy.NEW_SESSION, Remedy.HAND_OVER})


def counts(overview: BatchOverview) -> str:
    """How many of its tasks stand where, in the order of a task's life."""
    return counted(overview.counts) or texts.NOTHING


def done(overview: BatchOverview) -> str:
    """``2 of 4 done · 1 failed · 1 canceled``: what came of its tasks so far."""
    total, canceled = sum(overview.counts.values()), overview.counts.get(Status.CANCELED, 0)
    failures = total - overview.open - canceled - overview.done
    rest = f" · {failures} failed" if failures else ""
    return f"{overview.done} of {total} done{rest}{f' · {canceled} canceled' if canceled else ''}"


def failed(overview: BatchOverview, *, is_proxies_shown: bool = False) -> str:
    """A line for each cause that made tasks fail, with what to do, as Slack markup; empty where no cause is known.

    ``is_proxies_shown``: what is wrong with proxies is told beside it.
    """
    told = [
        cause
        for cause in overview.failed
        if not (is_proxies_shown and cause.cause in CAUSES and CAUSES[cause.cause].remedy is Remedy.PROXY)
    ]
    if not any(cause.cause in CAUSES for cause in told):
        return ""
    lines = [f"• {_cause(cause)}" for cause in told[:_MOST_CAUSES]]
    more = [f"• and {len(told) - _MOST_CAUSES} more causes"] if len(told) > _MOST_CAUSES else []
    by_hand = any(cause.cause in CAUSES and CAUSES[cause.cause].remedy in _BY_HAND for cause in told)
    # Where tasks wait for such accounts, that is said with them.
    where = ["`/accounts held` shows the accounts on hold."] if by_hand and not overview.held_count else []
    return "\n".join([":warning: *Why tasks failed, and what to do*", *lines, *more, *where])


def _cause(failed_by: FailedBy) -> str:
    cause, tasks = CAUSES.get(failed_by.cause), texts.count(failed_by.tasks, "task")
    if cause is None:
        return f"*{failed_by.outcome.label}* · {tasks}"
    return f"*{TITLES[cause.code]}* · {tasks}: {cause.advice}"


def held(overview: BatchOverview) -> str:
    """The tasks that wait since their accounts are on hold, as Slack markup; empty when there are none."""
    if not overview.held_count:
        return ""
    named = ", ".join(f"#{task.id} {texts.escape(texts.clip(task.login, 40))}" for task in overview.held)
    rest = overview.held_count - len(overview.held)
    more = f" and {rest} more" if rest > 0 else ""
    waits = f"{texts.count(overview.held_count, 'task')} {'waits' if overview.held_count == 1 else 'wait'}"
    whose = "its account is" if overview.held_count == 1 else "their accounts are"
    return f"{HELD.icon} *{waits} because {whose} on hold*: {named}{more}. `/accounts held` shows why."
