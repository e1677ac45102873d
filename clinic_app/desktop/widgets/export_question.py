"""Before people leave the program as a readable file: how many, what for, and yes or no."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from clinic_app.desktop.forms.editor import Line
from clinic_app.desktop.widgets.basic import Button, column, label, row
from clinic_app.desktop.widgets.flow import FlowLayout

OTHER = "other"


class ExportQuestion(QDialog):
    """Emits `confirmed` with the reason; closing it writes nothing."""

    confirmed = Signal(str)

    def __init__(self, count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("导出"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
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
        self.export_button = Button(self.tr("导出"), "Ctrl+Enter", role="main", clicked=self._confirm)
        self.cancel_button = Button(self.tr("不导出"), "Esc", clicked=self.reject)
        buttons = row(self.export_button, self.cancel_button, None)
        body = column(title, label(about, wrap=True), strip, self.words, None, buttons)
        body.setContentsMargins(24, 16, 24, 16)
        self.setLayout(body)
        self.resize(min(560, parent.window().width() - 40), 300)
        self._enable()
        next(iter(self.options.values())).setFocus()

    def _reasons(self) -> dict[str, str]:
        """What goes into the audit entry, and what is shown. A key is never given another meaning."""
        return {
            "visits": self.tr("入户和电话联系"),
            "report": self.tr("报送卫生院、县里"),
            "check": self.tr("核对、质控"),
            "asked": self.tr("本人要求"),
            OTHER: self.tr("其他，写明"),
        }

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
        (self.words if self.options[OTHER].isChecked() else self.export_button).setFocus()
        self._enable()

    @Slot()
    def _enable(self) -> None:
        self.export_button.setEnabled(bool(self.reason))

    @Slot()
    def _confirm(self) -> None:
        reason = self.reason
        if reason:
            self.accept()
            self.confirmed.emit(reason)
