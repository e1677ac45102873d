"""Rows that usually stay as they were: last time's medicines, confirmed with one key or taken up for change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_app.desktop.forms.day import DateEditor
from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.items import ItemsEditor
from clinic_app.desktop.forms.number import NumberEditor
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, column, label, row, set_role
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.line import COMMANDS, ENTER
from clinic_app.records.field import Field

DISPENSED, SUPPLIED = "dispensed_on", "days_supplied"
REFILL_KEY = "Ctrl+F6"


class CarriedEditor(Editor):
    """Nothing is recorded until the person confirms or changes the rows.

    Rows of drugs say how many days they still last; 又取药 takes one date and one number of days for all of them.
    `rare` rows (insulin) are passed over where there were none.
    """

    def __init__(
        self,
        declared: Field,
        last: Sequence[Mapping[str, Any]],
        words: Callable[[Mapping[str, Any]], str],
        *,
        when: str = "",
        key: str = "",
        today: date | None = None,
        suggestions: Mapping[str, Sequence[str]] | None = None,
        rare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(declared, parent)
        self._rare = rare
        self._last = [dict(each) for each in last]
        self._words, self._today = words, today
        self._confirmed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.told = label("", wrap=True)
        self.state = label("", "muted")
        self.same = Button(self.tr("不变"), key, symbol="good", clicked=self.confirm)
        self.change = Button(
            self.tr("调整　空格") if last else self.tr("填写　空格"), symbol="edit", clicked=self.take_up
        )
        self._parts = {part.name: part for part in declared.items}
        can_refill = bool(last) and today is not None and {DISPENSED, SUPPLIED} <= self._parts.keys()
        self.refill = Button(self.tr("又取药"), REFILL_KEY, clicked=self.ask_refill) if can_refill else None
        self.dispensed: DateEditor | None = None
        self.days: NumberEditor | None = None
        self._refill_row: QWidget | None = None
        buttons = [each for each in (self.same, self.refill, self.change) if each is not None]
        for button in buttons:
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows = ItemsEditor(declared, today=today, suggestions=suggestions)
        self.rows.hide()
        self.rows.changed.connect(self.changed)
        self.rows.done.connect(self.done)
        self.rows.entered.connect(self.entered)
        strip = QWidget()
        flow = FlowLayout(strip, spacing=theme().lengths.small)
        for each in (*buttons, self.state):
            flow.addWidget(each)
        self._column = column(self.told, strip, self.rows)
        self.inner.addLayout(self._column)
        before = "；".join(self._line(each) for each in self._last)
        told = f"{before}（{when}）" if when and before else before
        self.told.setText(told or self.tr("上次没有记录"))
        self.same.setVisible(bool(self._last))
        self.setAccessibleDescription(self.told.text())

    @property
    def waits_for_answer(self) -> bool:
        """What was confirmed by its key, or is rare and was never filled in, does not stop a routine visit."""
        return not self._confirmed and (bool(self._last) or not self._rare)

    def value(self) -> Any:
        """The confirmed or changed rows; None while nobody has said anything."""
        if not self.rows.isHidden():
            return self.rows.value()
        return [self._refilled(each) for each in self._last] if self._confirmed else None

    def set_value(self, value: Any) -> None:
        """Show stored rows: a draft's, or those of a visit being corrected."""
        if value == self._last and value:
            self.rows.hide()
            self._confirmed = True
            self._tell()
        elif value:
            self.rows.set_value(value)
            self._open_rows()
        else:
            # Nobody has said anything.
            self.rows.hide()
            self._confirmed = False
            self._tell()

    @Slot()
    def confirm(self) -> None:
        """As last time."""
        self._confirm()
        self.done.emit()

    @Slot()
    def ask_refill(self) -> None:
        """As last time, and fetched anew: on which day, for how many days."""
        if self._refill_row is None:
            self._make_refill()
        assert self._refill_row is not None
        assert self.days is not None
        self._refill_row.show()
        self._confirm()
        self.days.take_focus()

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

    def _confirm(self) -> None:
        self._confirmed = True
        self.rows.hide()
        self._tell()
        self.changed.emit()

    def _make_refill(self) -> None:
        assert self._today is not None
        self.dispensed = DateEditor(self._parts[DISPENSED], self._today)
        self.days = NumberEditor(self._parts[SUPPLIED])
        self.dispensed.set_value(self._today.isoformat())
        usual = next((each[SUPPLIED] for each in self._last if each.get(SUPPLIED)), None)
        self.days.set_value(usual)
        for editor, name in ((self.dispensed, self.tr("取药日期")), (self.days, self.tr("可用天数"))):
            editor.name_for_reader(name)
            editor.changed.connect(self.changed)
            editor.entered.connect(self.entered)
        self.days.done.connect(self.done)
        self.dispensed.done.connect(self.done)
        self._refill_row = QWidget()
        captions = [label(words, "muted") for words in (self.tr("可用天数"), self.tr("取药日期"))]
        self._refill_row.setLayout(row(captions[0], self.days, captions[1], self.dispensed, None))
        self._column.insertWidget(2, self._refill_row)

    def _refilled(self, each: Mapping[str, Any]) -> dict[str, Any]:
        if self._refill_row is None or self._refill_row.isHidden():
            return dict(each)
        assert self.dispensed is not None
        assert self.days is not None
        fetched = {DISPENSED: self.dispensed.value(), SUPPLIED: self.days.value()}
        return {**each, **{name: value for name, value in fetched.items() if value is not None}}

    def _open_rows(self) -> None:
        self._confirmed = False
        if self._refill_row is not None:
            self._refill_row.hide()
        self.rows.show()
        self._tell()

    def _tell(self) -> None:
        self.state.setText(self.tr("✓ 不变") if self._confirmed else "")

    def _line(self, each: Mapping[str, Any]) -> str:
        left = days_left(each, self._today)
        if left is None:
            return self._words(each)
        if left < 0:
            return self.tr("{drug}（已断药{days}天）").format(drug=self._words(each), days=-left)
        return self.tr("{drug}（剩{days}天）").format(drug=self._words(each), days=left)


def days_left(row: Mapping[str, Any], today: date | None) -> int | None:
    """How many days a drug still lasts; below zero when it ran out; None where the supply is not known."""
    try:
        ends = date.fromisoformat(str(row[DISPENSED])) + timedelta(days=int(row[SUPPLIED]))
    except (KeyError, ValueError):
        return None
    return (ends - today).days if today is not None else None
