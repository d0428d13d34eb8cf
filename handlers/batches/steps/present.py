"""The texts of a batch's second step: on its own message, on the first batch's, and to people when it ends. Pure."""

from handlers.slack import texts
from handlers.slack.labels import parameters, person, type_label
from models.domain.values.batches.requests import NextStep
from models.domain.values.batches.second_steps import LinkedBatch, StepEnd
from models.domain.values.batches.standing import BatchDetail

OVER = "This batch is over, so nothing can follow on it any more. Create the tasks with `/tasks new`."
IS_SECOND = (
    "This batch is a second step itself, and nothing can follow on that. Create the tasks with `/tasks new`."
)
BEGUN = "Tasks of the second step are there already, so it cannot be changed any more. You can stop it."
SAME = "Nothing was changed."
_STOPPED = "Stopped. No more tasks follow; those that were created stay."
_WHY = {
    StepEnd.STOPPED: "{who} stopped it: no more tasks follow.",
    StepEnd.REFUSED: ":no_entry: No more tasks follow, because {asker} may not create them any more. "
    "Whoever may can press *Then…* and choose it again.",
    StepEnd.UNKNOWN: ":warning: No more tasks follow, because Slack did not say for an hour who {asker} is. "
    "Press *Then…* and choose it again to go on.",
}


def step(wanted: NextStep) -> str:
    """A second step with its parameters, as Slack markup."""
    values = (f"{label}: {value}" for label, value in parameters(wanted.type, wanted.params))
    return " · ".join((f"*{type_label(wanted.type)}*", *values))


def receipt(wanted: NextStep | None) -> str:
    """To whoever chose what follows, or that nothing does."""
    return f"Then, for accounts that end done: {step(wanted)}" if wanted else _STOPPED


def needs_two(wanted: NextStep) -> str:
    """Why it cannot be chosen for a batch that goes on."""
    return f"{type_label(wanted.type)} needs a second person. Ask for both steps with /tasks new: one approval covers both."


def of_first(batch: BatchDetail, second: LinkedBatch | None) -> str:
    """On the first batch's message: what follows, in which batch, and whether it goes on; empty without a second step."""
    if batch.then is None:
        return ""
    made = f"{texts.count(second.size, 'task')} so far in {name(second)}." if second else ""
    lines = (
        f"Then, for accounts that end done: {step(batch.then)}",
        " ".join(filter(None, (made, _end(batch)))),
    )
    return "\n".join(filter(None, lines))


def of_second(first: LinkedBatch | None) -> str:
    """On the second step's message: which batch it follows; empty where it follows none."""
    return f"Follows {name(first)}: one task for each account that ended done there." if first else ""


def name(batch: LinkedBatch) -> str:
    """A batch by its number, as a link to its message where that is known."""
    return f"<{batch.link}|batch {batch.id}>" if batch.link else f"batch {batch.id}"


def ended(batch: BatchDetail) -> str:
    """To people: the step of their batch has ended before its time."""
    kind = type_label(batch.then_type)
    return f"*{kind}* was to follow on the accounts of batch {batch.id} that end done. {_end(batch)}"


def _end(batch: BatchDetail) -> str:
    if not batch.then_end:
        return ""
    words = _WHY[StepEnd(batch.then_end)]
    return words.format(who=person(batch.then_ended_by), asker=person(batch.then_by))
