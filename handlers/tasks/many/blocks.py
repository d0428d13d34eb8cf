"""The form for a list of tasks, its preview and its result."""

from handlers.slack.blocks import (
    Block,
    actions,
    button,
    channel,
    context,
    file_input,
    labelled,
    modal,
    option,
    section,
    select,
    text_input,
)
from handlers.slack.ids import Do, Form
from handlers.tasks.create_blocks import LONGEST_WHY
from handlers.tasks.many.views import ListFormView, PreviewView
from models.domain.task_files.columns import PARAMETERS
from models.domain.task_files.reader import MOST_MB, MOST_TASKS

TITLE = "Tasks from a list"
_FILL = Do.FILL_LIST
_LONGEST = 3000  # characters of a text input
_HELP = (
    "One line for each task, under a header: `account,type` and the type's parameters "
    f"({', '.join(f'`{name}`' for name in PARAMETERS)}). In a parameter, `{{login}}`, `{{n}}` and `{{group}}` stand for the line's own. "
    "You see what would become of each line before anything is created."
)


def list_form(view: ListFormView, *, private: str) -> Block:
    """The whole modal. ``private``: the channel of the batch's message."""
    typed = text_input(_FILL, longest=_LONGEST, lines=True, placeholder="account,type,page_name,category")
    why = text_input(Do.TYPE_WHY, longest=LONGEST_WHY)
    picker = channel(Do.CHOOSE_CHANNEL, chosen="")
    blocks = [
        *(section(problem) for problem in view.problems),
        section(_HELP),
        labelled(
            "typed",
            "List",
            typed | _initial(view.typed),
            hint=f"For more than {_LONGEST:,} characters give a file.",
            optional=True,
        ),
        labelled(
            "file",
            "File",
            file_input(_FILL, "csv", "tsv", "txt", "text", "xlsx"),
            hint=f"A table of up to {MOST_TASKS:,} tasks and {MOST_MB} MB.",
            optional=True,
        ),
        labelled(
            "list_type",
            "Task type",
            select(_FILL, "Choose a type", view.types, chosen=view.type),
            hint="For lines without a type. Then a list needs no header: the account first, then its parameters.",
            optional=True,
        ),
        *([labelled("channel", "Channel", picker, optional=True)] if view.asks_channel else []),
        labelled("why", "Why", why | _initial(view.why), optional=True),
    ]
    return modal(Form.READ_LIST, TITLE, blocks, submit="Preview", private=private)


def preview(view: PreviewView, *, private: str = "") -> Block:
    """What would become of each line, or what became of the list."""
    blocks = [section(words) for words in view.paragraphs]
    if view.also:
        boxes = {"type": "checkboxes", "action_id": _FILL, "options": [option(one) for one in view.also]}
        blocks.append(labelled("also", "Create these as well", boxes, optional=True))
    if view.rest:
        rest = button("Other lines as CSV", Do.REST_OF_LIST, value=view.rest)
        blocks += [
            actions("rest", rest),
            context("Its column *why* says what is wrong. Correct the file and upload it again."),
        ]
    return modal(Form.CREATE_LIST, TITLE, blocks, submit=view.submit, private=private)


def _initial(text: str) -> Block:
    return {"initial_value": text} if text else {}
