"""入网: a one-time code of the county makes this laptop part of the alliance. It can wait; work goes on without."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QGridLayout

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, keep_width, label, row
from clinic_app.desktop.widgets.line import Line
from clinic_app.store.errors import StoreError
from clinic_app.sync.enrol import enrol
from clinic_app.sync.errors import SyncProblem


class Enrolment(Card):
    """Server address, code and, where the county gave one, its certificate."""

    enrolled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._certificate: Path | None = None
        self.body.addWidget(label(self.tr("入网"), "section"))
        words = self.tr("向县平台要服务器地址和入网码，填好后就能同步和转诊。没有也可以先用，记录都保存在本机。")
        self.body.addWidget(label(words, "muted", wrap=True))
        self.server, self.code = Line(), Line()
        self.server.setPlaceholderText("https://")
        self.server.done.connect(self._to_code)
        self.code.done.connect(self._enrol)
        grid = QGridLayout()
        for place, (caption, box) in enumerate(((self.tr("服务器地址"), self.server), (self.tr("入网码"), self.code))):
            keep_width(box, 14)
            named = label(caption)
            named.setBuddy(box)
            box.setAccessibleName(caption)
            grid.addWidget(named, place, 0)
            grid.addWidget(box, place, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.certificate_words = label(self.tr("县平台给了证书文件时才选"), "muted")
        choose = Button(self.tr("选证书文件"), clicked=self._choose)
        self.button = Button(self.tr("入网"), role="main", symbol="sync", clicked=self._enrol)
        self.body.addLayout(row(choose, self.certificate_words, None, self.button))
        self.trouble = IconLabel()
        self.trouble.tell("")
        self.body.addWidget(self.trouble)

    @Slot()
    def _to_code(self) -> None:
        self.code.setFocus()

    @Slot()
    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("选证书文件"), "", "*.pem *.crt *.cer")
        if name:
            self._certificate = Path(name)
            self.certificate_words.setText(self._certificate.name)

    @Slot()
    def _enrol(self) -> None:
        server, code = self.server.text().strip(), self.code.text().strip()
        if not server or not code:
            self.trouble.tell(self.tr("服务器地址和入网码都要填"), "danger")
            (self.server if not server else self.code).setFocus()
            return
        self.button.setEnabled(False)
        self.trouble.tell(self.tr("正在联系县平台…"), "note")
        database, certificate = self.desk.database, self._certificate
        self.desk.work.network(self, lambda: enrol(database, server, code, certificate), self._enrolled, self._refused)

    def _enrolled(self, device: object) -> None:
        self.button.setEnabled(True)
        self.trouble.tell(self.tr("已入网"), "good")
        self.enrolled.emit()

    def _refused(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        if isinstance(error, (SyncProblem, StoreError)):
            self.trouble.tell(str(error), "danger")
            return
        self.trouble.tell(self.tr("没有入网，本机数据没有改动，核对服务器地址再试"), "danger")
        self.desk.work.bug_found.emit(error)
