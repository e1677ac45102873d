"""转诊登记: what was sent and received in a month, as it prints; the month's end in two keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from clinic_app.desktop.changes import REFERRALS
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.lists.outgoing import Taken, Write
from clinic_app.desktop.models.order import by_name
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.month_page import MonthPage
from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.widgets.basic import Button, label, row
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.words import person_line, short_day
from clinic_app.exchange.list_file import FORMATS, Format
from clinic_app.gathered.register import export_register
from clinic_app.paper import SEVERAL
from clinic_app.records.code_list import URGENCY
from clinic_app.records.referral import DIRECTION
from clinic_app.store.database import Database
from clinic_app.store.queries.referral_register import Register, RegisterRow, register

SENT, RECEIVED = "sent", "received"
FIRST_DAY = 4
"""The column of the first of the four days."""


class RegisterPage(MonthPage):
    """The months turn with PgUp and PgDown; the chosen slips print in one go."""

    watched = REFERRALS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("转诊登记"))
        self.found: Register | None = None
        receives = desk.device is not None and desk.device.kind != "village_clinic"
        self.shown = RECEIVED if desk.receives else SENT
        self.body.addLayout(self._chips(receives))
        self.list = self._list()
        self.table = self.list.table
        self.body.addWidget(self.list, 1)
        self.sums = label("", "muted", wrap=True)
        self.body.addWidget(self.sums)
        self.body.addWidget(self._foot())

    def _chips(self, receives: bool) -> QHBoxLayout:
        self.chips: dict[str, QPushButton] = {}
        for name, words in ((SENT, self.tr("转出")), (RECEIVED, self.tr("转入"))):
            button = Button(words, role="option", clicked=self._chip)
            button.setCheckable(True)
            button.setChecked(name == self.shown)
            button.setProperty("list", name)
            self.chips[name] = button
        self.statistics_button = Button(self.tr("统计表"), "Ctrl+T", symbol="statistics", clicked=self._statistics)
        line = row(*self.chips.values(), None, self.statistics_button)
        if not receives:
            self.chips[RECEIVED].hide()
        return line

    def _foot(self) -> QWidget:
        self.print_button = Button(self.tr("打印登记表"), "Ctrl+P", symbol="print", clicked=self._print)
        self.slips_button = Button(self.tr("打印选中的单据"), "Ctrl+D", symbol="print", clicked=self._print_slips)
        foot = QWidget()
        flow = FlowLayout(foot)
        for each in (self.print_button, self.slips_button):
            flow.addWidget(each)
        return foot

    def _list(self) -> ListFrame:
        columns = (
            Column("date", self.tr("日期"), 5),
            Column("patient", self.tr("患者"), 9.5),
            Column("kind", self.tr("类别"), 5.5, gives_way=1),
            Column("other", self.tr("对方"), 0, gives_way=5),
            Column("accepted", self.tr("接收"), 5, gives_way=3),
            Column("arrived", self.tr("到诊"), 5, gives_way=2),
            Column("returned", self.tr("回转"), 5),
            Column("followed", self.tr("随访"), 5, gives_way=4),
            Column("state", self.tr("状态"), 5),
        )
        self.model = RowsModel([each.words for each in columns], self)
        # Ctrl+P is the register of the month itself.
        made = ListFrame(
            self.desk, "register", self.tr("转诊登记"), columns, self.model,
            of="referral", unit=self.tr("{count} 张"), searched=True, print_key="Ctrl+Shift+P",
        )  # fmt: skip
        made.about = self._shown_words
        made.outgoing.writer, made.outgoing.formats = self._writer, FORMATS[:1]
        made.opened.connect(self._open_row)
        return made

    def _shown_words(self) -> str:
        return f"{self.name.text()}　{self.chips[self.shown].text()}"

    def _writer(self, taken: Taken) -> Write:
        """Both directions of the month, a sheet for each, with all that the register asks for."""
        month = self.month

        def write(database: Database, path: Path, reason: str, form: Format) -> None:
            export_register(database, month, path, reason)

        return write

    def refresh(self) -> None:
        """Read the month."""
        own, month = self.desk.organisation, self.month

        def read(connection: Any) -> Register:
            return register(connection, own, month)

        def allowed(connection: Any) -> list[str]:
            found = read(connection)
            return [each.id for each in (*found.sent, *found.received)]

        self.model.allowed = allowed
        self.desk.read(self, read, self._show, key="register")

    def take_focus(self) -> None:
        """The list."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def rows(self) -> Sequence[RegisterRow]:
        """The slips of the direction that is shown."""
        if self.found is None:
            return ()
        return self.found.sent if self.shown == SENT else self.found.received

    def _show(self, found: Register) -> None:
        self.found = found
        self.name_month()
        self._fill()
        self.filled()

    def _fill(self) -> None:
        self.model.show_rows([self._row(each) for each in self.rows])
        self.table.choose_first()
        self.slips_button.setEnabled(bool(self.rows))
        self.sums.setText(self._sums() if self.rows else self._empty_words())

    def _row(self, each: RegisterRow) -> Row:
        values = each.fields
        urgency = str(values.get("urgency") or "")
        kind = record_words(DIRECTION).get(str(values.get("direction")), "")
        if urgency in ("urgent", "emergency"):
            kind += " " + record_words(URGENCY)[urgency]
        other = f"{each.to_org} {each.department}".rstrip() if self.shown == SENT else each.from_org
        days = (each.accepted_on, each.arrived_on, each.returned_on, each.followed_up_on)
        texts = (
            short_day(str(values.get("referral_date") or ""), self.desk.today),
            person_line(str(values.get("patient_name") or ""), values.get("sex"), values.get("age")),
            kind,
            other,
            *(short_day(day, self.desk.today) for day in days),
            record_word(each.state),
        )
        sorts: dict[int, Any] = {
            0: str(values.get("referral_date") or ""),
            1: by_name(str(values.get("patient_name") or "")),
        }
        sorts |= {FIRST_DAY + place: day for place, day in enumerate(days)}
        return Row(each.id, texts, {2: "danger"} if urgency == "emergency" else {}, "　".join(texts), sorts)

    def _sums(self) -> str:
        days = [(each.accepted_on, each.arrived_on, each.returned_on, each.followed_up_on) for each in self.rows]
        accepted, arrived, returned, followed = (
            sum(day is not None for day in each) for each in zip(*days, strict=True)
        )
        words = self.tr("共{count}张　已接收{accepted}　已到诊{arrived}　已回转{returned}　已随访{followed}")
        return words.format(
            count=len(days), accepted=accepted, arrived=arrived, returned=returned, followed=followed
        )  # fmt: skip

    def _empty_words(self) -> str:
        if self.shown == SENT:
            return self.tr("这个月没有转出的转诊单。")
        return self.tr("这个月没有转入的转诊单。")

    @Slot()
    def _chip(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.shown = str(sender.property("list"))
            for name, button in self.chips.items():
                button.setChecked(name == self.shown)
            self._fill()
            self.take_focus()

    @Slot(int)
    def _open_row(self, place: int) -> None:
        referral_id = self.model.id_at(place)
        if referral_id:
            self.desk.open("referrals", referral_id)

    @Slot()
    def _print(self) -> None:
        self.desk.open("paper", f"{self.month:%Y-%m}", kind="register")

    @Slot()
    def _print_slips(self) -> None:
        chosen = [self.model.id_at(place) for place in self.table.chosen_rows]
        if chosen:
            self.desk.open("paper", SEVERAL.join(chosen), kind="referral")

    @Slot()
    def _statistics(self) -> None:
        self.desk.open("paper", f"{self.month.year}", kind="referral-statistics")
