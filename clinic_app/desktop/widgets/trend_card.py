"""趋势: pressure and glucose beside each other, how far back, what the signs mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSizePolicy

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.widgets.basic import Button, Card, column, expanding, label, row
from clinic_app.desktop.widgets.trend import TrendView, newest
from clinic_app.desktop.words import short_day
from clinic_app.glance import charts, turn_words
from clinic_app.printing.trend import Reading
from clinic_app.store.queries.trend import Trend

YEARS = (1, 3, 0)
"""How far back, 0 for everything."""
SHOWN_TURNS = 2


class TrendCard(Card):
    """Filled by `show_read`; knows the person's age and programmes from `set_person`."""

    range_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._age: int | None = None
        self._programmes: Sequence[str] = ()
        self._trend: Trend | None = None
        self._range = 0
        self.range = Button("", "F7", role="quiet", clicked=self._next_range)
        self.pressure_title, self.glucose_title = label("", "strong"), label("", "strong")
        self.pressure = TrendView(self.tr("血压"), "mmHg")
        self.glucose = TrendView(self.tr("空腹血糖"), "mmol/L")
        self.legend = label(
            self.tr("■ 未达到考核目标　□ 达到　– – 考核目标　··· 临床目标　药 换药　转 转诊"), "muted", wrap=True
        )
        self.turns = label("", "muted", wrap=True)
        self.empty = label(self.tr("这段时间没有量血压、测血糖。"), "muted", wrap=True)
        for view in (self.pressure, self.glucose):
            view.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        both = row(column(self.pressure_title, self.pressure), column(self.glucose_title, self.glucose))
        self._both = both
        self.body.addLayout(both, 1)
        self.body.addWidget(self.empty)
        foot = row(expanding(self.legend), self.range)
        foot.setStretch(0, 1)
        foot.setAlignment(self.range, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(self.turns)
        self.body.addLayout(foot)
        self._say_range()
        self._draw()

    def since(self, today: date) -> str:
        """The first day that is shown, empty for all."""
        years = YEARS[self._range]
        if not years:
            return ""
        # 29 February has no day in most years before it.
        return today.replace(year=today.year - years, day=min(today.day, 28)).isoformat()

    def set_person(self, age: int | None, programmes: Sequence[str]) -> None:
        """The targets are those of an age and of what one is treated for."""
        self._age, self._programmes = age, programmes
        self._draw()

    def show_trend(self, found: Trend | None, age: int | None, programmes: Sequence[str]) -> None:
        """All at once; None for nobody."""
        self._age, self._programmes, self._trend = age, programmes, found
        self._draw()

    def show_read(self, found: Trend) -> None:
        """What was measured in the chosen years."""
        self._trend = found
        self._draw()

    def take_focus(self) -> None:
        """The first chart, so that its values are said."""
        chart = self.pressure if self.pressure.isVisibleTo(self) else self.glucose
        chart.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw(self) -> None:
        found = charts(self._trend or Trend((), ()), self._age, self._programmes, self.desk.today, self._word)
        pairs = (
            (found.pressure, self.pressure, self.pressure_title, self.tr("血压（mmHg）")),
            (found.glucose, self.glucose, self.glucose_title, self.tr("空腹血糖（mmol/L）")),
        )
        for place, (chart, view, title, words) in enumerate(pairs):
            self._both.setStretch(place, 0 if chart is None else 1)
            view.show_chart(chart)
            view.setVisible(chart is not None)
            title.setVisible(chart is not None)
            title.setText(words + self._newest(chart.readings if chart else ()))
        nothing = found.pressure is None and found.glucose is None
        self.empty.setVisible(nothing)
        policies = QSizePolicy.Policy
        self.setSizePolicy(policies.Preferred, policies.Maximum if nothing else policies.Expanding)
        self.legend.setVisible(not nothing)
        turns = self._trend.turns[-SHOWN_TURNS:] if self._trend and not nothing else ()
        self.turns.setText("；".join(f"{short_day(each.day, self.desk.today)} {turn_words(each)}" for each in turns))
        self.turns.setVisible(bool(turns))

    def _newest(self, readings: Sequence[Reading]) -> str:
        last = newest(readings)
        if last is None:
            return ""
        return self.tr("　最近 {value}（{day}）").format(value=last[1], day=short_day(last[0], self.desk.today))

    def _word(self, words: str) -> str:
        """The few words inside the drawing."""
        known = {"药": self.tr("药"), "转": self.tr("转"), "考核": self.tr("考核"), "临床": self.tr("临床")}
        return known.get(words, words)

    @Slot()
    def _next_range(self) -> None:
        self._range = (self._range + 1) % len(YEARS)
        self._say_range()
        self.range_changed.emit()

    def _say_range(self) -> None:
        self.range.set_words((self.tr("近一年"), self.tr("近三年"), self.tr("全部"))[self._range])
