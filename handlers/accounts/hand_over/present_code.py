"""The message that asks for a one-time code. Pure."""

from handlers.accounts.present_hold import account_name
from handlers.slack import texts
from handlers.slack.labels import person, type_label
from handlers.slack.views import CodeView
from models.domain.values.accounts import CodeDetail, CodeState


def question(code: CodeDetail) -> CodeView:
    """The question for a code as it reads now."""
    name, task = account_name(code.login, code.user_id), f"#{code.task_id} · {type_label(code.type)}"
    until = texts.slack_time(code.until)
    who = person(code.given_by)
    match code.state:
        case CodeState.OPEN:
            again = ":warning: The site refused that code. " if code.refused else ""
            return CodeView(
                words=f":key: {again}The site asks for a one-time code of {name}. {task} waits for it until {until}.",
                request=str(code.id),
            )
        case CodeState.GIVEN:
            return CodeView(
                words=f":hourglass_flowing_sand: {who} typed a code of {name}. {task} tries it now."
            )
        case CodeState.TAKEN:
            return CodeView(
                words=f":white_check_mark: The site took the code of {name} that {who} typed. {task} goes on."
            )
        case CodeState.REFUSED:
            return CodeView(
                words=f":x: The site refused the codes of {name} that {who} typed. The account is on hold."
            )
        case CodeState.LATE:
            return CodeView(
                words=f":hourglass: No code of {name} came in time. {task} has stopped at the code screen."
            )
        case CodeState.LEFT:
            return CodeView(words=f"{task} does not wait for a code of {name} any more.")
