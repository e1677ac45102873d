"""自动锁定: after how many minutes, and what a lock does."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, label, row
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.store.errors import StoreError
from clinic_app.store.idle import set_idle_minutes

CHOICES = (1, 3, 5, 10, 15, 20, 30, 60)


class IdleCard(Card):
    """Everybody sees it; who looks after the laptop chooses."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.body.addWidget(label(self.tr("自动锁定"), "section"))
        about = self.tr(
            "没有操作满这么多分钟、电脑休眠或锁屏时，窗口自动锁定：屏幕上的内容马上收起，填到一半的表留作草稿，"
            "数据文件关上，复制的内容清掉。"
        )
        self.body.addWidget(label(about, "muted", wrap=True))
        if not desk.database.actor.administers:
            self.body.addWidget(label(self.tr("由管理这台电脑的人来改。"), "muted", wrap=True))
        strip = QWidget()
        flow = FlowLayout(strip)
        self.buttons: dict[int, Button] = {}
        for minutes in CHOICES:
            button = Button(self.tr("{minutes}分钟").format(minutes=minutes), role="option", clicked=self._chosen)
            button.setCheckable(True)
            button.setProperty("minutes", minutes)
            flow.addWidget(button)
            self.buttons[minutes] = button
        line = row(label(self.tr("没有操作")), strip)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.words = IconLabel()
        self.words.tell("")
        self.body.addWidget(self.words)
        self.show_minutes(desk.idle_minutes)
        desk.idle_changed.connect(self.show_minutes)

    @Slot(int)
    def show_minutes(self, minutes: int) -> None:
        """What is set; only who looks after the laptop may press another one."""
        for each, button in self.buttons.items():
            button.setChecked(each == minutes)
            button.setEnabled(self.desk.database.actor.administers)

    @Slot()
    def _chosen(self) -> None:
        minutes = int(self.sender().property("minutes"))
        database = self.desk.database

        def store() -> int:
            set_idle_minutes(database, minutes)
            return minutes

        self.desk.work.write(self, store, self._stored, self._refused)

    def _stored(self, minutes: int) -> None:
        self.desk.idle_minutes = minutes
        self.desk.idle_changed.emit(minutes)
        self.show_minutes(minutes)
        self.words.tell(self.tr("现在起{minutes}分钟没有操作就锁定").format(minutes=minutes), "good")

    def _refused(self, error: BaseException) -> None:
        self.show_minutes(self.desk.idle_minutes)
        if isinstance(error, StoreError):
            self.words.tell(str(error), "danger")
        else:
            self.desk.work.bug_found.emit(error)
