"""Ids of people and of conversations, told apart by their form. Pure."""

import re

PERSON_ID = "[UW][A-Z0-9]+"
"""The form of a person's id; a bot's or an app's is another one."""


def is_person(name: str) -> bool:
    """Whether this is a person's id, and not another name of an actor."""
    return re.fullmatch(PERSON_ID, name) is not None


def is_channel(conversation: str) -> bool:
    """Whether a conversation's id is that of a channel, public or private, not of a direct conversation."""
    return conversation.startswith(("C", "G"))
