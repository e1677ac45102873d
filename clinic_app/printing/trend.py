"""Readings over the years as a drawing: strokes and words at places, for the sheet and for the window alike.

Nothing here depends on colour: a value off the assessment target is a filled square, one within it a hollow one; the
assessment target is a dashed line, the clinical one a dotted line, each with its name at its end.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

Place = tuple[float, float]
Measure = Callable[[str], float]
"""The width of a text, in the unit of the drawing."""
DayWords = Callable[[date, bool], str]
"""A tick of the time axis in words: its first day, and whether its year must be said."""

FINE, THIN, PLAIN, HEAVY = 0.015, 0.045, 0.07, 0.1
"""Weights of strokes in ems."""
CLOSEST_STEPS = 1.6
"""Ems between two numbers of the scale; where steps lie closer, every second one is left out."""
ASSESSMENT, CLINICAL = "assessment", "clinical"
DASHES = {ASSESSMENT: (0.45, 0.3), CLINICAL: (0.1, 0.25)}
MARK_DASHES = (0.05, 0.35)
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)
SQUARE, LEAST_SQUARE = 0.4, 0.22
"""Sides of the squares at the values, in ems."""
SHORTEST_SPAN = 60
"""Days that the axis shows at least."""


@dataclass(frozen=True)
class Reading:
    """What was measured on a day, the highest value first: systolic and diastolic, or one glucose."""

    day: date
    values: tuple[float, ...]
    within: bool | None = None
    """Whether it meets the assessment target; None when nobody can say."""


@dataclass(frozen=True)
class Aim:
    """A target of one kind: its lines, and the word at their ends."""

    kind: str
    values: tuple[float, ...]
    word: str


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day, as a sign of one character over the chart."""

    day: date
    sign: str


@dataclass(frozen=True)
class TrendChart:
    """One measurement over time; `readings` oldest first, `step` between two lines of the scale."""

    readings: tuple[Reading, ...]
    aims: tuple[Aim, ...]
    marks: tuple[Mark, ...] = ()
    step: float = 20.0


@dataclass(frozen=True)
class Stroke:
    """A line from place to place; weight and dashes in ems. `tone` is line, text, muted, accent or watch."""

    start: Place
    end: Place
    weight: float
    tone: str = "text"
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Words:
    """A text on a baseline; `align` is left, middle or right."""

    place: Place
    text: str
    align: str = "left"
    tone: str = "muted"


@dataclass
class Drawing:
    """From the upper left corner, y down. `bands` are areas that only a screen fills."""

    bands: list[list[Place]] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)


@dataclass(frozen=True)
class _Frame:
    """Where the readings stand, and how days and values become places."""

    left: float
    top: float
    right: float
    bottom: float
    first: date
    days: int
    low: float
    high: float
    em: float

    def x(self, day: date) -> float:
        """Across, by the day."""
        inset = self.em * 0.8
        share = (day - self.first).days / self.days
        return self.left + inset + share * (self.right - self.left - 2 * inset)

    def y(self, value: float) -> float:
        """Down, by the value."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)


def draw_trend(
    chart: TrendChart, width: float, height: float, em: float, measure: Measure, day_words: DayWords
) -> Drawing:
    """The chart within `width` × `height`; an em is the height of its words. Empty without readings."""
    drawing = Drawing()
    if not chart.readings:
        return drawing
    frame = _frame(chart, width, height, em, measure)
    _scale(drawing, frame, chart)
    _time(drawing, frame, measure, day_words)
    _marks(drawing, frame, chart)
    _aims(drawing, frame, chart, width)
    _readings(drawing, frame, chart)
    return drawing


def _frame(chart: TrendChart, width: float, height: float, em: float, measure: Measure) -> _Frame:
    values = [value for reading in chart.readings for value in reading.values]
    values += [value for aim in chart.aims for value in aim.values]
    low = math.floor((min(values) - chart.step / 4) / chart.step) * chart.step
    high = math.ceil((max(values) + chart.step / 4) / chart.step) * chart.step
    days = [reading.day for reading in chart.readings] + [mark.day for mark in chart.marks]
    span = max((max(days) - min(days)).days, SHORTEST_SPAN)
    scale = max(measure(f"{value:g}") for value in (low, high)) + em * 0.5
    names = max((measure(_aim_words(chart, value)) for value in _aim_values(chart)), default=0.0) + em * 0.5
    top = em * (1.95 if chart.marks else 0.6)
    first = date.fromordinal(max(days).toordinal() - span)
    return _Frame(scale, top, width - names, height - em * 1.6, first, span, low, high, em)


def _scale(drawing: Drawing, frame: _Frame, chart: TrendChart) -> None:
    """Fine lines at round values, but none where a target's own line runs."""
    step, aims = chart.step, _aim_values(chart)
    while frame.y(0) - frame.y(step) < frame.em * CLOSEST_STEPS:
        step *= 2
    value = math.ceil(frame.low / step) * step
    while value <= frame.high:
        y = frame.y(value)
        if value not in aims:
            drawing.strokes.append(Stroke((frame.left, y), (frame.right, y), FINE, "line"))
        drawing.words.append(Words((frame.left - frame.em * 0.35, y + frame.em * 0.35), f"{value:g}", "right"))
        value += step


