"""What an attempt that failed did in its browser, step by step."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import settings
from bot.cli.database import opened, with_database
from models.domain.text import MOST_ID
from models.messages import status_notes
from models.secrets.sealing import Sealer

app = typer.Typer()
_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


@app.command()
def trace(
    task: Annotated[int, typer.Argument(help="Task ID", min=1, max=MOST_ID)],
    attempt: Annotated[
        int | None,
        typer.Option("--attempt", min=1, max=MOST_ID, help="The newest task that failed, if not given"),
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="File to write")] = Path("trace.zip"),
) -> None:
    """Write the trace of an attempt that failed (BELLHOP_TRACE=1). Passwords and sessions are taken out of its texts; it shows the account's pages."""
    archive = with_database(
        lambda config: status_notes.trace_of(task, attempt, sealer=Sealer(config.secret_keys)), "secret_keys"
    )
    if archive is None:
        settings.stop(f"no trace of task {task} is kept. BELLHOP_TRACE=1 keeps those of attempts that fail.")
    with opened(out, "wb") as file:
        file.write(archive)
    _out.print(f"{out} written. Open it with: playwright show-trace {out}")
