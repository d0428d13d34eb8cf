"""What Slack, an older version of Bellhop, or somebody with a script may send in a click or a form."""

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from handlers.slack import origin
from handlers.slack.ids import Do
from handlers.slack.origin import Origin
from handlers.words import list_state, roster_words
from models.domain.filters import Edge, Layout, ListState, RosterFilter, TaskFilter
from models.domain.lifecycle import Status
from models.domain.task_types import TASK_TYPES
from tests.fuzz.harness.texts import EVE, PIECES, commands, junk
from tests.handlers.strategies import NOW

_SHEETS = (
    ListState(),
    ListState(
        filter=TaskFilter(groups=("emea",), statuses=(Status.WAITING,)), page=2, size=10, layout=Layout.CARDS
    ),
    ListState(filter=TaskFilter(users=(EVE,)), edge=Edge(after=True, created_at=NOW, task_id=3)),
)
_STATES = tuple(map(list_state.encode, _SHEETS))
_ROSTERS = (RosterFilter(), RosterFilter(held=True, groups=("emea",), owner="U0ANA", page=3))
_PLACES = (
    Origin(url="https://hooks.example/1", channel="C0OPS", ts="17.1", sheet=_STATES[1], operation=2),
    Origin(home=True, sheet=_STATES[2], operation=1),
)
_VALID = (
    *_STATES, *map(roster_words.encode, _ROSTERS), *map(origin.pack, _PLACES), *map(str, range(8)), *TASK_TYPES, *Status,
    *Layout, "1:2", "U0BEN;*", "everyone;emea", "7;denied 1w", "details", "cancel", "retry", "show", "delete", "50", "all",
    "period", "1w", "needs", "mine", "channel", "emea", "2026-11-01", "U0ANA", "C0OPS", "F1", "mute", "unmute", "remove", "change", "60", "22:00", "http://u:p@h:80",
    '{"cookies": []}',
)  # fmt: skip
_STALE = (
    "", "0", "-1", "9" * 10, "2147483648", "9223372036854775808", "9" * 5000, "#4", "1.5", "1e5", "NaN", "٤٧", "²", "null", "[]", "5",
    '"x"', "{", "{}", '{"operation": "x"}', '{"operation": null}', '{"operation": 99999999999}', '{"operation": true}',
    '{"sheet": 5, "home": "no"}', '{"url": {}, "channel": [], "ts": 1}', '{"later": 1}', "[" * 2900, '{"a":' * 500,
    f"{'9' * 20};20;;", f"{'9' * 5000};20;;", "1;7;;", "1;20;x;", f"1;20;a{'9' * 30}.1;", f"1;20;a1.{'9' * 30};", f"1;20;b0.{'9' * 10};",
    "1;20;a-62135596800000000.1;", "1;20;a253402300799999999.1;", "1;20;;group:\x00", "-5;20;;", "3;held;\x00", "99999999999;;",
    "1;20;;status:gone", "1;20;;from:0001-01-01 to:9999-12-31", "999999999;20;a0.1;", ";by:<@U0EVE>", "9999999999;", ";", ":",
    "S0EVE;*", f"U0BEN;{'x' * 300}", "x" * 3001, "x;" * 1500, "1:" + "9" * 12,
)  # fmt: skip
values = st.sampled_from(_VALID) | st.sampled_from(_STALE) | st.sampled_from(PIECES) | junk | commands
"""Values of buttons, options, fields, private texts: as drawn, as an older version drew them, and anything."""

