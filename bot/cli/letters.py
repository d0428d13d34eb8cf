"""What did not reach Slack: shown, or sent again."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot import clock
from bot.cli.database import with_database
from handlers.slack.texts import count
from models.messages import outbox

app = typer.Typer()
_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


@app.command(name="dead-letters")
@app.command(name="letters", hidden=True)
def dead_letters(
    resend: Annotated[bool, typer.Option("--resend", help="Send all of them again")] = False,
) -> None:
    """Show what did not reach Slack, newest first, or send it again."""
    if resend:
        again = with_database(lambda _: outbox.resend(now=clock.now()))
        _out.print(f"{count(again, 'message')} will be sent again.")
        return
    dead = with_database(lambda _: outbox.dead(most=100))
    if not dead:
        _out.print("Every message reached Slack, or is still on its way.")
        return
    table = Table("id", "kind", "about", "why", "since")
    for message in dead:
        table.add_row(
            str(message.id),
            message.kind,
            str(message.about),
            message.error,
            f"{message.due_at:%Y-%m-%d %H:%M} UTC",
        )
    _out.print(table)
    _out.print("`bellhop dead-letters --resend` sends them again, each as things are at that time.")
