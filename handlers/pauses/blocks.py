"""The list of pauses, and the form of a new one."""

from handlers.pauses.views import PauseFormView, PausesView
from handlers.slack.blocks import (
    Block,
    actions,
    button,
    labelled,
    live_select,
    modal,
    section,
    select,
    text_input,
)
from handlers.slack.ids import Do, Form
from handlers.words.pause_words import LONGEST_WHY
from models.domain.conditions import LONGEST_ACCOUNT

_FILL = Do.FILL_PAUSE
_MOST = 45  # a message has fifty blocks


def pauses(view: PausesView) -> list[Block]:
    """Each pause with its Resume, and the button of a new one."""
    return [
        section(view.title),
        *(
            section(pause.words, accessory=button("Resume", Do.RESUME, value=pause.id))
            for pause in view.pauses[:_MOST]
        ),
        actions("pauses", button("Pause…", Do.PAUSE)),
    ]


def form(view: PauseFormView, *, private: str) -> Block:
    """What to pause, for how long, and why."""
    account = text_input(_FILL, longest=LONGEST_ACCOUNT)
    return modal(
        Form.PAUSE,
        "Pause tasks",
        [
            section("No worker begins what is paused. What executes already ends as usual."),
            labelled("group", "Group", live_select(Do.CHOOSE_PAUSE_GROUP, "All groups", chosen=view.group)),
            labelled("type", "Task type", select(_FILL, "Task type", view.types, chosen=view.type)),
            labelled(
                "account", "Account", account | ({"initial_value": view.account} if view.account else {}),
                hint="Its login or user id. Leave it empty for all accounts.", optional=True,
            ),
            labelled("length", "For how long", select(_FILL, "For how long", view.lengths, chosen=view.lengths[0].value)),
            labelled(
                "why", "Reason", text_input(_FILL, longest=LONGEST_WHY),
                hint="Everybody whose tasks wait reads it.", optional=True,
            ),
        ],
        submit="Pause",
        private=private,
    )  # fmt: skip