def _time(drawing: Drawing, frame: _Frame, measure: Measure, day_words: DayWords) -> None:
    ticks = _ticks(frame, measure)
    free = 0.0
    said = 0
    for day in ticks:
        x = frame.x(day)
        text = day_words(day, day.year != said)
        start, end = x - measure(text) / 2, x + measure(text) / 2
        drawing.strokes.append(Stroke((x, frame.bottom), (x, frame.bottom + frame.em * 0.25), THIN, "muted"))
        if start < free or end > frame.right + frame.em:
            continue
        drawing.words.append(Words((x, frame.bottom + frame.em * 1.35), text, "middle"))
        free, said = end + frame.em * 0.5, day.year
    drawing.strokes.append(Stroke((frame.left, frame.bottom), (frame.right, frame.bottom), PLAIN, "muted"))


def _ticks(frame: _Frame, measure: Measure) -> list[date]:
    """Firsts of months, as many as their words have room for."""
    last = date.fromordinal(frame.first.toordinal() + frame.days)
    most = max(int((frame.right - frame.left) / (measure("12月") * 1.6)), 1)
    found: list[date] = []
    for step in MONTH_STEPS:
        found = list(_firsts(frame.first, last, step))
        if len(found) <= most:
            break
    return found


def _firsts(first: date, last: date, step: int) -> Iterator[date]:
    month = first.year * 12 + first.month - 1
    month += 0 if first.day == 1 else 1
    month = -(-month // step) * step
    while (day := date(month // 12, month % 12 + 1, 1)) <= last:
        yield day
        month += step


def _named(chart: TrendChart, frame: _Frame) -> list[tuple[float, str]]:
    """Where signs stand and which; those closer than a sign is wide share a place."""
    found: list[tuple[float, str]] = []
    for mark in sorted(chart.marks, key=lambda each: (each.day, each.sign)):
        x = frame.x(mark.day)
        if found and x < found[-1][0] + frame.em * (0.2 + len(found[-1][1])):
            start, signs = found[-1]
            found[-1] = (start, signs if mark.sign in signs else signs + mark.sign)
        else:
            found.append((x, mark.sign))
    return found


def _marks(drawing: Drawing, frame: _Frame, chart: TrendChart) -> None:
    """A dotted line down at each mark's day, and over the chart its sign in a box."""
    em = frame.em
    for mark in chart.marks:
        x = frame.x(mark.day)
        drawing.strokes.append(Stroke((x, frame.top), (x, frame.bottom), PLAIN, "muted", MARK_DASHES))
    for x, signs in _named(chart, frame):
        drawing.words.append(Words((x, frame.top - em * 0.45), signs, "middle", "text"))
        drawing.strokes += _box(x, frame.top - em * 0.8, em * (0.2 + len(signs)), em * 1.2, THIN, "muted")


def _aims(drawing: Drawing, frame: _Frame, chart: TrendChart, width: float) -> None:
    for aim in chart.aims:
        for value in aim.values:
            y = frame.y(value)
            drawing.strokes.append(
                Stroke((frame.left, y), (frame.right, y), HEAVY, "text", DASHES.get(aim.kind, ()))
            )  # fmt: skip
    taken = -math.inf
    for value in sorted(_aim_values(chart), reverse=True):
        y = max(frame.y(value) + frame.em * 0.35, taken + frame.em * 1.05)
        drawing.words.append(Words((frame.right + frame.em * 0.3, y), _aim_words(chart, value), "left", "text"))
        taken = y


def _aim_values(chart: TrendChart) -> list[float]:
    return list(dict.fromkeys(value for aim in chart.aims for value in aim.values))


def _aim_words(chart: TrendChart, value: float) -> str:
    names = dict.fromkeys(aim.word for aim in chart.aims if value in aim.values)
    return f"{'、'.join(names)} {value:g}"


def _readings(drawing: Drawing, frame: _Frame, chart: TrendChart) -> None:
    """Bars between two values, lines along the ends, a square at each value."""
    rows = max(len(reading.values) for reading in chart.readings)
    for row in range(rows):
        along = [(frame.x(each.day), frame.y(each.values[row])) for each in chart.readings if len(each.values) > row]
        drawing.strokes += [Stroke(start, end, PLAIN, "accent") for start, end in pairwise(along)]
    paired = [each for each in chart.readings if len(each.values) == 2]
    if len(paired) > 1:
        upper = [(frame.x(each.day), frame.y(each.values[0])) for each in paired]
        lower = [(frame.x(each.day), frame.y(each.values[1])) for each in paired]
        drawing.bands.append(upper + lower[::-1])
    # Many readings close together get smaller squares, down to what is still seen as one.
    room = (frame.right - frame.left) / len(chart.readings)
    size = max(frame.em * LEAST_SQUARE, min(frame.em * SQUARE, room * 0.7))
    for each in chart.readings:
        tone = "watch" if each.within is False else "accent"
        x = frame.x(each.day)
        if len(each.values) == 2:
            ends = [frame.y(value) for value in each.values]
            drawing.strokes.append(Stroke((x, ends[0]), (x, ends[1]), PLAIN, tone))
        for value in each.values:
            drawing.strokes += _value(x, frame.y(value), size, frame.em, tone, filled=each.within is False)


def _value(x: float, y: float, size: float, em: float, tone: str, *, filled: bool) -> list[Stroke]:
    if filled:
        return [Stroke((x - size / 2, y), (x + size / 2, y), size / em, tone)]
    return _box(x, y, size, size, PLAIN, tone)


def _box(x: float, y: float, width: float, height: float, weight: float, tone: str) -> list[Stroke]:
    """A frame around (x, y)."""
    left, right, top, bottom = x - width / 2, x + width / 2, y - height / 2, y + height / 2
    corners: Sequence[Place] = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    return [Stroke(start, end, weight, tone) for start, end in pairwise(corners)]
