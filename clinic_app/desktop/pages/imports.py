"""导入记录: the sheets that came in, as numbered batches; one key takes a batch back and says what stays."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from clinic_app.desktop.changes import PEOPLE, REFERRALS, VISITS
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.import_words import undo_ended
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.long_work import Kind
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import Button, label
from clinic_app.desktop.widgets.table import Table
from clinic_app.desktop.words import moment
from clinic_app.exchange.sheet_kinds import KINDS
from clinic_app.sheet_import import UndoReport, undo_batch
from clinic_app.store.import_batches import STATE_WORDS, Batch, batches


class ImportsPage(Page):
    """Newest first."""

    watched = PEOPLE | VISITS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("导入记录"))
        self.head.addWidget(Button(self.tr("返回"), "Esc", symbol="back", clicked=self.desk.back.emit))
        self.undo_button = Button(self.tr("撤销这一批"), "F8", clicked=self.undo)
        self.head.addWidget(self.undo_button)
        self.head.addWidget(Button(self.tr("从表格导入"), "Ctrl+N", role="main", symbol="import", clicked=self._choose))
        self._batches: dict[str, Batch] = {}
        columns = (
            Column("batch", self.tr("批次"), 6.5),
            Column("at", self.tr("时间"), 6.5),
            Column("kind", self.tr("内容"), 6),
            Column("file", self.tr("文件"), 0),
            Column("new", self.tr("新增"), 3, right=True),
            Column("refused", self.tr("退回"), 3, right=True),
            Column("state", self.tr("状态"), 5),
            Column("by", self.tr("导入人"), 4, gives_way=1),
        )
        right = [place for place, each in enumerate(columns) if each.right]
        self.model = RowsModel([each.words for each in columns], self, right=right)
        self.list = ListFrame(
            desk, "imports", self.tr("导入记录"), columns, self.model, of="resident", unit=self.tr("{count} 批")
        )
        words = self.tr("从别的系统导出的名单和随访表在这里导入：居民、慢病登记、高血压和糖尿病随访、死亡、迁出。")
        self.list.set_empty(words, self.tr("选一份表格"), self._choose)
        self.list.chosen.connect(self._tell)
        self.left_title = label("", "section")
        self.left_model = RowsModel([self.tr("行"), self.tr("内容"), self.tr("为什么留下")], self)
        self.left = Table([4, 8, 0], self.tr("没有撤销的"))
        self.left.setModel(self.left_model)
        self.left.fit()
        self.body.addWidget(self.list, 2)
        self.body.addWidget(self.left_title)
        self.body.addWidget(self.left, 1)
        self._show_left(None)

    def refresh(self) -> None:
        """Read the batches again."""
        self.desk.read(self, batches, self._show, key="batches")

    def take_focus(self) -> None:
        """The list."""
        self.list.setFocus()

    def _show(self, found: list[Batch]) -> None:
        self._batches = {each.id: each for each in found}
        kept = self.model.id_at(self.list.table.row)
        self.model.show_rows([self._row(each) for each in found])
        place = self.model.row_of(kept) if kept else 0
        self.list.table.go_to(max(0, place))
        self._tell()

    def _row(self, batch: Batch) -> Row:
        kind = record_word(KINDS[batch.kind].words) if batch.kind in KINDS else batch.kind
        new = batch.counts.get("new", 0) + batch.counts.get("changed", 0)
        texts = (
            batch.id, moment(batch.began_at, self.desk.today), kind, batch.file, f"{new:,}",
            f"{batch.counts.get('refused', 0):,}", record_word(STATE_WORDS.get(batch.state, batch.state)),
            batch.by_name,
        )  # fmt: skip
        return Row(batch.id, texts)

    @Slot()
    def _tell(self, *row: Any) -> None:
        batch = self._batches.get(self.model.id_at(self.list.table.row))
        self.undo_button.setEnabled(batch is not None and batch.can_be_undone)

    @Slot()
    def undo(self) -> None:
        """Take the chosen batch back, in the background."""
        number = self.model.id_at(self.list.table.row)
        if not number or not self._batches[number].can_be_undone:
            return
        database = self.desk.database
        self.undo_button.setEnabled(False)
        self.desk.long_work.begin(
            self, Kind.UNDO, self.tr("撤销批次 {number}").format(number=number),
            lambda watch: undo_batch(database, number, watch), undo_ended,
            then=self._undone, failed=self._not_undone, types=PEOPLE | VISITS | REFERRALS,
        )  # fmt: skip

    def _undone(self, report: UndoReport) -> None:
        self._show_left(report)
        self.refresh()

    def _not_undone(self, error: BaseException) -> None:
        self.refresh()

    def _show_left(self, report: UndoReport | None) -> None:
        left = report.left if report else ()
        self.left_title.setVisible(bool(left))
        self.left.setVisible(bool(left))
        if report and left:
            words = self.tr("批次 {number} 里没有撤销的 {count} 条")
            self.left_title.setText(words.format(number=report.batch, count=len(left)))
        self.left_model.show_rows(
            [Row(f"{place}", (str(each.line), record_word(each.kind_word), each.message))
             for place, each in enumerate(left)]
        )  # fmt: skip

    @Slot()
    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("选一份表格"), "", self.tr("表格 (*.xlsx *.csv)"))
        if name:
            self.desk.open("import", name)
