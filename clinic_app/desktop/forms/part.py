"""One section of a form on the screen, made line by line: a long form opens at once and fills while one types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.desktop.forms.cell import Cell, FormLine, ToldLine
from clinic_app.desktop.forms.factory import editor_for
from clinic_app.desktop.forms.section import Line, Section
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_title
from clinic_app.desktop.widgets.basic import FoldingLabel, IconLabel, row
from clinic_app.records.field import Field

OTHER = "_other"


class Part(QWidget):
    """The place of a section; its lines come with `make_line`."""

    def __init__(self, number: int, section: Section, today: date, other_words: str) -> None:
        super().__init__()
        self.section = section
        self.made: list[FormLine] = []
        self.told = {each.name: ToldLine(each) for each in section.told}
        self._today, self._other_words = today, other_words
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme().lengths.tiny)
        self.title: QWidget | None = None
        if section.title:
            self.title = self._title(section, first=number == 0)
            self._layout.addWidget(self.title)
        for line in self.told.values():
            # Also one whose place this form does not have: without a parent it would be a window of its own.
            line.setParent(self)
            line.tell("")
            if not line.told.before:
                self._layout.addWidget(line)
        # A part without anything to see takes no room.
        if not section.title:
            self.hide()

    @property
    def complete(self) -> bool:
        """Whether all its lines are made."""
        return len(self.made) == len(self.section.lines)

    def make_line(self, finish: Callable[[Cell], None]) -> FormLine:
        """The next line; `finish` connects each cell before it is seen."""
        spec = self.section.lines[len(self.made)]
        cells = [self._cell(name, spec, place) for place, name in enumerate(spec.names)]
        line = FormLine(caption_of(self.section, spec), cells, spec.joined)
        self.made.append(line)
        for told in self.told.values():
            if told.told.before in spec.names:
                self._layout.addWidget(told)
                told.setVisible(bool(told.words.text()))
        self._layout.addWidget(line)
        for cell in cells:
            finish(cell)
        line.fit()
        return line

    def tell(self, name: str, words: str, hint: str = "") -> None:
        """Say something in one of the told lines; before its place is made it is kept for it."""
        line = self.told[name]
        if self._layout.indexOf(line) < 0:
            line.words.setText(words)
            line.words.setToolTip(hint)
        else:
            line.tell(words, hint)
            if words and not self.property("hidden"):
                self.show()

    def _cell(self, name: str, spec: Line, place: int) -> Cell:
        declared = self.section.declared(name)
        make = self.section.editors.get(name)
        editor = make(declared) if make else editor_for(declared, self._today)
        caption = spec.labels.get(name, record_title(declared.label)) if place and not spec.joined else ""
        if place and name == f"{spec.names[0]}{OTHER}":
            caption = self._other_words
        return Cell((self.section.type, name), declared, editor, caption, passed=spec.passed)

    def _title(self, section: Section, *, first: bool) -> QWidget:
        lengths = theme().lengths
        words = FoldingLabel(section.title, "section")
        if not section.mark:
            words.setContentsMargins(0, 0 if first else lengths.gap, 0, lengths.tiny)
            return words
        mark = IconLabel()
        whole = QWidget()
        line = row(words, mark, None)
        line.setContentsMargins(0, 0 if first else lengths.gap, 0, lengths.tiny)
        whole.setLayout(line)
        mark.tell(section.mark, "watch")
        return whole


def caption_of(section: Section, line: Line) -> str:
    """The words in front of a line."""
    first = line.names[0]
    return line.label or line.labels.get(first) or record_title(section.declared(first).label)


SPEAKING = ("有", "异常", "少数民族")
"""Options besides 其他 that say something only with words of their own."""


def wants_companion(declared: Field, value: object) -> bool:
    """Whether a chosen option asks for words of its own; of several choices without such a one, any but 无."""
    chosen = {str(each) for each in value} if isinstance(value, (list, tuple)) else {str(value)} if value else set()
    speaking = {each.code for each in declared.options if "其他" in each.label or each.label in SPEAKING}
    return bool(chosen & speaking) if speaking else bool(chosen - set(declared.exclusive))
