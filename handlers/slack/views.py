"""View models: finished texts, with no times to format, no rows to look up and no decisions left."""

from dataclasses import dataclass

from models.domain.conditions import Kind

MOST_CHOICES = 100  # of a menu, as Slack takes them


@dataclass(frozen=True, kw_only=True)
class RowView:
    """One task in the list. ``cells`` are the ten columns; the last names a user id, or words when nobody did it."""

    id: int
    cells: tuple[str, ...]
    note_link: str
    user_id: str  # Slack user, or empty
    option: str  # its line in the row picker
    card: str  # all of it as Slack markup, a few lines
    line: str  # the most important of it as Slack markup, one line
    can_cancel: bool
    times: tuple[int, int] | None = (
        None  # creation and end (0: none) in UNIX seconds, where each reader has a zone
    )


@dataclass(frozen=True, kw_only=True)
class OwnView:
    """Something of the reader's own on their Home tab."""

    text: str  # Slack markup
    shows: str = ""  # the list of its tasks, encoded; empty: it has none
    is_paused: bool = False  # it says what is paused


@dataclass(frozen=True, kw_only=True)
class ListView:
    """One page of the list."""

    nonce: str  # new for every drawing: an outdated click is recognised, and old ticks are forgotten
    state: str  # the list it shows, encoded
    turns: dict[str, str]  # action id -> the list it leads to, encoded; only those that lead somewhere
    filter_line: str
    fresh: str
    waiting: int
    failed: int
    failed_of: str  # which of them, by their time
    layout: str
    layouts: tuple[str, ...]
    rows: tuple[RowView, ...]
    empty: str  # what to say when there are no rows
    paging: str
    total: int  # tasks on all pages
    pages: int
    size: int
    sizes: tuple[int, ...]
    can_share: bool  # not what is shared already, nor a Home tab
    paused: str = ""  # what keeps tasks of it waiting, Slack markup, or empty


@dataclass(frozen=True, kw_only=True)
class Field:
    """A label and its words."""

    label: str
    words: str  # Slack markup, already escaped


@dataclass(frozen=True, kw_only=True)
class News:
    """What was just done, as Slack markup, and the id of the operation if it can be undone."""

    words: str = ""
    undo: str = ""


@dataclass(frozen=True, kw_only=True)
class ButtonView:
    """A button that one view has and another has not."""

    text: str
    action: str
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class PictureView:
    """A picture that is in Slack already."""

    file: str  # its id
    words: str  # instead of it, where it is not shown
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class ApprovalView:
    """The question to a second person, or its answer."""

    words: str
    parameters: str
    value: str  # its id; empty once it is answered
    show: str = ""  # the words of the button that shows what it is about


@dataclass(frozen=True, kw_only=True)
class HoldView:
    """The message about an account on hold. Words are Slack markup."""

    words: str
    number: str = ""  # of the hold
    met: str = ""  # the task that met it, since when
    account: str = ""  # its id while it can be released, else empty
    hold: str = ""  # its id while it can be ended, else empty
    can_keep: bool = False
    wants_password: bool = False  # a new one ends it: the site refused the stored one
    code: str = ""  # the question for a code that a worker waits for
    picture: str = ""  # the file in Slack
    picture_words: str = ""
    repeat: str = ""  # the task that met it and did not run again
    link: str = ""  # to the status note


@dataclass(frozen=True, kw_only=True)
class CodeView:
    """The message that asks for a one-time code. Words are Slack markup."""

    words: str
    request: str = ""  # its id while a code can be typed


@dataclass(frozen=True, kw_only=True)
class BatchView:
    """The message of a batch."""

    title: str
    asked: str  # who and why, Slack markup
    parameters: str  # Slack markup, or empty
    bar: str
    counts: str
    pace: str
    failed: str = ""  # why tasks failed and what to do, Slack markup, or empty
    held: str = ""  # which tasks wait for accounts on hold, Slack markup, or empty
    paused: str = ""  # what keeps tasks of it waiting, Slack markup, or empty
    dry: str  # what is wrong with proxies, Slack markup, or empty
    moved: str  # why it stands here and not where it was asked for, Slack markup, or empty
    id: str
    can_cancel: bool = False  # some of its tasks wait
    can_repeat: bool = False  # some failed
    can_schedule: bool = False  # it was made by hand, so that a schedule may do the same
    undo: str = ""  # what its Undo carries while there is time, or empty
    fresh: str = ""  # as of when, where it is not drawn anew by itself
    step: str = ""  # what follows on it, or what it follows, Slack markup, or empty
    can_choose_step: bool = False  # what follows can be chosen
    text: str  # all of it in one line, for notifications and screen readers


@dataclass(frozen=True, kw_only=True)
class ConfirmView:
    """What is asked before many tasks are changed."""

    title: str
    submit: str
    will: str
    warnings: tuple[str, ...]
    spared: tuple[str, ...]
    leave_out: str = ""  # the label of the button that leaves out what cannot succeed yet
    operation: str = ""  # its value


@dataclass(frozen=True, kw_only=True)
class AllView:
    """All tasks that match a list."""

    summary: str
    can_act: bool


@dataclass(frozen=True, kw_only=True)
class ChoiceView:
    """One option of a select or a menu."""

    text: str
    value: str
    url: str = ""  # in a menu: what it opens


@dataclass(frozen=True, kw_only=True)
class SavedView:
    """A list kept under a name. Title and filter are Slack markup."""

    key: str
    title: str
    filter: str
    is_given: bool = False  # from the start: it cannot be deleted


@dataclass(frozen=True, kw_only=True)
class FilterFieldView:
    """One condition in the filter's form."""

    block: str
    kind: Kind
    label: str
    hint: str
    chosen: tuple[str, ...]  # none: nothing, or more than the form can show
    choices: tuple[ChoiceView, ...] = ()
    longest: int = 0  # characters


@dataclass(frozen=True, kw_only=True)
class FilterFormView:
    """The filter in force, as the form shows it."""

    fields: tuple[FilterFieldView, ...]
