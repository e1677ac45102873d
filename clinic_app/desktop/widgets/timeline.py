"""时间线: everything of a person by day, read a page at a time; the chosen line in full beside the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from clinic_app.desktop.day_words import long_day
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.entry_words import detail_groups, kind_words, line_words
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.models.ids import IdModel
from clinic_app.desktop.models.rows import Row
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, Card, clear, column, keep_lines, label, row, scrolled
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.desktop.widgets.line import WheelGuard
from clinic_app.desktop.widgets.panes import TwoPanes, WhenNarrow
from clinic_app.desktop.words import short_day
from clinic_app.store.queries.reference import organisations
from clinic_app.store.queries.timeline import EXAMINATION, Entry, entries, entry_keys

PAGE = 50
NARROW = 900
"""At step 100: with large type the entry stands under the list."""
Answer = tuple[list[str], Mapping[str, str]]
PRINTED = ("referral", "return", "encounter", "consultation")
"""Entries with a paper of their own; a visit prints by its sections."""


class EntryDetail(Card):
    """One entry in full."""

    print_asked = Signal(str, str)
    """The kind of paper and the record."""
    open_asked = Signal(str, str)
    """A page and the record."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.entry: Entry | None = None
        self.head = label("", "strong", wrap=True)
        self.void = label("", "watch", wrap=True)
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, theme().lengths.small, 0)
        self.area = scrolled(self._inside)
        # The arrow keys scroll it once it has the focus.
        self.area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.area.setAccessibleName(self.tr("这一条的全部内容"))
        self.printing = Button(self.tr("打印这一条"), role="link", symbol="print", clicked=self._print)
        self.opening = Button(self.tr("打开附件"), role="link", symbol="file", clicked=self._open)
        for widget in (self.head, self.void, self.area):
            self.body.addWidget(widget)
        self.body.setStretch(2, 1)
        self.body.addLayout(row(self.printing, self.opening, None))
        self.show_entry(None, {})

    def show_entry(self, entry: Entry | None, names: Mapping[str, str]) -> None:
        """Show it, or nothing."""
        self.entry = entry
        clear(self._list)
        self.printing.setVisible(bool(self._paper()))
        self.opening.setVisible(entry is not None and entry.type.endswith("_attachment"))
        self.void.setVisible(entry is not None and entry.void)
        if entry is None:
            self.head.setText("")
            return
        when = long_day(entry.day) if entry.day else ""
        self.head.setText("　".join(part for part in (kind_words(entry), when) if part))
        self.void.setText(self.tr("已作废：{reason}").format(reason=entry.reason or self.tr("未写原因")))
        for heading, lines in detail_groups(entry, names, self.desk.today):
            if heading:
                self._list.addWidget(label(heading, "strong"))
            self._list.addWidget(label("\n".join(lines), wrap=True, selectable=True))
        self._list.addStretch(1)
        keep_lines(self._inside)

    def _paper(self) -> tuple[str, str] | None:
        if self.entry is None or self.entry.void:
            return None
        if self.entry.type in PRINTED:
            return self.entry.type, self.entry.record_id
        part = next(iter(self.entry.parts), None)
        return (part.type, part.id) if part is not None else None

    @Slot()
    def _print(self) -> None:
        if (paper := self._paper()) is not None:
            self.print_asked.emit(*paper)

    @Slot()
    def _open(self) -> None:
        if self.entry is not None:
            self.open_asked.emit("attachment", self.entry.record_id)


