"""The forms that a hold is ended with."""

from handlers.slack.blocks import Block, file_input, labelled, modal, person, section, text_input
from handlers.slack.ids import Do, Form
from handlers.slack.texts import escape

_FILL = Do.FILL_HAND_OVER
LONGEST = 3000  # characters of a text input
_THEN = "Bellhop stores it encrypted, never shows it, and checks the account right away."


def password_form(login: str, *, private: str) -> Block:
    """Asks for the account's new password."""
    return modal(
        Form.NEW_PASSWORD,
        "New password",
        [
            section(f"The current password of *{escape(login)}* on the site."),
            labelled("password", "Password", text_input(_FILL, longest=255), hint=_THEN),
        ],
        submit="Save and check",
        private=private,
    )


def session_form(login: str, *, private: str) -> Block:
    """Asks for a session of the account: pasted, or as a file."""
    forms = "A storage state, cookies of an extension, cookies.txt or a Cookie header."
    return modal(
        Form.NEW_SESSION,
        "New session",
        [
            section(f"A session in which *{escape(login)}* is logged in: paste it, or choose its file."),
            labelled(
                "session",
                "Session",
                text_input(_FILL, longest=LONGEST, lines=True),
                hint=f"{forms} {_THEN}",
                optional=True,
            ),
            labelled("file", "File", file_input(_FILL, "json", "txt", "text", "csv"), optional=True),
        ],
        submit="Save and check",
        private=private,
    )


def code_form(login: str, *, private: str) -> Block:
    """Asks for a one-time code."""
    return modal(
        Form.GIVE_CODE,
        "One-time code",
        [
            labelled(
                "code",
                "Code",
                text_input(_FILL, longest=100),
                hint=f"The code that the site sent for {login}, or that its app shows now. Only the waiting browser gets it.",
            ),
        ],
        submit="Send",
        private=private,
    )


def pass_form(login: str, *, private: str) -> Block:
    """Asks who is to end the hold instead."""
    return modal(
        Form.PASS_ON,
        "Pass on",
        [
            section(f"Who should look after *{escape(login)}*? They get this message and can end the hold."),
            labelled("person", "Person", person(_FILL, "A person", chosen="")),
        ],
        submit="Pass on",
        private=private,
    )


def told(title: str, words: str) -> Block:
    """What a form came to."""
    return modal("told", title, [section(words)])
