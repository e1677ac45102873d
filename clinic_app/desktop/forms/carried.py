"""Rows that usually stay as they were: last time's medicines, confirmed with one key or taken up for change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_app.desktop.forms.editor import COMMANDS, ENTER, Editor
from clinic_app.desktop.forms.items import ItemsEditor
from clinic_app.desktop.widgets.basic import Button, column, label, row, set_role
from clinic_app.records.field import Field


class CarriedEditor(Editor):
    """Nothing is recorded until the person confirms or changes the rows."""

    def __init__(
        self,
        declared: Field,
        last: Sequence[Mapping[str, Any]],
        words: Callable[[Mapping[str, Any]], str],
        *,
        when: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(declared, parent)
        self._last = [dict(each) for each in last]
        self._words = words
        self._confirmed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.told = label("", wrap=True)
        self.state = label("", "muted")
        self.same = Button(self.tr("不变"), key, symbol="good", clicked=self.confirm)
        self.change = Button(self.tr("调整") if last else self.tr("填写"), symbol="edit", clicked=self.take_up)
        for button in (self.same, self.change):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows = ItemsEditor(declared)
        self.rows.hide()
        self.rows.changed.connect(self.changed)
        self.rows.done.connect(self.done)
        self.rows.entered.connect(self.entered)
        head = row(self.told, self.same, self.change, self.state)
        head.setStretch(0, 1)
        self.inner.addLayout(column(head, self.rows))
        before = "；".join(words(each) for each in self._last)
        told = f"{before}（{when}）" if when and before else before
        self.told.setText(told or self.tr("上次没有记录"))
        self.same.setVisible(bool(self._last))
        self.setAccessibleDescription(self.told.text())

    def value(self) -> Any:
        """The confirmed or changed rows; None while nobody has said anything."""
        if not self.rows.isHidden():
            return self.rows.value()
        return [dict(each) for each in self._last] if self._confirmed else None

    def set_value(self, value: Any) -> None:
        """Show stored rows: a draft's, or those of a visit being corrected."""
        if value == self._last and value:
            self._confirmed = True
            self._tell()
        elif value:
            self.rows.set_value(value)
            self._open_rows()

    @Slot()
    def confirm(self) -> None:
        """As last time."""
        self._confirmed = True
        self.rows.hide()
        self._tell()
        self.changed.emit()
        self.done.emit()

    @Slot()
    def take_up(self) -> None:
        """Type into the rows, which begin as they were."""
        if self.rows.isHidden():
            self.rows.set_value(self._last)
            self._open_rows()
        self.rows.take_focus()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space takes the rows up; Enter goes on."""
        if event.key() in ENTER and not event.modifiers() & COMMANDS:
            self.done.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.take_up()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus on the first button."""
        super().focusInEvent(event)
        set_role(self.same if self._last else self.change, "current", "state")
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the mark away."""
        super().focusOutEvent(event)
        for button in (self.same, self.change):
            set_role(button, "", "state")
        self.left.emit()

    def mark(self, *, wrong: bool) -> None:
        """The rows show what is missing."""
        self.rows.mark(wrong=wrong)

    def _open_rows(self) -> None:
        self._confirmed = False
        self.rows.show()
        self._tell()

    def _tell(self) -> None:
        self.state.setText(self.tr("✓ 不变") if self._confirmed else "")