class TimelineView(QWidget):
    """Filled by `show_resident`. Arrows choose, Enter is the page's."""

    opened = Signal()
    filled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.resident_id = ""
        self.person = ""
        """Whose it is, for the head of its paper."""
        self._names: Mapping[str, str] = {}
        self._known: dict[str, Entry] = {}
        self._guard = WheelGuard(self)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("只看哪一类"))
        self.kind.installEventFilter(self._guard)
        for code, words in self._kinds():
            self.kind.addItem(words, code)
        self.kind.currentIndexChanged.connect(self._again)
        self.void = Button(self.tr("连同作废的"), role="option")
        self.void.setCheckable(True)
        self.void.toggled.connect(self._again)
        self.list = self._list()
        self.table, self.empty = self.list.table, self.list.empty
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._opened)
        self.model.dataChanged.connect(self._arrived)
        self.detail = EntryDetail(desk)
        lists = column(folding(self.kind, self.void, self.list.totals, None, self.list.menu_button), self.list)
        lists.setStretch(1, 1)
        left = QWidget()
        left.setLayout(lists)
        self.panes = TwoPanes(left, self.detail, shares=(5, 3), narrow=NARROW, when_narrow=WhenNarrow.BESIDE)
        self.setLayout(column(self.panes))

    def _list(self) -> ListFrame:
        """Everything stands by its day: no column sorts."""
        columns = (
            Column("day", self.tr("日期"), 8, sorts=False),
            Column("kind", self.tr("类别"), 5, sorts=False),
            Column("content", self.tr("内容"), 0, sorts=False),
        )
        self.model = IdModel(self.desk, [each.words for each in columns], self._fetch, self._row, self, page=PAGE)
        made = ListFrame(
            self.desk, "timeline", self.tr("时间线"), columns, self.model,
            of="visit", unit=self.tr("{count} 条"), bar=False, print_key="Ctrl+Shift+P",
        )  # fmt: skip
        made.about = self._about
        return made

    def _about(self) -> str:
        """Whose it is, and which kind is chosen."""
        kind = self.kind.currentText() if self.kind.currentData() else ""
        return "　".join(part for part in (self.person, kind) if part)

    def _kinds(self) -> list[tuple[str, str]]:
        return [
            ("", self.tr("全部")),
            ("visit", self.tr("随访")),
            (EXAMINATION, self.tr("健康体检")),
            ("encounter", self.tr("接诊、会诊")),
            ("referral", self.tr("转诊、回转")),
            ("contact", self.tr("联系")),
            ("contract", self.tr("签约、履约")),
            ("attachment", self.tr("附件")),
            ("registration", self.tr("病种登记")),
        ]

    def show_resident(self, resident_id: str) -> None:
        """Read the keys of a person's entries; the entries themselves are read when they are painted."""
        if resident_id != self.resident_id:
            self._known.clear()
            self.model.show_ids([])
            self.detail.show_entry(None, {})
        self.resident_id = resident_id
        kind, with_void = str(self.kind.currentData() or ""), self.void.isChecked()

        def read(connection: Any) -> Answer:
            names = {each.code: each.name for each in organisations(connection)}
            return entry_keys(connection, resident_id, kind, with_void=with_void), names

        self.desk.read(self, read, self._show, key="timeline")

    def take_focus(self) -> bool:
        """The list; whether there is one."""
        if self.table.isHidden():
            return False
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _show(self, answer: Answer) -> None:
        keys, self._names = answer
        kept = self.model.id_at(self.table.row)
        self._known.clear()
        self.model.show_ids(keys)
        self.detail.setVisible(bool(keys))
        narrowed = bool(self.kind.currentData())
        nothing = self.tr("还没有记录。按 Enter 做第一次随访。")
        self.list.set_empty(self.tr("没有这一类记录。") if narrowed else nothing)
        place = self.model.row_of(kept) if kept else -1
        if keys:
            self.table.go_to(max(place, 0))
        self._chosen(self.table.row)
        self.filled.emit()

    def _fetch(self, connection: Any, keys: Any) -> list[Entry]:
        """In the reading pool."""
        return entries(connection, keys)

    def _row(self, entry: Entry) -> Row:
        self._known[entry.id] = entry
        words = line_words(entry, self._names)
        day = short_day(entry.day, self.desk.today) if entry.day else ""
        return Row(entry.id, (day, kind_words(entry), words))

    @Slot()
    def _again(self) -> None:
        if self.resident_id:
            self.show_resident(self.resident_id)

    @Slot()
    def _arrived(self) -> None:
        self._chosen(self.table.row)

    @Slot(int)
    def _chosen(self, place: int) -> None:
        entry = self._known.get(self.model.id_at(place))
        if entry is not None or place < 0:
            self.detail.show_entry(entry, self._names)

    @Slot(int)
    def _opened(self, place: int) -> None:
        self.opened.emit()