_wrong = st.sampled_from([None, 5, True, "x", [], {}, [None], {"value": None}, {"value": {}}, {"value": [1]}])
_elements = st.one_of(
    values.map(lambda text: {"value": text}),
    values.map(lambda text: {"selected_option": {"value": text}}),
    values.map(lambda text: {"selected_date": text}),
    values.map(lambda text: {"selected_user": text}),
    values.map(lambda text: {"selected_time": text}),
    values.map(lambda text: {"selected_conversation": text}),
    values.map(lambda text: {"files": [{"id": text}]}),
    st.lists(values, max_size=4).map(lambda many: {"selected_options": [{"value": text} for text in many]}),
    st.builds(
        lambda name, wrong: {name: wrong},
        st.sampled_from(["selected_option", "selected_options", "files", "value"]),
        _wrong,
    ),
    _wrong,
)
_FIELDS = (
    *[(name, Do.FILL_ACCOUNT) for name in ("login", "user_id", "group", "owner", "proxy", "needs_proxy", "password", "session", "file")],
    *[(name, Do.FILL_FILTER) for name in ("span", "from", "to", "type", "status", "by", "account", "id", "outcome", "login", "for", "batch")],
    *[(name, Do.FILL_PROXY) for name in ("list", "group", "takers", "file", "proxy")],
    ("group", Do.CHOOSE_PAUSE_GROUP), ("group", Do.FILTER_GROUP),
    *[(name, Do.FILL_ALERT) for name in ("channel", "group", "type", "above", "older", "lasting", "again", "quiet_from", "quiet_to")],
    *[(name, Do.FILL_VIEW) for name in ("name", "whose")],
    *[(f"parameter:{name}", Do.TYPE_PARAMETER) for name in ("page_name", "category", "bm_name", "invitation_link")],
    ("type", Do.CHOOSE_TYPE), ("group", Do.CHOOSE_GROUP), ("accounts", Do.CHOOSE_ACCOUNTS), ("why", Do.TYPE_WHY),
    ("rows:19ab", Do.SELECT_TASKS), ("accounts_picked:1", Do.SELECT_ACCOUNTS),
    ("proxies_picked:1", Do.SELECT_PROXIES),
)  # fmt: skip


_any_field = st.sampled_from(_FIELDS)
_some_fields = st.lists(_any_field, max_size=9)


@st.composite
def states(draw: st.DrawFn) -> Any:
    """What is filled in: mostly by the form that was drawn, some of it missing, doubled or of another kind."""
    filled: dict[str, Any] = {}
    for block, action in draw(_some_fields):
        filled.setdefault(block, {})[action] = draw(_elements)
    if draw(st.integers(0, 9)) == 0:
        filled[draw(values)] = draw(_wrong)
    if draw(st.integers(0, 9)) == 0:
        filled[draw(_any_field)[0]] = draw(_wrong)
    return filled


_CHOICES = st.sampled_from(["check", "create_page", "create_bm"])


_LEFT = {
    "accounts",
    "rows:19ab",
    "accounts_picked:1",
    "proxies_picked:1",
    "takers",
    "file",
    "from",
    "to",
    "id",
    "batch",
    "session",
    "proxy",
}
_WRITTEN: dict[str, list[str]] = {}
"""The fields that a sound form has a text in, by the action that all fields of one form share."""
for _name, _action in _FIELDS:
    if _name not in _LEFT:
        _WRITTEN.setdefault(_action, []).append(_name)
_texts = st.tuples(
    *[st.sampled_from(["emea", "ann", *PIECES]) | junk for _ in range(max(map(len, _WRITTEN.values())))]
)


def filled_in(texts: Sequence[str], kind: str, group: str) -> dict[str, Any]:
    """All forms at once, as they were meant.

    Each field of one form has a text of its own; those of others may have the same.
    """
    filled: dict[str, Any] = {}
    for action, names in _WRITTEN.items():
        for name, text in zip(names, texts, strict=False):
            filled.setdefault(name, {})[action] = {"value": text}
    filled["type"] = {Do.CHOOSE_TYPE: {"selected_option": {"value": kind}}, Do.FILL_FILTER: None}
    filled.setdefault("group", {})[Do.CHOOSE_GROUP] = {"selected_option": {"value": group}}
    filled["takers"] = {Do.FILL_PROXY: {"selected_option": {"value": "all"}}}
    filled["status"] = {Do.FILL_FILTER: {"selected_option": {"value": "waiting"}}}
    filled["outcome"] = {Do.FILL_FILTER: {"selected_option": {"value": "failed"}}}
    filled.setdefault("login", {})[Do.FILL_FILTER] = {"selected_option": {"value": "checkpoint"}}
    return json.loads(json.dumps(filled))


sound_forms = st.builds(filled_in, _texts, _CHOICES, st.sampled_from(["emea", "gone"]))
"""What is filled in as the form was meant, with any text in its fields."""
