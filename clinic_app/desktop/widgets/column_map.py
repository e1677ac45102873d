"""Which column of a sheet means what: its name, what stands in it, a box to choose from; all by the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from clinic_app.desktop.forms.pick import Picker
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import clear, column, keep_width, label, scrolled
from clinic_app.desktop.widgets.line import WheelGuard
from clinic_app.exchange.sheet_kinds import KINDS
from clinic_app.exchange.sheet_table import SheetTable

SAMPLE = 14
"""Characters of what stands in a column."""


class ColumnMap(QWidget):
    """Enter in a box goes on to the next one. A meaning is given once: what one column has, others do not offer."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guard = WheelGuard(self)
        self._boxes: dict[int, Picker] = {}
        self._given: dict[int, int] = {}
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, theme().lengths.small, 0)
        self._grid.setHorizontalSpacing(theme().lengths.gap)
        self._grid.setColumnStretch(1, 1)
        area = scrolled(inner)
        self.title = label("", "section")
        self.setLayout(column(self.title, area))
        self._area = area

    @property
    def boxes(self) -> list[Picker]:
        """From the first column to the last."""
        return [self._boxes[place] for place in sorted(self._boxes)]

    def show_table(self, table: SheetTable, kind: str) -> None:
        """One line for each column."""
        clear(self._grid)
        self._boxes = {}
        options = [("", self.tr("不导入")), *((each.key, record_word(each.words)) for each in KINDS[kind].columns)]
        for line, place in enumerate(sorted(table.names)):
            name = table.names[place]
            sample = "、".join(table.sample(place))
            box = self._box(name, options, table.mapping.get(place, ""))
            self._boxes[place] = box
            shown = label(sample[:SAMPLE] + ("…" if len(sample) > SAMPLE else ""), "muted")
            self._grid.addWidget(label(name, "strong", wrap=True), line, 0)
            self._grid.addWidget(shown, line, 1)
            self._grid.addWidget(box, line, 2)
        self._grid.setRowStretch(len(table.names), 1)
        self._given = {}
        for place in self._boxes:
            self._give(place)
        self.title.setText(self.tr("{count} 列，各是什么").format(count=len(table.names)))

    def _box(self, name: str, options: list[tuple[str, str]], key: str) -> Picker:
        box = Picker()
        box.installEventFilter(self._guard)
        box.setAccessibleName(self.tr("“{column}”是什么").format(column=name))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        keep_width(box, 11)
        for code, words in options:
            box.addItem(words, code)
        box.setCurrentIndex(max(0, box.findData(key)))
        box.activated.connect(self._chosen)
        box.done.connect(self._next)
        box.entered.connect(self._seen)
        return box

    def mapping(self) -> dict[int, str]:
        """Our keys by the place of the column; columns that are left out are not in it."""
        return {place: str(box.currentData()) for place, box in self._boxes.items() if box.currentData()}

    def set_enabled(self, enabled: bool) -> None:
        """While an import runs nothing is chosen."""
        for box in self._boxes.values():
            box.setEnabled(enabled)

    def _give(self, place: int) -> None:
        """What a column means now is offered to no other; what it meant before is again."""
        before, now = self._given.get(place, 0), self._boxes[place].currentIndex()
        self._given[place] = now
        for other, box in self._boxes.items():
            model = box.model()
            if other != place and isinstance(model, QStandardItemModel):
                for index, offered in ((before, True), (now, False)):
                    if index:
                        model.item(index).setEnabled(offered)

    @Slot(int)
    def _chosen(self, index: int) -> None:
        chosen = self.sender()
        self._give(next(place for place, box in self._boxes.items() if box is chosen))
        self.changed.emit()

    @Slot()
    def _next(self) -> None:
        here = self.boxes.index(self.sender())  # type: ignore[arg-type]
        if here + 1 < len(self._boxes):
            self.boxes[here + 1].setFocus()
        else:
            self.focusNextChild()

    @Slot()
    def _seen(self) -> None:
        box = self.sender()
        if isinstance(box, Picker):
            self._area.ensureWidgetVisible(box)
