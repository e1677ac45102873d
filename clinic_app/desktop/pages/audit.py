"""审计: who did what with this laptop's data, by day, person, action and whom it was about; for who looks after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from clinic_app.clock import local_time_text
from clinic_app.desktop.audit_words import AuditWords
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.day import DateEditor
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.lists.outgoing import Taken, Write
from clinic_app.desktop.models.ids import IdModel
from clinic_app.desktop.models.rows import Row
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import IconLabel, expanding, label
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.desktop.widgets.line import Line, WheelGuard
from clinic_app.exchange.list_file import Format
from clinic_app.gathered.audit import export_audit
from clinic_app.gathered.plain_list import AUDIT
from clinic_app.protocol.audit_actions import GROUPS, action_word
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import audit
from clinic_app.store.accounts import Account, list_accounts
from clinic_app.store.database import Database
from clinic_app.store.queries.audit import AuditQuestion, AuditRow, audit_ids, audit_rows
from clinic_app.store.witness import disagreement

TYPED = 250
Answer = tuple[list[str], str]


class AuditPage(Page):
    """Newest first; rows are read when they are painted. Opening it is itself an entry."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("审计"))
        self.asked = AuditQuestion()
        self._words = AuditWords()
        self.list = self._list()
        self.table, self.count, self.empty = self.list.table, self.list.totals, self.list.empty
        self.list.set_empty(self.tr("没有符合条件的审计记录，改一改上面的条件。"))
        self.head.insertWidget(1, self.count)
        self.head.addWidget(self.list.menu_button)
        self._guard = WheelGuard(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPED)
        self._timer.timeout.connect(self._filter_changed)
        self.problem = IconLabel()
        self.body.addWidget(self.problem)
        self.problem.hide()
        self.body.addLayout(self._filters())
        self.body.addWidget(self.list, 1)

    def arrive(self, place: Place) -> None:
        """Reading the audit is in the audit."""
        super().arrive(place)
        database = self.desk.database
        self.desk.work.write(self, lambda: audit.note(database, "audit_read", "audit"))

    def _list(self) -> ListFrame:
        columns = (
            Column("seq", self.tr("号"), 4, gives_way=2),
            Column("at", self.tr("时间"), 9),
            Column("who", self.tr("谁"), 6),
            Column("action", self.tr("做了什么"), 7),
            Column("target", self.tr("对象"), 0),
            Column("detail", self.tr("说明"), 10, gives_way=1, sorts=False),
        )
        self.model = IdModel(self.desk, [each.words for each in columns], audit_rows, self._row, self)
        made = ListFrame(
            self.desk, "audit", self.tr("审计记录"), columns, self.model,
            of=AUDIT, unit=self.tr("{count} 条"), bar=False,
        )  # fmt: skip
        made.about = self._filter_words
        made.outgoing.writer = self._writer
        made.order_asked.connect(self._filter_changed)
        return made

    def _filter_words(self) -> str:
        first, last = (box.value() or "" for box in (self.first, self.last))
        days = [self.tr("{first} 至 {last}").format(first=first, last=last)] if first or last else []
        chosen = [box.currentText().strip() for box in (self.who, self.action) if box.currentData()]
        return "　".join(part for part in (*days, *chosen, self.target.text().strip()) if part)

    def _writer(self, taken: Taken) -> Write:
        """The whole entries, oldest first."""
        asked, only = self.asked, self.list.chosen_ids

        def write(database: Database, path: Path, reason: str, form: Format) -> None:
            export_audit(database, asked, path, reason, form, only)

        return write

    @Slot()
    def refresh(self) -> None:
        """Ask for the numbers again."""
        database, asked = self.desk.database, self.asked
        self.desk.work.read(self, lambda: list_accounts(database), self._show_people, key="people")

        def read(connection: Any) -> Answer:
            found = disagreement(connection)
            return audit_ids(connection, asked), found.sentence if found else ""

        self.desk.read(self, read, self._show, key="ids")

    def take_focus(self) -> None:
        """The list."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _filters(self) -> QHBoxLayout:
        visit_date = RECORD_TYPES["visit"].fields["visit_date"]
        self.first, self.last = DateEditor(visit_date, self.desk.today), DateEditor(visit_date, self.desk.today)
        for box, name in ((self.first, self.tr("从哪天")), (self.last, self.tr("到哪天"))):
            box.name_for_reader(name)
            box.done.connect(self._filter_changed)
        self.who = self._combo(self.tr("谁"), [("", self.tr("所有人"))])
        kinds = [("", self.tr("所有动作"))]
        for group, actions in GROUPS.items():
            kinds.append((f"group:{group}", record_word(group)))
            kinds += [(code, f"　{record_word(word)}") for code, word in actions.items()]
        self.action = self._combo(self.tr("做了什么"), kinds)
        self.target = Line()
        self.target.setPlaceholderText(self.tr("对象：居民姓名"))
        self.target.setAccessibleName(self.tr("对象"))
        self.list.search_in(self.target)
        self.target.textChanged.connect(self._typed)
        days = (label(self.tr("日期")), self.first, label(self.tr("至")), self.last)
        line = folding(*days, self.who, self.action, expanding(self.target))
        line.setStretch(6, 1)
        return line

    def _combo(self, name: str, options: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.installEventFilter(self._guard)
        for code, words in options:
            box.addItem(words, code)
        box.currentIndexChanged.connect(self._filter_changed)
        return box

    def _row(self, entry: AuditRow) -> Row:
        texts = (
            entry.id,
            local_time_text(entry.at),
            entry.who or entry.actor[-6:],
            record_word(action_word(entry.action)),
            self._words.target(entry),
            self._words.detail(entry),
        )
        return Row(entry.id, texts)

    def _show(self, answer: Answer) -> None:
        ids, problem = answer
        self.model.show_ids(ids)
        self.problem.tell(problem, "danger")
        if ids:
            self.table.choose_first()
        self.filled()

    def _show_people(self, people: Sequence[Account]) -> None:
        if self.who.count() == len(people) + 1:
            return
        self.who.blockSignals(True)
        self.who.clear()
        self.who.addItem(self.tr("所有人"), "")
        for each in people:
            self.who.addItem(each.name, each.id)
        self.who.blockSignals(False)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._timer.start()

    @Slot()
    def _filter_changed(self) -> None:
        chosen = str(self.action.currentData() or "")
        group = chosen.removeprefix("group:")
        order = self.list.order
        actions = tuple(GROUPS[group]) if group != chosen else (chosen,) if chosen else ()
        self.asked = replace(
            self.asked, first=self._day(self.first), last=self._day(self.last), actor=str(self.who.currentData() or ""),
            actions=actions, target=self.target.text().strip(),
            sort={"at": "seq"}.get(order.key, order.key), descending=order.descending,
        )  # fmt: skip
        self.refresh()

    def _day(self, box: DateEditor) -> date | None:
        """The day of a box; what is no date is said and stands for no day."""
        value = box.value()
        try:
            return date.fromisoformat(str(value)) if value else None
        except ValueError:
            self.desk.say(self.tr("“{text}”不是日期，没有按它筛选，写成 2026-11-22").format(text=value), "watch")
            return None
