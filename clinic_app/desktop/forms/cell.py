"""One field on the form, and the line that it stands on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from clinic_app.desktop.forms.choice import ChoiceEditor
from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.measured import MeasuredEditor
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.desktop.forms.section import Key, Told
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import Button, FoldingLabel, IconLabel, label
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.records.field import Field


class _UnitLabel(FoldingLabel):
    """A unit is of short words: 分钟/次."""

    NARROWEST = 4


class Cell(QWidget):
    """One field: its editor, unit and the quiet words beside it."""

    def __init__(self, key: Key, declared: Field, editor: Editor, caption: str, *, passed: bool = False) -> None:
        super().__init__()
        self.key, self.declared, self.editor, self.passed = key, declared, editor, passed
        self.aside: QLabel = FoldingLabel("", "muted")
        self.aside.hide()
        self.caption: QLabel | None = FoldingLabel(caption, "muted") if caption else None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().lengths.small)
        if self.caption:
            self.caption.setBuddy(editor)
            layout.addWidget(self.caption)
        layout.addWidget(editor)
        if isinstance(editor, PickEditor):
            # On the line of its caption, however many lines the words beside it take.
            layout.setAlignment(editor, Qt.AlignmentFlag.AlignTop)
        self.unit: QLabel = _UnitLabel(record_word(declared.unit), "muted")
        self.has_unit = bool(declared.unit)
        self.unit.setVisible(False) if not declared.unit else None
        layout.addWidget(self.unit)
        if isinstance(editor, ChoiceEditor):
            editor.add_trailing(self.aside)
        else:
            layout.addWidget(self.aside)
        if isinstance(editor, MeasuredEditor):
            editor.absence_changed.connect(self._absence_changed)
        editor.name_for_reader(" ".join(part for part in map(record_word, (declared.label, declared.unit)) if part))

    @property
    def spreads(self) -> bool:
        """Whether the cell wants the whole width."""
        return self.editor.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding

    def without_unit(self) -> None:
        """The next cell of the line says the unit of both."""
        self.has_unit = False
        self.unit.hide()

    @Slot()
    def _absence_changed(self) -> None:
        assert isinstance(self.editor, MeasuredEditor)
        self.unit.setVisible(self.has_unit and not self.editor.absent)


class FormLine(QWidget):
    """A label, its cells, and below them the words about what is doubtful or wrong."""

    def __init__(self, caption: str, cells: Sequence[Cell], joined: str) -> None:
        super().__init__()
        self.cells = list(cells)
        self._joints: list[QLabel] = []
        self.caption = _caption(caption)
        self.caption.setBuddy(cells[0].editor)
        self.note = IconLabel()
        self.note.tell("")
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addWidget(self._strip(joined))
        right.addWidget(self.note)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(theme().lengths.gap)
        layout.addWidget(self.caption)
        layout.addLayout(right, 1)
        self._notes: dict[Key, tuple[str, str]] = {}
        first = self.cells[0].editor
        if joined and isinstance(first, MeasuredEditor):
            first.absence_changed.connect(self._pair_follows)

    def tell(self, key: Key, words: str, state: str) -> None:
        """Say something about one of the cells; an empty text takes it back."""
        self._notes.pop(key, None)
        if words:
            self._notes[key] = (words, state)
        worst = "danger" if any(each == "danger" for _, each in self._notes.values()) else "watch"
        self.note.tell("；".join(words for words, _ in self._notes.values()), worst)

    def fit(self) -> None:
        """A line without a field to see is not seen; the text of 其他 is nothing without its options."""
        first = self.cells[0]
        asked = (each for each in self.cells if not (first.isHidden() and belongs(each, first)))
        seen = any(not each.isHidden() for each in asked)
        # What was never hidden is shown with its form; shown before that, it would be dressed and laid out alone.
        if not seen or self.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            self.setVisible(seen)

    def _strip(self, joined: str) -> QWidget:
        strip = QWidget()
        first, *others = self.cells
        if isinstance(first.editor, ChoiceEditor) and others and all(belongs(each, first) for each in others):
            for each in others:
                first.editor.add_trailing(each)
            inner = QHBoxLayout(strip)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.addWidget(first, 1)
            return strip
        if len(self.cells) == 1 and self.cells[0].spreads:
            inner = QHBoxLayout(strip)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.addWidget(self.cells[0], 1)
            return strip
        flow = FlowLayout(strip, spacing=theme().lengths.small if joined else theme().lengths.wide)
        for place, cell in enumerate(self.cells):
            if joined and place:
                self.cells[place - 1].without_unit()
                self._joints.append(label(joined, "muted"))
                flow.addWidget(self._joints[-1])
            flow.addWidget(cell)
        return strip

    @Slot()
    def _pair_follows(self) -> None:
        """What could not be measured at all has no second half: 血压 is one measurement."""
        first = self.cells[0].editor
        assert isinstance(first, MeasuredEditor)
        for cell in self.cells[1:]:
            if isinstance(cell.editor, MeasuredEditor):
                cell.editor.set_reason(first.reason)
                cell.setVisible(not first.absent)
        for joint in self._joints:
            joint.setVisible(not first.absent)


class ToldLine(QWidget):
    """Words where a question would stand that was answered elsewhere."""

    own_asked = Signal(object)
    """The key of the field that the person answers here after all."""

    def __init__(self, told: Told) -> None:
        super().__init__()
        self.told = told
        self.caption = _caption(told.caption)
        self.words = label("", "muted", wrap=True)
        self.words.setContentsMargins(0, theme().lengths.small, 0, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(theme().lengths.gap)
        layout.addWidget(self.caption)
        layout.addWidget(self.words, 1)
        if told.key is not None:
            layout.addWidget(Button(self.tr("另填"), role="link", clicked=self._own))

    def tell(self, words: str, hint: str = "") -> None:
        """Say it; an empty text hides the line. `hint` is the longer explanation."""
        self.words.setText(words)
        self.words.setToolTip(hint)
        self.setVisible(bool(words))

    @Slot()
    def _own(self) -> None:
        self.own_asked.emit(self.told.key)


def belongs(cell: Cell, choice: Cell) -> bool:
    """Whether a field holds the words of another field's option."""
    return cell.key == (choice.key[0], f"{choice.key[1]}_other")


def _caption(words: str) -> QLabel:
    made = label(words, wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    made.setContentsMargins(0, theme().lengths.small, 0, 0)
    return made
