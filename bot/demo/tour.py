"""The tour: does the main job at the local Slack's page as a person would, and says of each step what it saw."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Error, async_playwright
from rich.console import Console
from rich.text import Text

from bot.demo.actor import Desk
from bot.demo.environment import Environment
from bot.demo.steps import STEPS, Memory, StepFailed
from executor.browser.chromium import ensure_chromium

Step = Callable[[Desk, Memory, Environment], Awaitable[str]]
_WINDOW = {"width": 1440, "height": 900}


class Tour:
    """Runs the steps one after another; the first that does not hold ends it."""

    def __init__(self, environment: Environment, out: Path, console: Console) -> None:
        self._environment = environment
        self._out = out
        self._console = console

    async def run(self) -> int:
        """0: every step held. Pictures of the screens are in the folder."""
        self._out.mkdir(mode=0o700, parents=True, exist_ok=True)
        program = await ensure_chromium()
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=program)
            page = await browser.new_page(viewport=_WINDOW)  # type: ignore[arg-type]
            desk, memory = Desk(page), Memory()
            await desk.open(self._environment.slack.url, "U0ANA")
            held = True
            for number, step in enumerate(STEPS, 1):
                held = await self._take(number, step, desk, memory)
                if not held:
                    break
            await browser.close()
        last = "Every step held." if held else f"Stopped. The processes' logs end with:\n{self._logs()}"
        self._console.print(f"{last} Pictures: {self._out}")
        return 0 if held else 1

    async def _take(self, number: int, step: Step, desk: Desk, memory: Memory) -> bool:
        name = step.__name__
        try:
            saw, mark = await step(desk, memory, self._environment), Text("ok", style="green")
        except (StepFailed, AssertionError, Error) as error:
            saw, mark = str(error).split("\nCall log", 1)[0].strip(), Text("FAILED", style="red")
        await desk.picture(self._out / f"{number:02}-{name.replace('_', '-')}.png")
        self._console.print(f"{number:2}. {name.replace('_', ' ')}: {saw} …", mark)
        return mark.plain == "ok"

    def _logs(self) -> str:
        return "\n".join(self._environment.processes.last_words(name)[-600:] for name in ("bot", "worker"))
