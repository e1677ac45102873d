"""最近的后台工作: what is under way, what was done, by whom, how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.long_work_words import state_word
from clinic_app.desktop.widgets.basic import Card, IconLabel, clear, column, label
from clinic_app.desktop.widgets.work_strip import WorkLines
from clinic_app.desktop.words import moment
from clinic_app.store.recent_work import CUT_OFF, RecentWork, recent_work

SHOWN = 12


class RecentWorkCard(Card):
    """Reads again whenever a work ends."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.works: list[RecentWork] = []
        self.body.addWidget(label(self.tr("最近的后台工作"), "section"))
        about = self.tr(
            "导入、导出、备份、演练、首次接收和核对在后台做，可以接着做别的；做到哪里、怎么结束的都在这里。"
        )
        self.body.addWidget(label(about, "muted", wrap=True))
        self.lines = WorkLines(desk.long_work)
        self.body.addWidget(self.lines)
        self._list = column()
        holder = QWidget()
        holder.setLayout(self._list)
        self.body.addWidget(holder)
        desk.long_work.over.connect(self.load)

    @Slot()
    def load(self) -> None:
        """Read the list."""
        self.desk.read(self, recent_work, self._show, key="recent")

    def _show(self, works: Sequence[RecentWork]) -> None:
        under_way = {job.noted for job in self.desk.long_work.jobs}
        self.works = [each for each in works if each.id not in under_way][:SHOWN]
        clear(self._list)
        for each in self.works:
            line = IconLabel()
            self._list.addWidget(line)
            line.tell(*self._words(each))
            line.show()
        if not self.works and not self.desk.long_work.jobs:
            self._list.addWidget(
                label(self.tr("还没有。在设置里备份一次，或从表格导入，就会记在这里。"), "muted", wrap=True)
            )

    def _words(self, work: RecentWork) -> tuple[str, str]:
        state, icon = state_word(work.state)
        when = moment(work.ended_at or work.began_at, self.desk.today)
        told = work.words if work.state != CUT_OFF else self.tr("程序关了或断电了，做完的部分都在")
        first = self.tr("{time}　{title}：{state}").format(time=when, title=work.title, state=state)
        by = self.tr("（{name}）").format(name=work.by) if work.by != self.desk.database.actor.name else ""
        return f"{first}{by}\n{told}" if told else f"{first}{by}", icon
