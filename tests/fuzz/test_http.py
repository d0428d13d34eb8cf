"""HTTP requests of all kinds: those of Slack reach the bot, and all others get a plain refusal and no traceback."""

import asyncio
import json
import logging
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz.effort import tries
from tests.fuzz.door import Delivery, Door, signature
from tests.fuzz.texts import junk

_PLAIN = {200, 400, 401, 404, 413}
_COMMAND = {"command": "/tasks", "text": "1w", "user_id": "U0ANA", "team_id": "T0", "trigger_id": "1.2"}
_CLICK = {
    "type": "block_actions", "user": {"id": "U0ANA"}, "team": {"id": "T0"}, "actions": [{"action_id": "refresh", "block_id": "b"}],
}  # fmt: skip
_EVENT = {"type": "event_callback", "team_id": "T0", "event": {"type": "app_home_opened", "user": "U0ANA"}}
_FORM = {"type": "view_submission", "user": {"id": "U0ANA"}, "view": {"callback_id": "filter", "type": "modal"}}
