"""Before people leave the program as a readable file: how many, what for, yes or no; of many the number."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.widgets.basic import Button, keep_width, label, row
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.line import Line
from clinic_app.desktop.widgets.question import Question
from clinic_app.records.code_list import EXPORT_REASON

OTHER = "other"
MANY = 200
"""Above so many lines the number is typed before the file is written: a whole village is not let out by a habit."""


class ExportQuestion(Question):
    """Emits `confirmed` with the reason; closing it writes nothing."""

    confirmed = Signal(str)

    def __init__(self, count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("导出"))
        self.count = count
        title = label(self.tr("要导出 {count} 条，选用途").format(count=count), "section", wrap=True)
        about = self.tr(
            "文件里有姓名、电话，没有加密，谁拿到都能看，用完删掉。谁在什么时候为什么导出多少条，记入审计。"
        )
        self.options: dict[str, QPushButton] = {}
        strip = QWidget()
        flow = FlowLayout(strip)
        for number, (key, words) in enumerate(self._reasons().items(), 1):
            button = Button(words, str(number), role="option", clicked=self._chosen)
            button.setCheckable(True)
            self.options[key] = button
            flow.addWidget(button)
        self.words = Line()
        self.words.setAccessibleName(self.tr("用途"))
        self.words.setPlaceholderText(self.tr("用途，不写居民姓名"))
        self.words.textChanged.connect(self._enable)
        self.words.done.connect(self._confirm)
        self.words.hide()
        self.number = Line()
        self.number.setAccessibleName(self.tr("条数"))
        self.number.textChanged.connect(self._enable)
        self.number.done.connect(self._confirm)
        keep_width(self.number, 8)
        asked = self.tr("这是很多人的名单。确实要导出，在这里输入条数 {count}").format(count=count)
        self.again = QWidget()
        self.again.setLayout(row(label(asked, wrap=True), self.number))
        self.again.setVisible(self.asks_again)
        self.export_button = Button(self.tr("导出"), "Ctrl+Enter", role="main", clicked=self._confirm)
        self.cancel_button = Button(self.tr("不导出"), "Esc", clicked=self.reject)
        self.lay(
            title, label(about, wrap=True), strip, self.words, self.again,
            buttons=(self.export_button, self.cancel_button),
            # With room for the words of another reason.
            more=2 * theme().lengths.section,
        )  # fmt: skip
        self._enable()
        next(iter(self.options.values())).setFocus()

    def _reasons(self) -> dict[str, str]:
        """What goes into the audit entry, and what is shown. A key is never given another meaning."""
        return {
            **record_words(EXPORT_REASON),
            OTHER: self.tr("其他，写明"),
        }

    @property
    def asks_again(self) -> bool:
        """Whether the number of lines has to be typed."""
        return self.count > MANY

    @property
    def confirmed_number(self) -> bool:
        """Whether the number that had to be typed was."""
        return not self.asks_again or unicodedata.normalize("NFKC", self.number.text()).strip() == str(self.count)

    @property
    def reason(self) -> str:
        """The chosen reason's key; of another one its words; empty while there is none."""
        key = next((key for key, button in self.options.items() if button.isChecked()), "")
        return self.words.text().strip() if key == OTHER else key

    @Slot()
    def _chosen(self) -> None:
        sender = self.sender()
        for button in self.options.values():
            button.setChecked(button is sender)
        self.words.setVisible(self.options[OTHER].isChecked())
        self._enable()
        following = self.number if self.asks_again else self.export_button
        (self.words if self.options[OTHER].isChecked() else following).setFocus()

    @Slot()
    def _enable(self) -> None:
        self.export_button.setEnabled(bool(self.reason) and self.confirmed_number)

    @Slot()
    def _confirm(self) -> None:
        reason = self.reason
        if reason and self.confirmed_number:
            self.accept()
            self.confirmed.emit(reason)
