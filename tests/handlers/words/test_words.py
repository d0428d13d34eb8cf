"""The words of ``/tasks``: what a list shows can be typed again, and what cannot be read is answered kindly."""

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.words import filter_words
from handlers.words.command_words import VERBS, Command, parse_command
from handlers.words.filter_words import parse_filter, render, split
from models.domain.conditions import SPANS
from models.domain.errors import BadFilter
from models.domain.filters import EVERYTHING, Layout, ListState, TaskFilter
from models.domain.lifecycle import Status
from models.domain.task_types import TASK_TYPES
from tests.handlers.live_markup import live
from tests.handlers.strategies import filters, texts

_ME = "U0ANA"
_WAITING = TaskFilter(statuses=(Status.WAITING,))


def _refusal(text: str) -> str:
    with pytest.raises(BadFilter) as refused:
        parse_command(text, me=_ME)
    return str(refused.value)


@given(filters)
@example(TaskFilter(groups=('the "red" ones',)))
@example(TaskFilter(account="“smart” \\quotes\\"))
@example(TaskFilter(groups=("a\u00a0b",), account="today"))
@example(TaskFilter(account='\\"'))
@example(
    TaskFilter(
        account="x" * 255, groups=("y" * 100,), statuses=tuple(Status), users=("U" * 20,), task_id=2**31 - 1
    )
)
def test_a_filters_words_make_the_same_filter(wanted: TaskFilter) -> None:
    assert parse_filter(render(wanted)) == wanted
    assert parse_command(render(wanted), me=_ME).state.filter == wanted


@given(
    st.text()
    | texts(3000)
    | st.lists(st.sampled_from([*VERBS, *SPANS, "id:", '"', "by:", "from:"])).map(" ".join)
)
def test_whatever_is_typed_is_understood_or_refused_with_a_sentence(text: str) -> None:
    try:
        parse_command(text, me=_ME)
    except BadFilter as refused:
        sentence = str(refused)
    else:
        return
    assert sentence.endswith((".", ":", "?", "`"))
    assert len(sentence) < 500
    assert live(sentence) == []


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", EVERYTHING),
        ("status:waiting", TaskFilter(statuses=(Status.WAITING,))),
        ("status:ended status:waiting status:ended", TaskFilter(statuses=(Status.WAITING, Status.ENDED))),
        ("STATUS:No-Proxy", TaskFilter(statuses=(Status.NO_PROXY,))),
        ('status:"timed out"', TaskFilter(statuses=(Status.TIMED_OUT,))),
        ("type:check 1w", TaskFilter(types=("check",), span="1w")),
        ("Type:Create-BM", TaskFilter(types=("create_bm",))),
        ("from:2026-11-01 to:2026-11-07", TaskFilter(since=date(2026, 11, 1), until=date(2026, 11, 7))),
        ("to:2026-11-07", TaskFilter(until=date(2026, 11, 7))),
        ("1w from:2026-11-01", TaskFilter(since=date(2026, 11, 1))),
        ("from:2026-11-01 yesterday", TaskFilter(span="yesterday")),
        ("group:emea", TaskFilter(groups=("emea",))),
        ('group:"north america"', TaskFilter(groups=("north america",))),
        ("group:“north america”", TaskFilter(groups=("north america",))),
        ("group:„north america”", TaskFilter(groups=("north america",))),
        ("group:emea\u00a0type:check", TaskFilter(groups=("emea",), types=("check",))),
        ("group:a:b", TaskFilter(groups=("a:b",))),
        (r'group:"C:\dir"', TaskFilter(groups=(r"C:\dir",))),
        ("by:me", TaskFilter(users=(_ME,))),
        ("by:<@U0BEN>", TaskFilter(users=("U0BEN",))),
        ("by:<@U0BEN|ben>", TaskFilter(users=("U0BEN",))),
        ("account:100012345", TaskFilter(account="100012345")),
        ("id:4711", TaskFilter(task_id=4711)),
        ("1w 4711", TaskFilter(span="1w", task_id=4711)),
    ],
)  # fmt: skip
def test_each_word_says_one_thing(typed: str, wanted: TaskFilter) -> None:
    assert parse_filter(typed, me=_ME) == wanted


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("  ", Command()),
        ("new", Command(verb="new")),
        ("HELP", Command(verb="help")),
        ("4711", Command(verb="show", ids=(4711,))),
        ("#4711", Command(verb="show", ids=(4711,))),
        ("show 4711", Command(verb="show", ids=(4711,))),
        ("cancel 4711 #4712", Command(verb="cancel", ids=(4711, 4712))),
        ("retry 4711", Command(verb="retry", ids=(4711,))),
        ("waiting", Command(verb="waiting", state=ListState(filter=_WAITING))),
        (
            "waiting type:check",
            Command(
                verb="waiting",
                state=ListState(filter=TaskFilter(types=("check",), statuses=(Status.WAITING,))),
            ),
        ),
        ("type:check", Command(state=ListState(filter=TaskFilter(types=("check",))))),
        ("cards", Command(state=ListState(layout=Layout.CARDS), is_shaped=True)),
        (
            "cards rows:10 type:check",
            Command(
                state=ListState(filter=TaskFilter(types=("check",)), size=10, layout=Layout.CARDS),
                is_shaped=True,
            ),
        ),
        ("rows:100 cards", Command(state=ListState(size=20, layout=Layout.CARDS), is_shaped=True)),
        (
            "waiting page:3 rows:50",
            Command(verb="waiting", state=ListState(filter=_WAITING, page=3, size=50), is_shaped=True),
        ),
        ("view Morning check", Command(verb="view", name="Morning check")),
        ('view "Morning check"', Command(verb="view", name="Morning check")),
        ("views", Command(verb="views")),
    ],
)
def test_each_verb_says_what_is_to_be_done(typed: str, command: Command) -> None:
    assert parse_command(typed, me=_ME) == command


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("statsu:waiting", "Did you mean `status:`?"),
        ("status:waitng", "Did you mean `status:waiting`?"),
        ("type:create-pag", "Did you mean `type:create_page`?"),
        ("yesturday", "Did you mean `yesterday`?"),
        ("cancle 4711", "Did you mean `cancel`?"),
        ("acount:1", "Did you mean `account:`?"),
    ],
)
def test_an_unknown_word_gets_the_nearest_one(typed: str, nearest: str) -> None:
    assert nearest in _refusal(typed)


