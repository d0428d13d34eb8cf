"""A person types: a message, or a slash command."""

from . import payloads, posting, responses
from .deliveries import Parcel
from .documents import Json
from .escaping import escaped
from .manifest import SlashCommand
from .people import Act, Unable
from .refusals import Refusal
from .response_urls import ResponseUrl
from .rooms import Message, Room

FAILED = "dispatch_failed"


async def say(acting: Act) -> Json:
    """POST /client/message."""
    room = acting.room(acting.text("channel"))
    text = acting.text("text").strip()
    thread_ts = acting.text("thread_ts") or None
    if not text:
        raise Unable("There is nothing to send.")
    if text.startswith("/"):
        return await _command(acting, room, text, thread_ts)
    if acting.user.id not in room.members:
        raise Unable(f"You are not in #{room.name}.")
    body = posting.from_person(acting.platform, acting.user.id, text, thread_ts)
    message = posting.post(acting.platform, room, body)
    _tell_app(acting, room, message)
    return {"ok": True, "ts": message.ts}


async def _command(acting: Act, room: Room, typed: str, thread_ts: str | None) -> Json:
    platform = acting.platform
    name, _, text = typed.partition(" ")
    known = next((known for known in platform.workspace.app.commands if known.command == name), None)
    if known is None:
        raise Unable(
            f'{name} is not a valid command. In Slack, all messages that start with the "/" character are '
            "interpreted as commands."
        )
    if thread_ts:
        raise Unable(f"{name} is not supported in threads. Sorry!")
    spelled = escaped(acting.platform.workspace, text.strip()) if known.should_escape else text.strip()
    payload = payloads.slash_command(platform, acting.user, room, command=name, text=spelled)
    parcel = Parcel(type="slash_commands", kind="slash_commands", payload=payload)
    answer = await platform.deliveries.send(parcel)
    error = FAILED if answer is None else _acknowledged(acting, room, known, answer)
    if error:
        words = f'{name} failed with the error "{error}"'
        posting.slackbot_says(platform, room, acting.user.id, words)
    return {"ok": True}


def _acknowledged(acting: Act, room: Room, command: SlashCommand, answer: Json) -> str | None:
    """Show what the acknowledgement says; the error if it cannot be shown."""
    if not answer:
        return None
    platform = acting.platform
    try:
        responses.respond(platform, ResponseUrl(acting.user.id, room.id, 0), answer)
    except Refusal as refusal:
        platform.books.refused(command.command, platform.clock.now(), refusal.error, refusal.detail)
        return refusal.error
    return None


def _tell_app(acting: Act, room: Room, message: Message) -> None:
    """Events the app subscribed to: message.im and the like where it is a member, app_mention."""
    platform, app = acting.platform, acting.platform.workspace.app
    if app.bot_user_id not in room.members:
        return
    kind = {"channel": "channel", "group": "group", "im": "im"}[room.kind]
    happened: Json = {**message.body, "channel": room.id, "event_ts": message.ts}
    wanted = {f"message.{kind}s" if kind != "im" else "message.im": {**happened, "channel_type": kind}}
    if f"<@{app.bot_user_id}>" in message.body["text"]:
        wanted["app_mention"] = {**happened, "type": "app_mention"}
    for name, event in wanted.items():
        if name in app.events:
            parcel = Parcel(type="events_api", kind=event["type"], payload=payloads.event(platform, event))
            platform.jobs.start(platform.deliveries.send_event(parcel))
