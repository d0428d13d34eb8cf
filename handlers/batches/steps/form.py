"""*Then…*: what follows on the accounts of a batch that end done; chosen in a form of its own while the batch goes on."""

from handlers.access.authorize import Named, change, need
from handlers.batches.steps import form_blocks
from handlers.batches.steps import present as step_words
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.ids import Do, Form
from handlers.slack.labels import type_label
from handlers.slack.request import Request, number
from handlers.slack.services import Services, Work
from handlers.slack.views import ChoiceView
from models.access import scope
from models.batches import create, steps, undo
from models.batches.steps import Chosen
from models.domain.errors import BadRequest
from models.domain.permissions import Action
from models.domain.task_types import TASK_TYPES, TaskType
from models.domain.values.batches.requests import NextStep
from models.domain.values.batches.standing import BatchDetail

_STOP = ChoiceView(text="Nothing more follows", value=form_blocks.NOTHING)
_REFUSALS = {Chosen.OVER: step_words.OVER, Chosen.BEGUN: step_words.BEGUN}


def chosen(request: Request, action: Do) -> TaskType | None:
    """The type that is chosen in a form; None: nothing is to follow."""
    return TASK_TYPES.get(next(iter(request.chosen("then", action)), ""))


def read(request: Request, action: Do) -> tuple[NextStep | None, dict[str, str]]:
    """Return (the second step as the form says, the refusals by block id)."""
    kind = chosen(request, action)
    if kind is None:
        return None, {}
    typed = {one.name: "".join(request.chosen(f"then:{one.name}", Do.TYPE_THEN)) for one in kind.parameters}
    params, refusals = kind.check(typed)
    return NextStep(type=kind.id, params=params), {f"then:{name}": why for name, why in refusals.items()}


@routing.click(Do.CHOOSE_STEP)
async def open_form(request: Request, services: Services) -> None:
    """Then…: the form, with what is chosen."""
    batch = await create.get(number(request.value))
    if batch is None or not origins.is_of(request, batch):
        await services.answer(request, origins.ELSEWHERE)
    elif not batch.can_have_step:
        await services.answer(request, step_words.IS_SECOND if batch.follows_id else step_words.OVER)
    else:
        need(request, Action.CREATE, _about(batch), await _groups(batch))
        kind = TASK_TYPES.get(batch.then_type)
        blocks = form_blocks.fields(Do.CHOOSE_STEP_TYPE, kind, batch.then_params or {}, nothing=_first(batch))
        view = form_blocks.form(batch.id, _head(batch), blocks)
        await services.slack.views_open(trigger_id=request.trigger_id, view=view)


@routing.click(Do.CHOOSE_STEP_TYPE)
async def choose_type(request: Request, services: Services) -> None:
    """Another type was chosen: show its parameters."""
    batch = await create.get(number(request.private))
    if batch:
        blocks = form_blocks.fields(
            Do.CHOOSE_STEP_TYPE, chosen(request, Do.CHOOSE_STEP_TYPE), nothing=_first(batch)
        )
        view = form_blocks.form(batch.id, _head(batch), blocks)
        await services.slack.views_update(view_id=request.view_id, view=view)


@routing.checked_form(Form.SECOND_STEP)
async def accept(request: Request, services: Services) -> Work:
    """Write the choice, or raise BadRequest with a sentence; then nothing is changed."""
    batch = await create.get(number(request.private))
    step, refusals = read(request, Do.CHOOSE_STEP_TYPE)
    if batch is None or refusals:
        raise BadRequest(refusals or {"then": step_words.OVER})
    if step and services.policy.asks([step.type], batch.size):
        raise BadRequest({"then": step_words.needs_two(step)})
    outcome = await change(
        request,
        services,
        Action.CREATE,
        Named(words=_about(batch, step), batch=batch.id),
        lambda: steps.choose(batch.id, step, by=request.user, now=services.now()),
        lambda: _groups(batch),
    )
    if outcome in _REFUSALS:
        raise BadRequest({"then": _REFUSALS[outcome]})
    words = step_words.receipt(step) if outcome else step_words.SAME

    async def tell(request: Request, services: Services) -> None:
        await services.whisper(batch.channel, request.user, words)

    return tell


async def _groups(batch: BatchDetail) -> tuple[str, ...]:
    """Those of its accounts: the second step's tasks are theirs too."""
    return tuple(await scope.of_tasks(await undo.tasks_of(batch.id)))


def _about(batch: BatchDetail, step: NextStep | None = None) -> str:
    return f"batch {batch.id}, then {type_label(step.type) if step else 'nothing more'}"


def _first(batch: BatchDetail) -> ChoiceView:
    return _STOP if batch.then_type else ChoiceView(text="Nothing follows", value=form_blocks.NOTHING)


def _head(batch: BatchDetail) -> str:
    return f"Batch {batch.id}: what ended done already is followed too."
