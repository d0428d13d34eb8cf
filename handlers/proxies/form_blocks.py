"""The forms about proxies: by what one is replaced, and a list of them to import. What is typed is never shown again."""

from handlers.proxies.views import BroughtView, ReplaceView
from handlers.slack.blocks import Block, file_input, labelled, modal, radio, section, text_input
from handlers.slack.ids import Do, Form
from handlers.slack.views import ChoiceView
from models.domain.proxies.listed import MOST_PROXIES
from models.domain.values.proxies import Takers

_FILL = Do.FILL_PROXY
_LONGEST = 3000  # characters of a text input
_FORMS = "host:port:user:password, or a URL such as socks5://user:password@host:1080."


def replace_form(view: ReplaceView, *, private: str) -> Block:
    """The form that asks for the other proxy."""
    return modal(
        Form.REPLACE_PROXY,
        "Replace proxy",
        [
            section(view.words),
            labelled(
                "proxy",
                "Replace it by",
                text_input(_FILL, longest=_LONGEST),
                hint=f"{_FORMS} Without a password, the stored proxy of that address is meant.",
            ),
        ],
        submit="Replace",
        private=private,
    )


def import_form(*, private: str) -> Block:
    """The form that asks for a list of proxies and for who gets them."""
    return modal(
        Form.IMPORT_PROXIES,
        "Import proxies",
        [
            section(
                f"One proxy per line, at most {MOST_PROXIES:,}: {_FORMS} One bad line, and nothing is imported."
            ),
            labelled("list", "Proxies", text_input(_FILL, longest=_LONGEST, lines=True), optional=True),
            labelled(
                "file", "Or a text file of them", file_input(_FILL, "txt", "text", "csv"), optional=True
            ),
            labelled(
                "group",
                "Give them to the accounts of this group",
                text_input(_FILL, longest=100),
                hint="One each, in the order of their logins. Empty: to nobody yet.",
                optional=True,
            ),
            labelled("takers", "Which of them", _takers()),
        ],
        submit="Import",
        private=private,
    )


def brought_view(view: BroughtView) -> Block:
    """The result of an import."""
    lines = [section("\n".join(view.lines))] if view.lines else []
    return modal(Form.IMPORT_PROXIES, "Import proxies", [section(view.summary), *lines])


def _takers() -> Block:
    choices = [
        ChoiceView(text=taker.label[:1].upper() + taker.label[1:], value=taker.value) for taker in Takers
    ]
    return radio(_FILL, choices, chosen=Takers.WITHOUT.value)
