"""导出模板: the header rows of other systems, in whose column order lists go out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.widgets.basic import Button, Card, clear, column, label, row
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.desktop.words import listed
from clinic_app.exchange.list_template import NoHeader, Template, template_of
from clinic_app.gathered.by_template import list_templates
from clinic_app.store.errors import StoreError
from clinic_app.store.list_templates import forget_template, keep_template

SHOWN = 8
"""Column names of a template that are read out; the rest is counted."""


class TemplatesCard(Card):
    """One line for each template; a sheet of the other system adds one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.templates: list[Template] = []
        self.button = Button(self.tr("加一个模板…"), symbol="add", clicked=self._choose)
        self.body.addLayout(folding(label(self.tr("导出模板"), "section"), None, self.button))
        about = self.tr(
            "别的系统要什么样的列，就选一份它的空表或导出表：以后导出名单时可选“按…的列”，列名和顺序与它一样。马上生效。"
        )
        self.body.addWidget(label(about, "muted", wrap=True))
        self._lines = column()
        holder = QWidget()
        holder.setLayout(self._lines)
        self.body.addWidget(holder)

    def load(self) -> None:
        """Read the templates."""
        self.desk.read(self, list_templates, self._show, key="templates")

    def _show(self, found: list[Template]) -> None:
        self.templates = found
        clear(self._lines)
        for each in found:
            button = Button(self.tr("去掉"), clicked=self._forget)
            button.setProperty("template", each.name)
            button.setAccessibleName(self.tr("去掉模板“{name}”").format(name=each.name))
            words = listed(each.head[:SHOWN]) + (self.tr("…") if len(each.head) > SHOWN else "")
            about = self.tr("{count} 列：{columns}").format(count=len(each.head), columns=words)
            line = row(label(each.name, "strong", wrap=True), label(about, "muted", wrap=True), button)
            line.setStretch(1, 1)
            self._lines.addLayout(line)
        if not found:
            self._lines.addWidget(label(self.tr("还没有模板，名单按屏幕上的列导出"), wrap=True))

    @Slot()
    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("选一份带表头的表格"), "", self.tr("表格 (*.xlsx *.csv)"))
        if name:
            self.add(Path(name))

    def add(self, path: Path) -> None:
        """Keep the header row of a sheet."""
        database = self.desk.database

        def keep() -> str:
            found = template_of(path)
            keep_template(database, found.name, found.head)
            return found.name

        self.desk.work.write(self, keep, self._added, self._failed)

    def _added(self, name: str) -> None:
        self.desk.say(self.tr("加了模板“{name}”，导出名单时在文件类型里选").format(name=name))
        self.load()

    @Slot()
    def _forget(self) -> None:
        name, database = str(self.sender().property("template")), self.desk.database
        self.desk.work.write(self, lambda: forget_template(database, name), self._forgotten, self._failed)

    def _forgotten(self, nothing: object) -> None:
        self.load()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, (NoHeader, StoreError)):
            self.desk.say(str(error), "watch")
        elif isinstance(error, OSError):
            self.desk.say(self.tr("这个文件打不开，核对后再试"), "danger")
        else:
            self.desk.work.bug_found.emit(error)
