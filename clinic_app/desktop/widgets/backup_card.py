"""备份: the daily copies and where they lie, a copy by hand, the second place, and the rehearsal of the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.long_work import Ended, Job, Kind
from clinic_app.desktop.long_work_words import rehearsal_ended
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, label, row
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.words import moment
from clinic_app.progress import Watch
from clinic_app.store.backup import LastBackup, backup, last_backup
from clinic_app.store.database import Database
from clinic_app.store.errors import StoreError
from clinic_app.store.rehearsal import rehearse
from clinic_app.store.second_place import (
    carry_to_second_place,
    last_at_second_place,
    second_place,
    set_second_place,
)


@dataclass(frozen=True)
class Copies:
    """What there is: the newest copy here, the second place and the newest copy there."""

    here: LastBackup | None
    place: Path | None
    there: LastBackup | None


def copies(database: Database) -> Copies:
    """Read from both places; the second may be away."""
    with database.read() as connection:
        place = second_place(connection)
    there = last_at_second_place(place, database.folder) if place else None
    return Copies(last_backup(database.folder), place, there)


class BackupCard(Card):
    """Everything runs off the GUI thread."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.job: Job | None = None
        self.body.addWidget(label(self.tr("备份"), "section"))
        self.words = label("", wrap=True)
        self.place_words = label("", wrap=True)
        hint = self.tr("恢复：在新的或空的数据文件夹上运行 clinic-app restore 文件，再用原来的姓名和密码登录。")
        for each in (self.words, self.place_words, label(hint, "muted", wrap=True)):
            self.body.addWidget(each)
        self.button = Button(self.tr("现在备份到…"), symbol="save", clicked=self._choose_file)
        self.rehearse_button = Button(self.tr("演练恢复"), clicked=self.rehearse)
        self.place_button = Button(self.tr("选第二处…"), clicked=self._choose_place)
        self.no_place_button = Button(self.tr("不用第二处"), clicked=self._no_place)
        self.buttons = (self.button, self.rehearse_button, self.place_button, self.no_place_button)
        strip = QWidget()
        flow = FlowLayout(strip)
        for button in self.buttons:
            flow.addWidget(button)
        self.no_place_button.hide()
        self.body.addWidget(strip)
        self.state = IconLabel()
        self.state.tell("")
        self.body.addLayout(row(self.state, None))

    def load(self) -> None:
        """Read what there is."""
        database = self.desk.database
        self.desk.work.read(self, lambda: copies(database), self._show, key="copies")

    def _show(self, found: Copies) -> None:
        today = self.desk.today
        if found.here is None:
            self.words.setText(self.tr("还没有自动备份。程序每天和退出时自动留一份加密备份，保留三天。"))
        else:
            when = moment(found.here.created_at.isoformat(), today)
            self.words.setText(self.tr("上次自动备份 {time}，加密保存在本机，保留三天。").format(time=when))
        self.no_place_button.setVisible(found.place is not None)
        if found.place is None:
            words = self.tr("没有第二处备份：电脑丢了、坏了，本机的备份也就没有了。选U盘或另一块磁盘。")
        elif found.there is None:
            words = self.tr("第二处 {place}：现在没有备份（没接上，或还没做过）。").format(place=found.place)
        else:
            when = moment(found.there.created_at.isoformat(), today)
            words = self.tr("第二处 {place}：上次备份 {time}，保留三天。").format(place=found.place, time=when)
        self.place_words.setText(words)

    @Slot()
    def _choose_file(self) -> None:
        name = f"{self.desk.today:%Y%m%d}.clinicbackup"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("备份到"), name, "*.clinicbackup")
        if chosen:
            self.backup_to(Path(chosen))

    def backup_to(self, path: Path) -> None:
        """Write a backup by hand."""
        database = self.desk.database
        done = Ended(self.tr("备份好了，内容已核对"))
        self._begin(self.tr("备份"), lambda watch: backup(database, path, watch), lambda manifest: done)

    @Slot()
    def rehearse(self) -> None:
        """Restore today's copy into a trial folder and compare."""
        database = self.desk.database
        self._begin(self.tr("演练恢复"), lambda watch: rehearse(database, watch=watch), rehearsal_ended, Kind.REHEARSAL)

    @Slot()
    def _choose_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("第二处备份放在哪里"))
        if chosen:
            self.use_place(Path(chosen))

    @Slot()
    def _no_place(self) -> None:
        self.use_place(None)

    def use_place(self, place: Path | None) -> None:
        """Choose the second place, and bring the newest copy there at once."""
        database = self.desk.database
        if place is None:
            self._tell(self.tr("正在改…"), "note")
            self.desk.work.write(self, lambda: set_second_place(database, None), self._not_placed, self._refused)
            return

        def use(watch: Watch) -> None:
            set_second_place(database, place)
            carry_to_second_place(database, watch=watch)

        done = Ended(self.tr("好了，以后每天和退出时也备份到第二处"))
        self._begin(self.tr("备份到第二处"), use, lambda nothing: done)

    def _not_placed(self, nothing: object) -> None:
        self._tell(self.tr("以后不再备份到第二处，那里已有的备份留着"), "note")
        self.load()

    def _begin(
        self,
        title: str,
        function: Callable[[Watch], Any],
        summarise: Callable[[Any], Ended],
        kind: Kind = Kind.BACKUP,
    ) -> None:
        for button in self.buttons:
            button.setEnabled(False)
        self.job = self.desk.long_work.begin(self, kind, title, function, summarise, then=self._over, failed=self._over)
        self._tell(self.tr("正在做，进度在窗口下边；可以去别的页面"), "note")

    def _over(self, result: object) -> None:
        """The words that the message bar says stand here as well."""
        for button in self.buttons:
            button.setEnabled(True)
        ended = self.job.ended if self.job is not None else None
        if ended is not None:
            self._tell(ended.words, "note" if ended.state == "stopped" else ended.state)
        self.load()

    def _tell(self, words: str, state: str) -> None:
        self.state.tell(words, state)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, StoreError):
            self._tell(str(error), "danger")
        else:
            self._tell("", "note")
            self.desk.work.bug_found.emit(error)
