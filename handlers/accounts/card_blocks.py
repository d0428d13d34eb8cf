"""The blocks of an account's card, of its form and of the CSV import."""

from collections.abc import Sequence

from handlers.accounts.views import AccountCardView, AccountFormView, ImportView
from handlers.slack.blocks import (
    Block,
    actions,
    button,
    checkbox,
    context,
    fields,
    file_input,
    labelled,
    modal,
    person,
    section,
    text_input,
)
from handlers.slack.ids import Do, Form
from handlers.slack.texts import escape
from handlers.slack.views import HoldView
from handlers.tasks import ending_blocks
from models.domain.account_files.header import COLUMNS
from models.domain.account_files.reader import MOST_ACCOUNTS, MOST_MB

_FILL = Do.FILL_ACCOUNT
NEEDS = "needs"  # the value of the box that is ticked
_LONGEST = 3000  # characters of a text input, and of a section
_OF_A_LIST = ("•", "…")


def account_card(view: AccountCardView, endings: HoldView | None, *, private: str) -> Block:
    """The whole modal; ``endings`` are the buttons that end its hold."""
    value = str(view.account_id)
    note = button("Status note", Do.OPEN_LINK_NOTE, url=view.note_link) if view.note_link else None
    blocks = [
        *([section(view.news.words)] if view.news.words else []),
        *([section(view.paused)] if view.paused else []),
        *_hold(view, endings),
        fields([f"*{field.label}*\n{field.words}" for field in view.fields]),
        actions(
            "account",
            button("Tasks", Do.TASKS_OF_ACCOUNT, value=value),
            button("New task…", Do.NEW_TASK_ON, value=value),
            button("Edit", Do.EDIT_ACCOUNT, value=value),
            *([] if view.hold else [button("Hold", Do.HOLD_ON_ACCOUNT, value=value)]),
            button("Refresh", Do.REFRESH_ACCOUNT, value=value),
        ),
        section(f"*Queue*\n{view.queue}"),
        section(f"*Login status over time*\n{view.timeline}", accessory=note),
        context(view.fresh),
    ]
    return modal(Form.ACCOUNT, "Account", blocks, private=private)


def _hold(view: AccountCardView, endings: HoldView | None) -> list[Block]:
    """Why it is on hold, with the buttons that end that."""
    if not view.hold:
        return []
    release = button("Release", Do.RELEASE_ON_ACCOUNT, value=str(view.account_id))
    if endings is None:
        return [section(view.hold), actions("held", release)]
    rest = actions("held", *ending_blocks.passing(endings), release)
    return [section(view.hold), *ending_blocks.endings(endings), rest]


def account_form(view: AccountFormView, *, private: str) -> Block:
    """The form that changes or adds an account. Secrets are write-only: they are never shown."""
    login = text_input(_FILL, longest=255) | ({"initial_value": view.login} if view.login else {})
    return modal(
        Form.EDIT_ACCOUNT,
        "Edit account" if view.account_id else "Add account",
        [
            *(
                [section(f"*{escape(view.login)}*")]
                if view.account_id
                else [labelled("login", "Login", login)]
            ),
            _text("user_id", "User ID", view.user_id, 100),
            _text("group", "Group", view.group, 100),
            labelled("owner", "Responsible", person(_FILL, "Nobody", chosen=view.owner), optional=True),
            _text(
                "proxy",
                "Proxy",
                view.proxy,
                3000,
                "host:port:user:password, or a URL such as socks5://user:password@host:1080. Without a password, the stored one stays.",
            ),
            labelled(
                "needs_proxy",
                "Needs a proxy",
                checkbox(_FILL, "No task may run without one", NEEDS, ticked=view.needs_proxy),
                optional=True,
            ),
            *_secrets(view),
        ],
        submit="Save",
        private=private,
    )


def _secrets(view: AccountFormView) -> list[Block]:
    kept = "Leave it empty to keep the one that is stored."
    return [
        _text("password", "Password", "", 255, kept if view.has_password else ""),
        labelled(
            "session",
            "Session",
            text_input(_FILL, longest=_LONGEST, lines=True),
            hint=f"A storage state, cookies of an extension, cookies.txt or a Cookie header. {kept if view.has_session else ''}".strip(),
            optional=True,
        ),
        _text(
            "totp",
            "One-time codes",
            "",
            1000,
            f"The site's key for two-step log-in: base32, or its otpauth:// URL. {kept if view.has_totp else ''}".strip(),
        ),
    ]


def import_form() -> Block:
    """The form that asks for the file."""
    columns = ", ".join(f"`{name}`" for name in COLUMNS)
    return modal(
        Form.READ_ACCOUNTS,
        "Import accounts",
        [
            section(
                f"A table (.csv, .tsv, .txt, .xlsx) with the columns {columns}; `login` and `group` are required. Session files come along in a .zip with the table. A file can have up to {MOST_MB} MB and {MOST_ACCOUNTS:,} accounts. Nothing is changed before you have seen what it would do."
            ),
            labelled("file", "File", file_input(_FILL, "csv", "tsv", "txt", "text", "xlsx", "zip")),
            labelled(
                "group",
                "Group",
                text_input(_FILL, longest=100),
                hint="Group for all accounts, if the file has no group column.",
                optional=True,
            ),
        ],
        submit="Preview",
    )


def import_view(view: ImportView, *, private: str) -> Block:
    """The preview of an import, or its result."""
    blocks = [section(words) for words in (view.summary, *_paragraphs(view.lines))]
    return modal(Form.IMPORT_ACCOUNTS, view.title, blocks, submit=view.submit, private=private)


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Each line by itself; but those of a list stay together, as far as one section holds them."""
    paragraphs = list[str]()
    for line in lines:
        is_next = bool(paragraphs) and line.startswith(_OF_A_LIST) and paragraphs[-1].startswith(_OF_A_LIST)
        if is_next and len(paragraphs[-1]) + len(line) < _LONGEST:
            paragraphs[-1] += f"\n{line}"
        else:
            paragraphs.append(line)
    return paragraphs


def _text(block_id: str, label: str, value: str, longest: int, hint: str = "") -> Block:
    element = text_input(_FILL, longest=longest) | ({"initial_value": value} if value else {})
    return labelled(block_id, label, element, hint=hint, optional=block_id != "group")
