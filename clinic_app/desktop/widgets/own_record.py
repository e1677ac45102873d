"""本人要求的全部记录: asked what for, written as a paper or a sheet, in the background."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.forms.draft_keeper import WordsKeeper
from clinic_app.desktop.long_work import Ended, Kind
from clinic_app.desktop.widgets.basic import Button, label
from clinic_app.desktop.widgets.line import Line
from clinic_app.desktop.widgets.question import Question
from clinic_app.gathered import NothingToPrint
from clinic_app.gathered.own_record import PDF, TITLE, XLSX, export_own_record


class OwnRecordQuestion(Question):
    """Emits `confirmed` with the reason; closing it writes nothing."""

    confirmed = Signal(str)

    def __init__(self, person: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("导出本人档案"))
        title = label(self.tr("应本人要求导出{name}的全部记录").format(name=person), "section", wrap=True)
        about = self.tr(
            "先核对身份证，确认是本人或其监护人。里面有全部随访、转诊、用药和登记，作废的也在，每条写明谁保存。"
            "文件没有加密，当面交给本人。导出记入审计。"
        )
        self.reason = Line()
        self.reason.setAccessibleName(self.tr("用途"))
        self.reason.setText(self.tr("本人要求查阅、复制"))
        self.reason.textChanged.connect(self._enable)
        self.reason.done.connect(self._confirm)
        caption = label(self.tr("用途，不写居民姓名"))
        caption.setBuddy(self.reason)
        self.export_button = Button(self.tr("导出"), "Ctrl+Enter", role="main", clicked=self._confirm)
        self.cancel_button = Button(self.tr("不导出"), "Esc", clicked=self.reject)
        self.lay(title, label(about, wrap=True), caption, self.reason, buttons=(self.export_button, self.cancel_button))
        self.reason.setFocus()

    @Slot()
    def _enable(self) -> None:
        self.export_button.setEnabled(bool(self.reason.text().strip()))

    @Slot()
    def _confirm(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.accept()
            self.confirmed.emit(reason)


class OwnRecord(QObject):
    """Of the resident that a page shows."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner
        self._resident = ""
        self.question: OwnRecordQuestion | None = None

    def ask(self, resident_id: str, person: str) -> None:
        """Begin."""
        self._resident = resident_id
        self.question = OwnRecordQuestion(person, self._owner)
        self.question.confirmed.connect(self._ask_where)
        WordsKeeper(self._desk, self.question, self.question.reason, f"own record:{resident_id}")
        self.question.open()

    @Slot(str)
    def _ask_where(self, reason: str) -> None:
        self.question = None
        filters = {"PDF (*.pdf)": PDF, self.tr("Excel 表格 (*.xlsx)"): XLSX}
        name = f"{TITLE} {self._desk.today.isoformat()}{PDF}"
        path, chosen = QFileDialog.getSaveFileName(self._owner, self.tr("导出本人档案"), name, ";;".join(filters))
        if path:
            self.export_to(Path(path).with_suffix(filters.get(chosen, PDF)), reason)

    def export_to(self, path: Path, reason: str) -> None:
        """Write it."""
        database, resident_id = self._desk.database, self._resident
        words = self.tr("已导出 {count} 条记录：{name}，没有加密，当面交给本人")
        self._desk.long_work.begin(
            self, Kind.EXPORT, self.tr("导出本人档案"),
            lambda watch: export_own_record(database, resident_id, path, reason),
            lambda count: Ended(words.format(count=count, name=path.name)),
            failed=self._not_written, known=(NothingToPrint,),
        )  # fmt: skip

    def _not_written(self, error: BaseException) -> None:
        if isinstance(error, OSError):
            words = self.tr("文件没有写成，换个文件夹或关掉打开着的同名文件再导出。本机的内容都在。")
            self._desk.say(words, "danger")
