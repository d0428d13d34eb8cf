"""The question before frozen tasks run again: asked with the numbers, and asked again without those that cannot succeed."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.batches import present_plan
from handlers.batches.confirm_blocks import confirm
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.ids import Do, Form
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.slack.views import ConfirmView
from models.batches import plans
from models.domain.errors import Outdated
from models.domain.values.batches.plans import Plan
from models.domain.values.rows import TaskRow
from models.tasks import queries


async def question(plan: Plan, named: Sequence[TaskRow] = ()) -> ConfirmView:
    """What is asked about a plan; ``named`` are its tasks where they are few."""
    return present_plan.question(plan, await queries.task_rows(plan.second_ids), named)


async def ask_about(plan: Plan, request: Request, services: Services) -> None:
    """Ask with the numbers before a frozen plan is carried out."""
    origin = replace(origins.of(request), operation=plan.id)
    about = f"{request.block}:{request.message_ts}"
    view = confirm(await question(plan), Form.CONFIRM_REPEAT, private=origins.pack(origin), about=about)
    await services.slack.views_open(trigger_id=request.trigger_id, view=view)


@routing.click(Do.LEAVE_OUT)
async def leave_out(request: Request, services: Services) -> None:
    """Leave out what cannot succeed yet: freeze the others, and ask about them."""
    origin = origins.unpack(request.private)
    plan = await plans.plan_without_hopeless(
        origin.operation, by=request.user, channel=origin.channel, now=services.now()
    )
    if plan is None:
        raise Outdated
    private = origins.pack(replace(origin, operation=plan.id))
    view = confirm(await question(plan), Form.CONFIRM_REPEAT, private=private, about=request.view_id)
    await services.slack.views_update(view_id=request.view_id, view=view)
