"""The kinds of messages that are owed to Slack."""

from datetime import timedelta
from enum import StrEnum

PROGRESS_EVERY = timedelta(seconds=1.5)  # a batch message is redrawn at most this often


class MessageKind(StrEnum):
    """The kinds of messages. ``about`` of a row is the id of what it reports."""

    BATCH = "batch"  # the message of a batch, posted
    PROGRESS = "progress"  # the same, edited
    UNDO_OVER = "undo_over"  # the same, edited when it is too late for its Undo
    NOTE = "note"  # the status note of an attempt
    HOLD = "hold"  # the question about an account on hold, and its end
    HOLD_NOTICE = "hold_notice"  # to one person: what became of a hold
    CODE = "code"  # the question for a one-time code that a worker waits for
    APPROVAL = "approval"  # the question to a second person, and its end
    ALERT = "alert"  # the message of an incident
    ALERT_CALL = "alert_call"  # the call for an answer to it
    WEBHOOK = "webhook"  # the same incident to the webhook of its rule: not to Slack
    DIGEST = "digest"  # a channel's daily line
    FINISHED = "finished"  # to the person who began a batch: it is over
    SCHEDULE = "schedule"  # none to Slack: what is due of a schedule, for a process that may ask Slack about its owner
    MISSED = "missed"  # to a schedule's channel: due times that were not run
    NOT_RUN = "not_run"  # to one person: a schedule's run made nothing, and why
    FOLLOW = "follow"  # to nobody: what the second step of a batch still owes is made, once Slack says who asked for it
    STEP_END = "step_end"  # to who asked for a second step: no more of it is made
    MY_DAY = "my_day"  # to one person: their daily summary
    EXPORT_LOST = "export_lost"  # to whoever asked for an export: its process was lost
    LIST_REST = "list_rest"  # to whoever confirmed a list of tasks: its other lines, as a file
    FILE_LEFT = "file_left"  # to whoever brought a file with secrets: it is still in Slack
    PAUSED = "paused"  # to whoever paused tasks: they still are
    BOARD = "board"  # a shared list
    HOME = "home"  # a Home tab


LATER = (MessageKind.ALERT, MessageKind.FILE_LEFT)
"""Kinds whose messages may be due in hours or days."""
