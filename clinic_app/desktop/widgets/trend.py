"""Pressure and glucose over the years on the screen: the drawing that the paper has, and its values for a reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_app.desktop.day_words import full_day, month_words
from clinic_app.desktop.theme import theme
from clinic_app.desktop.words import tr
from clinic_app.printing.trend import Drawing, Reading, Stroke, TrendChart, draw_trend

LINES_HIGH = 7
"""Height in lines of text."""
SPOKEN = 12
"""Readings that a reader is told of; the timeline has them all."""


class TrendView(QWidget):
    """One measurement against both targets; says its values to who cannot see it."""

    def __init__(self, name: str, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._unit = name, unit
        self.chart: TrendChart | None = None
        self._drawing = Drawing()
        self._drawn_for = (QSize(), 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self._draw_again)

    def show_chart(self, chart: TrendChart | None) -> None:
        """Draw this, or nothing."""
        self.chart = chart
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(self.spoken())
        self._draw_again()

    def spoken(self) -> str:
        """The targets and the newest readings in words, a table for who listens."""
        if self.chart is None:
            return ""
        aims = [f"{aim.word} {'/'.join(f'{value:g}' for value in aim.values)}" for aim in self.chart.aims]
        rows = [_spoken(each) for each in reversed(self.chart.readings[-SPOKEN:])]
        return "；".join([*aims, *rows]) + f" {self._unit}"

    def sizeHint(self) -> QSize:
        """Some lines of text high."""
        return QSize(360, self.fontMetrics().height() * LINES_HIGH)

    def minimumSizeHint(self) -> QSize:
        """Less wide and high."""
        return QSize(200, self.fontMetrics().height() * 5)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bands, strokes, words."""
        if self.chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font())
        em = float(painter.fontMetrics().height()) * 0.8
        self._lay_out(em, QFontMetricsF(theme().font()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("soft"))
        for band in self._drawing.bands:
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in band]))
        for stroke in self._drawing.strokes:
            painter.setPen(_pen(stroke, em))
            painter.drawLine(QPointF(*stroke.start), QPointF(*stroke.end))
        measure = QFontMetricsF(theme().font()).horizontalAdvance
        for words in self._drawing.words:
            painter.setPen(theme().colour(words.tone))
            x, y = words.place
            shift = {"left": 0.0, "middle": 0.5, "right": 1.0}[words.align]
            painter.drawText(QPointF(x - measure(words.text) * shift, y), words.text)
        painter.end()

    def _lay_out(self, em: float, metrics: QFontMetricsF) -> None:
        if self.chart is None or self._drawn_for == (self.size(), em):
            return
        self._drawn_for = (self.size(), em)
        self._drawing = draw_trend(
            self.chart, float(self.width()), float(self.height()), em, metrics.horizontalAdvance, month_words
        )

    @Slot()
    def _draw_again(self) -> None:
        self._drawn_for = (QSize(), 0.0)
        self.update()


def _pen(stroke: Stroke, em: float) -> QPen:
    pen = QPen(theme().colour(stroke.tone), max(stroke.weight * em, 1.0))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if stroke.dash:
        # Qt counts dashes in widths of the pen.
        pen.setDashPattern([max(part * em / pen.widthF(), 1.0) for part in stroke.dash])
    return pen


def _spoken(reading: Reading) -> str:
    values = "/".join(f"{value:g}" for value in reading.values)
    state = ""
    if reading.within is not None:
        state = tr("达到考核目标") if reading.within else tr("未达到考核目标")
    return " ".join(part for part in (full_day(reading.day), values, state) if part)


def newest(readings: Sequence[Reading]) -> tuple[date, str] | None:
    """The day and the words of the last reading."""
    return (readings[-1].day, "/".join(f"{value:g}" for value in readings[-1].values)) if readings else None
