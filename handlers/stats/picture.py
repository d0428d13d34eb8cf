"""Draws charts as one PNG, for when Slack does not draw them itself. Bars that add up are stacked."""

from collections.abc import Sequence
from io import BytesIO
from itertools import accumulate
from math import ceil, log10

from PIL import Image, ImageDraw, ImageFont

from handlers.stats.views import ChartView

_COLOURS = ("#2bac76", "#e01e5a", "#ecb22e", "#7c3085", "#9a9aa0", "#1264a3")
_INK, _SOFT, _RULE = "#1d1c1d", "#616061", "#e4e4e4"
_WIDTH, _HEIGHT, _MARGIN = 1200, 560, 40  # pixels of one chart
_LEFT, _TOP, _BOTTOM = 110, 130, 90  # pixels around the plot
_PLOT = _HEIGHT - _TOP - _BOTTOM
_TICKS = 4
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def draw(charts: Sequence[ChartView]) -> bytes:
    """A PNG, the charts below each other."""
    image = Image.new("RGB", (_WIDTH, _HEIGHT * len(charts)), "white")
    for index, chart in enumerate(charts):
        _Drawing(ImageDraw.Draw(image), chart, top=index * _HEIGHT).draw()
    png = BytesIO()
    image.save(png, "PNG", optimize=True)
    return png.getvalue()


class _Drawing:
    """Draws one chart at its position in the picture."""

    def __init__(self, pen: ImageDraw.ImageDraw, chart: ChartView, *, top: int) -> None:
        self._pen, self._chart, self._top = pen, chart, top
        self._small, self._large = _font(22), _font(32)

    def draw(self) -> None:
        self._pen.text((_MARGIN, self._top + 28), self._chart.title, fill=_INK, font=self._large)
        if self._chart.kind == "pie":
            self._pie()
            return
        self._legend()
        self._grid()
        self._names()
        self._area() if self._chart.kind == "area" else self._bars()

    def _legend(self) -> None:
        x = float(_MARGIN)
        for colour, series in zip(_COLOURS, self._chart.series, strict=False):
            self._key(x, self._top + 82, colour, series.name)
            x += 30 + self._pen.textlength(series.name, font=self._small) + 28

    def _key(self, x: float, y: float, colour: str, words: str) -> None:
        self._pen.rounded_rectangle((x, y + 4, x + 18, y + 22), radius=4, fill=colour)
        self._pen.text((x + 28, y), words, fill=_SOFT, font=self._small)

    def _grid(self) -> None:
        for tick in range(_TICKS + 1):
            value = self._scale * tick / _TICKS
            y = self._y(value)
            self._pen.line((_LEFT, y, _WIDTH - _MARGIN, y), fill=_RULE if tick else _SOFT, width=2)
            self._pen.text((_LEFT - 14, y), f"{value:g}", fill=_SOFT, font=self._small, anchor="rm")

    def _names(self) -> None:
        room = self._slot - 12
        every = max(1, ceil(max(self._length(name) for name in self._chart.categories) / room))
        every = every if len(self._chart.categories) > 6 else 1  # noqa: PLR2004 - a few names are cut, not left out
        for index, name in enumerate(self._chart.categories):
            if index % every == 0:
                while self._length(name) > room * every and len(name) > 2:  # noqa: PLR2004
                    name = f"{name[:-2]}…"
                at = (self._x(index), self._top + _HEIGHT - _BOTTOM + 22)
                self._pen.text(at, name, fill=_SOFT, font=self._small, anchor="mm")

    def _bars(self) -> None:
        rows = self._chart.series
        width = min(96.0, self._slot * 0.72) / (1 if self._chart.adds_up else len(rows))
        for index in range(len(self._chart.categories)):
            values = [row.values[index] for row in rows]
            below = [0.0, *accumulate(values)] if self._chart.adds_up else [0.0] * len(values)
            for n, (value, base) in enumerate(zip(values, below, strict=False)):
                shift = 0.0 if self._chart.adds_up else (n - (len(rows) - 1) / 2) * width
                left, top, foot = self._x(index) + shift - width / 2, self._y(base + value), self._y(base)
                if foot - top >= 1:  # a pixel
                    self._pen.rectangle(
                        (left, top, left + width - 2, foot - 1), fill=_COLOURS[n % len(_COLOURS)]
                    )

    def _area(self) -> None:
        line = [(self._x(n), self._y(value)) for n, value in enumerate(self._chart.series[0].values)]
        floor = self._y(0)
        self._pen.polygon([(line[0][0], floor), *line, (line[-1][0], floor)], fill="#d5eee4")
        self._pen.line(line, fill=_COLOURS[0], width=5, joint="curve")
        for x, y in line:
            self._pen.ellipse((x - 6, y - 6, x + 6, y + 6), fill=_COLOURS[0])

    def _pie(self) -> None:
        values = self._chart.series[0].values
        angle, total, top = -90.0, sum(values), self._top + 100
        for n, (name, value) in enumerate(zip(self._chart.categories, values, strict=True)):
            colour, end = _COLOURS[n % len(_COLOURS)], angle + 360 * value / total
            self._pen.pieslice(
                (_LEFT, top, _LEFT + 400, top + 400), angle, end, fill=colour, outline="white", width=3
            )
            words = f"{name} · {value:g} ({100 * value / total:.0f} %)"
            self._key(_LEFT + 480, top + 80 + 44 * n, colour, words)
            angle = end

    @property
    def _scale(self) -> float:
        """A round maximum of the axis that no value exceeds."""
        rows = [row.values for row in self._chart.series]
        columns = zip(*rows, strict=True)
        most = max(sum(column) if self._chart.adds_up else max(column) for column in columns)
        most = max(most, _TICKS)
        power = 10.0 ** int(log10(most))
        return next(step * power for step in (1, 2, 3, 4, 6, 8, 10) if step * power >= most)

    @property
    def _slot(self) -> float:
        return (_WIDTH - _MARGIN - _LEFT) / len(self._chart.categories)

    def _x(self, index: int) -> float:
        return _LEFT + self._slot * (index + 0.5)

    def _y(self, value: float) -> float:
        return self._top + _TOP + _PLOT * (1 - value / self._scale)

    def _length(self, words: str) -> float:
        return self._pen.textlength(words, font=self._small)


def _font(size: int) -> Font:
    return ImageFont.load_default(size)
