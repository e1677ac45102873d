"""One figure large, what it counts in words with source and mark, and its parts as bars."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from clinic_app.desktop.indicator_words import bars_of, count_words, mark_words, rate_words, remark
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.bars import BarsChart
from clinic_app.desktop.widgets.basic import Button, Card, column, keep_lines, label, row, scrolled, set_role
from clinic_app.guidelines.indicators import Figure
from clinic_app.store.queries.indicators import Area, Statistics


class FigureCard(Card):
    """Empty until a figure is shown."""

    people_asked = Signal(str)
    """Who is behind the figure of this key."""

    def __init__(self) -> None:
        super().__init__()
        self._key = ""
        self.name = label("", "section", wrap=True)
        self.rate, self.count = label("", "figure"), label("", "muted")
        self.numerator, self.denominator = label("", wrap=True), label("", wrap=True)
        self.note, self.source = label("", "muted", wrap=True), label("", "muted", wrap=True)
        self.remark = label("", "watch", wrap=True)
        self.parts_title = label("", "strong")
        self.bars = BarsChart()
        # The table has the key; here it only stands written.
        self.people = Button(self.tr("看名单　Enter"), symbol="residents", clicked=self._ask)
        inside = QWidget()
        texts = (self.numerator, self.denominator, self.remark, self.note, self.source)
        inside.setLayout(column(*texts, self.parts_title, self.bars, None, spacing=theme().lengths.small))
        keep_lines(inside)
        self._area = scrolled(inside)
        self.body.addWidget(self.name)
        self.body.addLayout(row(self.rate, self.count, None))
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self.people)
        self._compact = False
        self.hide()

    @Slot(bool)
    def set_compact(self, compact: bool) -> None:
        """In a narrow window the list needs the height: the formula stays, the rest is one key away."""
        self._compact = compact
        self.name.setHidden(compact)
        self.rate.setHidden(compact)
        self.count.setHidden(compact)
        self.people.setHidden(compact)
        height = round(self.fontMetrics().lineSpacing() * 4.6) if compact else 16_777_215
        self.setMaximumHeight(height)

    def show_figure(self, found: Statistics, figure: Figure, area: Area) -> None:
        """Show one figure of a scope."""
        definition, book = figure.definition, found.counted.book
        self._key = figure.key
        self.name.setText(record_word(definition.label))
        self.rate.setText(rate_words(figure))
        self.count.setText(count_words(figure))
        self.numerator.setText(self.tr("分子：{words}").format(words=definition.numerator))
        self.denominator.setText(self.tr("分母：{words}").format(words=definition.denominator))
        self.denominator.setVisible(bool(definition.denominator))
        self.note.setText(definition.note)
        self.note.setVisible(bool(definition.note))
        words = self.tr("来源：{source}（{mark}）　{version}")
        source = words.format(source=definition.source, mark=mark_words(figure), version=book.version)
        self.source.setText(source)
        told, matters = remark(found.counted, figure)
        set_role(self.remark, "watch" if matters else "muted")
        self.remark.setText(told)
        self.remark.setVisible(bool(told))
        bars = bars_of(found.counted, figure, area.scope, found.areas)
        self.parts_title.setText(self.tr("分开看"))
        self.parts_title.setVisible(bool(bars))
        self.bars.show_bars(bars)
        self.show()

    @Slot()
    def _ask(self) -> None:
        self.people_asked.emit(self._key)
