"""需处理: what the county did not take, in its own words; Enter opens the record in its form to put it right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.care.entry import Refused
from clinic_app.care.quarantine import dismiss, fix
from clinic_app.desktop.changes import EVERYTHING
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, clear, label, scrolled
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.panes import TwoPanes, WhenNarrow
from clinic_app.desktop.words import listed, moment, stored_words, waiting
from clinic_app.protocol.mutation import Operation
from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES
from clinic_app.records.field import Kind
from clinic_app.store.errors import StoreError
from clinic_app.store.queries.quarantine import DECLINED, DEFERRED, RefusedSave, refused_saves
from clinic_app.store.queries.wording import field_of, label_of, type_word

OWN_FORM = {"resident": "resident_form", "household": "household_form"}
VISITS = ("visit", *PROGRAMME_SECTION.values())
NOT_SHOWN = (Kind.REFERENCE, Kind.OBJECT)
MOST_SHOWN = 12
SINCE = 3


class QuarantinePage(Page):
    """Nothing else waits for what stands here."""

    watched = EVERYTHING

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("需处理"))
        self.saves: list[RefusedSave] = []
        self._wanted = ""
        self._busy = False
        columns = (
            Column("who", self.tr("谁"), 5),
            Column("record", self.tr("哪条记录"), 8, gives_way=2),
            Column("what", self.tr("怎么了"), 0),
            Column("since", self.tr("多久了"), 5, gives_way=1),
        )
        self.model = RowsModel([each.words for each in columns], self)
        self.list = ListFrame(
            desk, "quarantine", self.tr("县平台没有接收的保存"), columns, self.model,
            of="referral" if desk.receives else "resident", unit=self.tr("{count} 条"), searched=True, symbol="refused",
        )  # fmt: skip
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._open_row)
        self.table, self.empty = self.list.table, self.list.empty
        self.panes = TwoPanes(self.list, self._right(), shares=(1, 1), when_narrow=WhenNarrow.BESIDE)
        self.list.emptied.connect(self.panes.leave_alone)
        self.body.addWidget(self.panes, 1)
        self._show_save(None)

    @property
    def chosen(self) -> RefusedSave | None:
        """The save whose details are shown."""
        return next((each for each in self.saves if each.mid == self._shown), None)

    def arrive(self, place: Place) -> None:
        """An id chooses a save."""
        self._wanted = place.of
        super().arrive(place)

    def refresh(self) -> None:
        """Read the list again."""
        now = self.desk.clock.now()
        self.model.allowed = lambda connection: [each.mid for each in refused_saves(connection, now)]
        self.desk.read(self, lambda connection: refused_saves(connection, now), self._show, key="list")

    def take_focus(self) -> None:
        """The list."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _right(self) -> Card:
        card = Card()
        self.subject = label("", "section", wrap=True)
        self.words = IconLabel()
        self.where = label("", "muted", wrap=True)
        self.content = QVBoxLayout()
        self.content.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        inside.setLayout(self.content)
        self.buttons = QWidget()
        flow = FlowLayout(self.buttons, spacing=8)
        self.open_button = Button(self.tr("打开改正　Enter"), role="main", symbol="edit", clicked=self._open)
        self.again = Button(self.tr("原样重新上传"), "F6", symbol="sync", clicked=self._send_again)
        self.noted = Button(self.tr("知道了"), "F7", clicked=self._note)
        for button in (self.open_button, self.again, self.noted):
            flow.addWidget(button)
        for part in (self.subject, self.words, self.where):
            card.body.addWidget(part)
        card.body.addWidget(scrolled(inside), 1)
        card.body.addWidget(self.buttons)
        return card

    def _show(self, saves: Sequence[RefusedSave]) -> None:
        resident = str(self.place.more.get("resident") or "")
        of_person = next((each.mid for each in saves if resident and each.resident_id == resident), "")
        kept = self._wanted or (of_person if self.place.more else "") or self.model.id_at(self.table.row)
        self.place = Place(self.place.page)
        self._wanted = ""
        self.saves = list(saves)
        self.model.show_rows([self._row(each) for each in saves])
        self.list.set_empty(
            self.tr("没有需要处理的。县平台没有接收的保存会列在这里，写明原因，改正后再传；其他记录照常上传。")
        )
        place = max(self.model.row_of(kept) if kept else 0, 0)
        if saves:
            self.table.go_to(place)
            self._chosen(place)
        else:
            self._show_save(None)
        self.filled()

    def _row(self, each: RefusedSave) -> Row:
        texts = (each.person, _title(each), self._state_words(each), waiting(each.since, self.desk.clock.now()))
        return Row(each.mid, texts, {2: "danger" if each.grave else "watch"}, "　".join(texts), {SINCE: each.since})

    def _state_words(self, save: RefusedSave) -> str:
        if save.state == DEFERRED:
            return self.tr("等了五天以上") if save.grave else self.tr("等了一天以上")
        if save.state == DECLINED:
            return self.tr("审核后没有采纳")
        return save.words or self.tr("没有接收")

    @Slot(int)
    def _chosen(self, place: int) -> None:
        self._show_save(next((each for each in self.saves if each.mid == self.model.id_at(place)), None))

    def _show_save(self, save: RefusedSave | None) -> None:
        self._shown = save.mid if save else ""
        clear(self.content)
        for part in (self.subject, self.where, self.buttons):
            part.setVisible(save is not None)
        if save is None:
            self.words.tell("")
            return
        self.subject.setText("　".join(part for part in (save.person, _title(save)) if part))
        self.words.tell(self._said(save), "danger" if save.grave else "watch")
        when = self.tr("{time} 保存").format(time=moment(save.saved_at, self.desk.today))
        self.where.setText("　".join([when, self.tr("内容都保存在本机")]))
        for each in save.operations:
            self._add(each, save)
        self.content.addStretch(1)
        self.open_button.setVisible(_has_form(save))
        self.again.setVisible(bool(save.operations) and save.state != DEFERRED)
        self.noted.setVisible(save.state == DECLINED)

    def _said(self, save: RefusedSave) -> str:
        if save.state == DEFERRED:
            what = listed(dict.fromkeys(save.waiting_for)) or self.tr("前面的记录")
            words = self.tr("县平台在等：{what}").format(what=what)
            if save.grave:
                return self.tr("{words}。已经等了五天以上，核对前面的记录，或联系县平台").format(words=words)
            return self.tr("{words}。等到后会自动接收").format(words=words)
        said = save.words or self.tr("没有说明原因")
        if save.state == DECLINED:
            return self.tr("县平台审核后没有采纳：{words}").format(words=said)
        named = save.named
        if save.field and named is not None:
            field = record_word(label_of(named.type, save.field))
            return self.tr("县平台没有接收，{field}：{words}").format(field=field, words=said)
        return self.tr("县平台没有接收：{words}").format(words=said)

    def _add(self, operation: Operation, save: RefusedSave) -> None:
        """What the save says of one record, as words."""
        title = record_word(type_word(operation.type))
        if operation.op in ("void", "remove"):
            title = self.tr("作废{record}").format(record=title)
        self.content.addWidget(label(title, "strong"))
        values = [
            _pair(operation.type, name, value)
            for name, value in sorted(operation.fields.items(), key=lambda pair: _order(operation.type, pair[0]))
            if _is_shown(operation.type, name) or name == save.field
        ]
        if len(values) > MOST_SHOWN:
            values = [*values[:MOST_SHOWN], self.tr("另有 {count} 项").format(count=len(values) - MOST_SHOWN)]
        words = values or [operation.reason or ""]
        self.content.addWidget(label("；".join(words), "muted", wrap=True))

    @Slot(int)
    def _open_row(self, place: int) -> None:
        self._open()

    @Slot()
    def _open(self) -> None:
        """The form of the record that the county named."""
        save = self.chosen
        if save is None or not _has_form(save):
            return
        named = save.named
        assert named is not None
        on_screen = save.state != DECLINED
        if named.type in VISITS and save.resident_id and on_screen:
            self.desk.open("visit", save.resident_id, fix=save.mid)
        elif named.type in OWN_FORM and on_screen:
            self.desk.open(OWN_FORM[named.type], named.id, fix=save.mid)
        else:
            self.desk.open("record_form", named.id, fix=save.mid)

    @Slot()
    def _send_again(self) -> None:
        save = self.chosen
        if save is None or self._busy:
            return
        self._busy = True
        database, mid = self.desk.database, save.mid
        self.desk.act(self, lambda: fix(database, mid), self._sent_again, self._refused)

    @Slot()
    def _note(self) -> None:
        save = self.chosen
        if save is None or save.state != DECLINED:
            return
        database, mid = self.desk.database, save.mid
        self.desk.act(self, lambda: dismiss(database, mid), self._noted, self._refused)

    def _sent_again(self, result: object) -> None:
        self._busy = False
        self.desk.say(self.tr("已原样保存，联网后重新传到县平台"))
        self.refresh()

    def _noted(self, nothing: object) -> None:
        self.refresh()
        self.take_focus()

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, (Refused, StoreError)):
            self.desk.say(str(error), "danger")
            self.refresh()
        else:
            self.desk.work.bug_found.emit(error)


def _title(save: RefusedSave) -> str:
    named = save.named
    return " ".join(part for part in (record_word(type_word(named.type)), save.detail) if part) if named else ""


def _has_form(save: RefusedSave) -> bool:
    named = save.named
    return named is not None and named.type in RECORD_TYPES and named.op not in ("void", "remove", "resolve", "reopen")


def _pair(type_name: str, name: str, value: object) -> str:
    return f"{record_word(label_of(type_name, name))} {stored_words(type_name, name, value)}"


def _order(type_name: str, name: str) -> int:
    """As on the form."""
    names = list(RECORD_TYPES[type_name].fields) if type_name in RECORD_TYPES else []
    return names.index(name) if name in names else len(names)


def _is_shown(type_name: str, name: str) -> bool:
    declared = field_of(type_name, name)
    return declared is not None and declared.kind not in NOT_SHOWN and not declared.derived
