"""入户: the families in walking order; one family with everybody in it and what each is due for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from clinic_app.desktop.allowed import may_open
from clinic_app.desktop.changes import PEOPLE, VISITS
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.models.ids import IdModel
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.widgets.basic import Button, Card, column, label, row
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.hidden_number import HiddenNumber
from clinic_app.desktop.widgets.line import Line, WheelGuard
from clinic_app.desktop.widgets.panes import TwoPanes, WhenNarrow
from clinic_app.desktop.widgets.table import Table
from clinic_app.desktop.words import listed, masked_phone, pressure, short_day, short_person_line
from clinic_app.desktop.work_words import overdue_words, short_programmes
from clinic_app.guidelines.due import DueState, LastVisit, due_state, next_due
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.records.resident import RELATION
from clinic_app.store.queries.household import (
    HouseholdFilter,
    HouseholdRow,
    Member,
    household_ids,
    household_row,
    household_rows,
    members,
)
from clinic_app.store.queries.reference import Village, villages
from clinic_app.store.queries.worklist import DueRow

TYPED = 200
WINDOW_DAYS = 14
PHONE = 4
"""The column of the phone, which the screen masks."""


@dataclass(frozen=True)
class _Family:
    household: HouseholdRow | None
    members: Sequence[Member]


class HouseholdsPage(Page):
    """Left the doors, right the people behind the chosen one. Enter on a person begins the visit."""

    watched = PEOPLE | VISITS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("入户"))
        self.list = self._list()
        self.door_table = self.list.table
        self.count, self.empty = self.list.totals, self.list.empty
        self.head.insertWidget(1, self.count)
        self.together = Button(self.tr("一家一起办"), "Ctrl+Enter", clicked=self._open_bundle)
        self.head.addWidget(self.together)
        if may_open(desk, "household_form"):
            self.head.addWidget(Button(self.tr("新建家庭"), "Ctrl+N", role="main", symbol="add", clicked=self._new))
        self.text = Line()
        self.text.setPlaceholderText(self.tr("户主、门牌、组、电话　Ctrl+F"))
        self.list.search_in(self.text)
        self.text.setAccessibleName(self.tr("在家庭里找"))
        self.text.textChanged.connect(self._typed)
        self.text.done.connect(self.take_focus)
        self.village = QComboBox()
        self.village.setAccessibleName(self.tr("村"))
        self._guard = WheelGuard(self)
        self.village.installEventFilter(self._guard)
        self.village.currentIndexChanged.connect(self._filter_changed)
        line = row(self.text, self.village, self.list.menu_button)
        line.setStretch(0, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPED)
        self._timer.timeout.connect(self.refresh)
        left = QWidget()
        left.setLayout(column(line, self.list))
        self.body.addWidget(TwoPanes(left, self._family_side(), shares=(2, 3), when_narrow=WhenNarrow.BESIDE), 1)
        self._wanted = ""

    def _list(self) -> ListFrame:
        columns = (
            Column("group", self.tr("组"), 3),
            Column("door", self.tr("门牌"), 4),
            Column("head", self.tr("户主"), 0),
            Column("members", self.tr("人数"), 3, gives_way=1, right=True),
            Column("phone", self.tr("家庭电话"), 6, shown=False, sorts=False),
        )
        headers = [each.words for each in columns]
        self._several_villages = False
        self.model = IdModel(self.desk, headers, household_rows, self._door_row, self, right=(3,))
        made = ListFrame(
            self.desk, "households", self.tr("家庭名单"), columns, self.model,
            of="household", unit=self.tr("{count} 户"), bar=False, symbol="household",
        )  # fmt: skip
        made.about = self._filter_words
        made.chosen.connect(self._door_chosen)
        made.opened.connect(self._door_opened)
        made.order_asked.connect(self.refresh)
        return made

    def _filter_words(self) -> str:
        parts = [self.village.currentText()] if self.village.currentData() else []
        text = self.text.text().strip()
        return "　".join([*parts, self.tr("找“{text}”").format(text=text)] if text else parts)

    @Slot()
    def refresh(self) -> None:
        """Read the doors again."""
        order = self.list.order
        wanted = HouseholdFilter(
            village=self.village.currentData() or "", text=self.text.text().strip(),
            sort=order.key if order.key in ("head", "members") else "door", descending=order.descending,
        )  # fmt: skip

        def read(connection: Any) -> tuple[list[str], Sequence[Village]]:
            return household_ids(connection, wanted), villages(connection)

        self.desk.read(self, read, self._show, key="doors")

    def arrive(self, place: Place) -> None:
        """With an id, that family."""
        if place.of:
            self.text.blockSignals(True)
            self.text.clear()
            self.text.blockSignals(False)
        super().arrive(place)

    def return_to(self) -> None:
        """After a visit: the next member who is due, if there is one."""
        super().return_to()
        self._open_family(self._wanted)
        self.people_table.setFocus(Qt.FocusReason.TabFocusReason)

    def take_focus(self) -> None:
        """The doors."""
        self.door_table.setFocus(Qt.FocusReason.TabFocusReason)

    def _family_side(self) -> QWidget:
        self.card = Card()
        self.door_title = label("", "section", wrap=True)
        self.phone = HiddenNumber(self.desk)
        self.people = RowsModel(
            [self.tr("成员"), self.tr("关系"), self.tr("该做"), self.tr("期限"), self.tr("上次")], self
        )
        self.people_table = Table([8.5, 3, 0, 7.5, 4], self.tr("家庭成员"), optional=(4, 1))
        self.people_table.setModel(self.people)
        self.people_table.fit()
        self.people_table.opened.connect(self._person_opened)
        self.start = Button(self.tr("开始随访　Enter"), role="main", clicked=self._start)
        self.glance = Button(self.tr("一览"), "Ctrl+O", clicked=self._glance)
        self.add = Button(self.tr("加成员"), "Ctrl+M", symbol="add", clicked=self._add_member)
        self.edit = Button(self.tr("改门牌电话"), "Ctrl+D", symbol="edit", clicked=self._edit)
        for widget in (self.door_title, self.phone, self.people_table):
            self.card.body.addWidget(widget)
        self.card.body.setStretch(2, 1)
        actions = QWidget()
        flow = FlowLayout(actions)
        for button in (self.start, self.glance, self.add, self.edit):
            flow.addWidget(button)
        self.card.body.addWidget(actions)
        return self.card

    def _show(self, answer: tuple[list[str], Sequence[Village]]) -> None:
        found, places = answer
        self._show_villages(self.desk.own_villages(places))
        kept = self.place.of or self.model.id_at(self.door_table.row)
        self.place = Place(self.place.page)
        self.model.show_ids(found)
        searching = bool(self.text.text().strip())
        nobody = self.tr("还没有家庭。按 Ctrl+N 新建一户，再加成员；入户时一家人的事一次办完。")
        if searching:
            self.list.set_empty(self.tr("没有这样的家庭，改一改上面的条件。"))
        else:
            step = self._new if may_open(self.desk, "household_form") else None
            self.list.set_empty(nobody, self.tr("新建家庭"), step)
        place = self.model.row_of(kept) if kept else -1
        if place >= 0:
            self.door_table.go_to(place)
            self._open_family(kept)
        elif found:
            self.door_table.choose_first()
        else:
            self._open_family("")
        self.filled()

    def _door_row(self, each: HouseholdRow) -> Row:
        village = each.village_name if self._several_villages else ""
        group = "".join(part for part in (village, each.group_name) if part)
        texts = (group, each.house_no or "", each.head_name or "", str(each.members), masked_phone(each.phone))
        return Row(each.id, texts, full={PHONE: each.phone or ""})

    def _show_villages(self, places: Sequence[Village]) -> None:
        if self.village.count() != len(places) + 1:
            self.village.blockSignals(True)
            self.village.clear()
            self.village.addItem(self.tr("全部村"), "")
            for each in places:
                self.village.addItem(each.name, each.code)
            self.village.blockSignals(False)
        self._several_villages = len(places) > 1
        self.village.setVisible(self._several_villages)

    def _open_family(self, household_id: str) -> None:
        self._wanted = household_id
        self.card.setVisible(bool(household_id))
        if not household_id:
            return
        today = self.desk.today

        def read(connection: Any) -> _Family:
            return _Family(household_row(connection, household_id), members(connection, household_id, today))

        self.desk.read(self, read, self._show_family, key="family")

    def _show_family(self, family: _Family) -> None:
        if family.household is None or family.household.id != self._wanted:
            return
        door = family.household
        words = "".join(part for part in (door.village_name, door.group_name, door.house_no) if part)
        head = self.tr("户主 {name}").format(name=door.head_name) if door.head_name else ""
        self.door_title.setText(f"{words}　{head}".strip())
        self.phone.show_number(self.tr("家庭电话"), door.phone, f"household:{door.id}")
        kept = self.people.id_at(self.people_table.row)
        rows = [self._member_row(each) for each in family.members]
        self.people.show_rows(rows)
        self.start.setEnabled(bool(rows))
        waiting = [each.id for each, person in zip(rows, family.members, strict=True) if self._is_waiting(person)]
        self._queue = waiting or [each.id for each in rows]
        target = kept if kept in waiting else next(iter(waiting), kept)
        place = self.people.row_of(target) if target else -1
        if place >= 0:
            self.people_table.go_to(place)
        elif rows:
            self.people_table.choose_first()

    def _member_row(self, member: Member) -> Row:
        person, today = member.resident, self.desk.today
        names = short_programmes()
        relation = record_words(RELATION).get(person.relation_to_head or "", "")
        due = listed(names.get(each.programme, each.programme) for each in member.due)
        days = [_due_day(each) for each in member.due]
        first = min(days) if days else None
        overdue = first is not None and due_state(first, today, window_days=WINDOW_DAYS) is DueState.OVERDUE
        when = short_day(first, today) if first else ""
        if first is not None and overdue:
            when = overdue_words(first, today)
        last = next((pressure({"sbp": each.sbp, "dbp": each.dbp}) for each in member.due if each.sbp), "")
        texts = (short_person_line(person.name, person.sex, member.age), relation, due, when, last)
        return Row(person.id, texts, {3: "danger"} if overdue else {}, "　".join(part for part in texts if part))

    def _is_waiting(self, member: Member) -> bool:
        today = self.desk.today
        return any(
            due_state(_due_day(each), today, window_days=WINDOW_DAYS) is not DueState.UPCOMING for each in member.due
        )

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._timer.start()

    @Slot()
    def _filter_changed(self) -> None:
        self.refresh()

    @Slot(int)
    def _door_chosen(self, place: int) -> None:
        household_id = self.model.id_at(place)
        if household_id and household_id != self._wanted:
            self._open_family(household_id)

    @Slot(int)
    def _door_opened(self, place: int) -> None:
        """Enter goes in."""
        self.people_table.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(int)
    def _person_opened(self, place: int) -> None:
        resident_id = self.people.id_at(place)
        if resident_id:
            self.desk.open("visit", resident_id, queue=self._queue)

    @Slot()
    def _start(self) -> None:
        self._person_opened(max(self.people_table.row, 0))

    @Slot()
    def _glance(self) -> None:
        person = self.people.id_at(self.people_table.row)
        if person:
            self.desk.open("resident", person)

    @Slot()
    def _open_bundle(self) -> None:
        """Everything due for the family on one page, and then for the next door."""
        if self._wanted:
            self.desk.open("bundle", self._wanted, households=list(self.model.ids))

    @Slot()
    def _add_member(self) -> None:
        if self._wanted:
            self.desk.open("resident_form", household=self._wanted)

    @Slot()
    def _edit(self) -> None:
        if self._wanted:
            self.desk.open("household_form", self._wanted)

    @Slot()
    def _new(self) -> None:
        self.desk.open("household_form")


def _due_day(row: DueRow) -> Any:
    """The last day in time of what is due."""
    book = default_rule_books().in_force(row.programme, row.last_visit_date or row.registered_on)
    last = LastVisit(row.last_visit_date, row.next_visit_date, row.classification) if row.last_visit_date else None
    return next_due(book, row.registered_on, last)
