"""Readings over time: pressure as a bar from diastolic to systolic with target lines, glucose as points. Black on
white tells as much as colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_app.desktop.day_words import month_day
from clinic_app.desktop.theme import theme
from clinic_app.desktop.words import listed


class Point(NamedTuple):
    """What was measured on a day."""

    day: date
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Series:
    """Points oldest first, the target lines, and the unit."""

    points: tuple[Point, ...]
    targets: tuple[float, ...]
    unit: str
    words: str


class ReadingsChart(QWidget):
    """At most the last few readings, each with its number written at it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series: Series | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme().changed.connect(self.update)

    def show_series(self, series: Series | None) -> None:
        """Draw these, or nothing."""
        self._series = series if series and series.points else None
        self.setVisible(self._series is not None)
        self.setAccessibleName(_spoken(self._series) if self._series else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Seven lines of text high."""
        return QSize(260, self.fontMetrics().height() * 7)

    def minimumSizeHint(self) -> QSize:
        """Five lines of text: two of them between the numbers and the day."""
        return QSize(160, self.fontMetrics().height() * 5)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Target lines, marks, numbers, dates."""
        if self._series is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font())
        high = painter.fontMetrics().height()
        area = QRectF(4, high * 1.1, self.width() - 8, self.height() - 3.4 * high)
        low_end, high_end = _range(self._series)

        def y(value: float) -> float:
            return area.bottom() - (value - low_end) / (high_end - low_end) * area.height()

        self._targets(painter, area, [y(target) for target in self._series.targets])
        step = area.width() / len(self._series.points)
        previous = None
        for place, point in enumerate(self._series.points):
            x = area.left() + step * (place + 0.5)
            self._mark(painter, x, y, point)
            self._date(painter, x, step, point.day, previous)
            previous = point.day
        painter.end()

    def _targets(self, painter: QPainter, area: QRectF, heights: Sequence[float]) -> None:
        painter.setPen(QPen(theme().colour("muted"), 1, Qt.PenStyle.DashLine))
        for height in heights:
            painter.drawLine(QPointF(area.left(), height), QPointF(area.right(), height))

    def _mark(self, painter: QPainter, x: float, y: object, point: Point) -> None:
        assert callable(y)
        high = painter.fontMetrics().height()
        ends = [value for value in (point.high, point.low) if value is not None]
        if not ends:
            return
        over = self._over(point)
        colour = theme().colour("watch" if over else "accent")
        painter.setPen(QPen(colour, 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(x, y(max(ends))), QPointF(x, y(min(ends))))
        painter.setPen(theme().colour("text"))
        width = 90.0
        top = QRectF(x - width / 2, y(max(ends)) - high - 4, width, high)
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, f"{max(ends):g}" + ("↑" if over else ""))
        if len(ends) > 1:
            bottom = QRectF(x - width / 2, y(min(ends)) + 4, width, high)
            painter.drawText(bottom, Qt.AlignmentFlag.AlignCenter, f"{min(ends):g}")

    def _over(self, point: Point) -> bool:
        assert self._series is not None
        targets = sorted(self._series.targets, reverse=True)
        values = [value for value in (point.high, point.low) if value is not None]
        if len(values) == len(targets):
            return any(value >= target for value, target in zip(values, targets, strict=True))
        return bool(targets) and values[0] >= targets[0]

    def _date(self, painter: QPainter, x: float, step: float, day: date, previous: date | None) -> None:
        painter.setPen(theme().colour("muted"))
        new_year = previous is None or previous.year != day.year
        words = month_day(day)
        if new_year and step > 120:
            words = self.tr("{year}年{day}").format(year=day.year % 100, day=words)
        high = painter.fontMetrics().height()
        place = QRectF(x - step / 2, self.height() - high - 2, step, high)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)


def _range(series: Series) -> tuple[float, float]:
    values = [value for point in series.points for value in (point.low, point.high) if value is not None]
    values += series.targets
    low, high = min(values), max(values)
    room = max((high - low) * 0.12, 1.0)
    return low - room, high + room


def _spoken(series: Series) -> str:
    parts = []
    for point in series.points:
        values = "/".join(f"{value:g}" for value in (point.high, point.low) if value is not None)
        parts.append(f"{month_day(point.day)} {values}")
    words = QCoreApplication.translate("PersonCard", series.words)
    return f"{words}　{listed(parts)} {series.unit}"