@pytest.mark.parametrize(
    "word", [*SPANS, *(f"type:{kind}" for kind in TASK_TYPES), *(f"status:{s}" for s in Status)]
)
def test_one_slip_of_the_finger_leads_back_to_the_word(word: str) -> None:
    if len(word) < 4:
        return

    assert f"`{word}`" in _refusal(word[:-2] + word[-1])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("xyzzy", "`/tasks help` lists all words."),
        ("status:", "`status:` needs a value, such as `status:waiting`."),
        ('group:"  "', "`group:` needs a value"),
        ("status:xyz", "It may be: waiting, starting,"),
        ("from:tomorrow", "`from:tomorrow` is no day: write it as `from:2026-11-01`."),
        ("from:2026-02-30", "is no day"),
        ("from:2026-11-07 to:2026-11-01", "nothing lies between them"),
        ("id:abc", "a Task ID is a number"),
        ("id:99999999999", "a Task ID is a number"),
        ("id:٤٧", "a Task ID is a number"),
        ("by:ana", "`by:ana` names nobody"),
        ("cancel", "Write the Task ID after it: `/tasks cancel 4711`."),
        ("retry 4711 soon", "`soon` is no Task ID"),
        ("retry", "Write the Task ID after it"),
        ("show 4711 4712", "One task at a time"),
        ("3000 2999", "one Task ID at a time"),
        (f"account:{'x' * 256}", "`account:` can have up to 255 characters; this one has 256."),
        (f"group:{'x' * 101}", "`group:` can have up to 100 characters; this one has 101."),
    ],
)
def test_what_cannot_be_done_is_said_with_what_would_work(typed: str, sentence: str) -> None:
    assert sentence in _refusal(typed)


def test_a_broadcast_typed_as_a_word_is_answered_inert() -> None:
    assert "&lt;!channel&gt;" in _refusal("<!channel>")
    assert "`&lt;!here&gt;`" in _refusal("type:`<!here>`").replace("'", "")


def test_nobody_is_me_where_nobody_asks() -> None:
    with pytest.raises(BadFilter):
        parse_filter("by:me")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("cancel 4711,#4712 4713", Command(verb="cancel", ids=(4711, 4712, 4713))),
        ("new", Command(verb="new")),
        ("new create page", Command(verb="new", type="create_page")),
        (
            "no_proxy check",
            Command(state=ListState(filter=TaskFilter(statuses=(Status.NO_PROXY,), types=("check",)))),
        ),
        (
            "waiting create_bm",
            Command(
                verb="waiting",
                state=ListState(filter=TaskFilter(statuses=(Status.WAITING,), types=("create_bm",))),
            ),
        ),
    ],
)
def test_what_people_type_without_thinking_is_understood(text: str, command: Command) -> None:
    assert parse_command(text, me="U0ANA") == command


def test_a_mention_slack_hands_back_escaped_is_the_same_person() -> None:
    assert parse_filter("by:&lt;@U0ANA&gt;") == parse_filter("by:<@U0ANA>") == parse_filter("by:<@U0ANA|ana>")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("stats", TaskFilter(span="1w")),
        ("stats status:waiting", TaskFilter(statuses=(Status.WAITING,), span="1w")),
        ("stats check 30d", TaskFilter(types=("check",), span="30d")),
        ("stats from:2026-11-01", TaskFilter(since=date(2026, 11, 1))),
        ("stats to:2026-11-01", TaskFilter(until=date(2026, 11, 1))),
    ],
)
def test_stats_are_of_a_week_if_no_days_are_named(text: str, wanted: TaskFilter) -> None:
    assert parse_command(text, me=_ME) == Command(verb="stats", state=ListState(filter=wanted))


@given(st.text(st.sampled_from('a :"\\\n'), max_size=40))
def test_words_are_split_at_white_space_that_is_not_between_quotes(text: str) -> None:
    assert split(text) == re.findall(r'[^\s"]*"(?:\\.|[^"\\])*"|\S+', text, re.DOTALL)


@pytest.mark.timeout(20)
def test_quotes_that_do_not_close_are_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filter_words, "_LONGEST", 600_000)  # what takes the square of it would take hours

    assert len(split('\\" ' * 200_000)) == 200_000
