"""冲突处理: what two places filled in differently, both values side by side, and a person's choice with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.care.conflict import Decided, keep, reopen, write
from clinic_app.care.entry import Refused
from clinic_app.desktop.changes import EVERYTHING
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.draft_keeper import BoxKeeper, DraftKeeper
from clinic_app.desktop.forms.form import Form, Section, lines
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.resident_form import village_editors
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, clear, label, row, scrolled
from clinic_app.desktop.widgets.chips import chips
from clinic_app.desktop.widgets.contenders import Contenders
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.line import Line
from clinic_app.desktop.widgets.panes import TwoPanes, WhenNarrow
from clinic_app.desktop.words import listed, waiting
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Kind
from clinic_app.store.errors import StoreError
from clinic_app.store.queries.conflict import (
    VOID,
    Conflict,
    conflict,
    decided_conflicts,
    followers,
    open_conflicts,
)
from clinic_app.store.queries.reference import Village, villages
from clinic_app.store.queries.wording import type_word

WAITING, DECIDED = "open", "decided"
KEYS = ("F2", "F3", "F4", "F6")
REASONS = ("已向本人核实", "以后来填写的为准", "录入有误")
SINCE = 3
UNDO_REASON = "撤销处理"
"""What goes into the record stays in the language of the records."""


@dataclass(frozen=True)
class _Opened:
    found: Conflict | None
    along: Sequence[Conflict]
    villages: Sequence[Village]


class ConflictsPage(Page):
    """Left what waits, right the values; one key decides."""

    watched = EVERYTHING

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("冲突处理"))
        self.shown = WAITING
        self.found: Conflict | None = None
        self.form: Form | None = None
        self._keeper: DraftKeeper | None = None
        self._wanted = ""
        self._busy = False
        self._villages: Sequence[Village] = ()
        self.chips = chips({WAITING: self.tr("待处理"), DECIDED: self.tr("已处理")}, self.shown, self._chip)
        self.head.insertLayout(1, row(*self.chips.values()))
        columns = (
            Column("who", self.tr("谁"), 5),
            Column("record", self.tr("哪条记录"), 8, gives_way=2),
            Column("what", self.tr("哪里不同"), 0),
            Column("since", self.tr("多久了"), 5, gives_way=1),
        )
        self.model = RowsModel([each.words for each in columns], self)
        self.list = ListFrame(
            desk, "conflicts", self.tr("冲突"), columns, self.model,
            of="referral" if desk.receives else "resident", unit=self.tr("{count} 条"), searched=True,
            symbol="conflict",
        )  # fmt: skip
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._opened_row)
        self.table, self.empty = self.list.table, self.list.empty
        self.panes = TwoPanes(self.list, self._right(), shares=(1, 2), when_narrow=WhenNarrow.BESIDE)
        self.panes.narrow_changed.connect(self._narrow)
        self.list.emptied.connect(self.panes.leave_alone)
        self.body.addWidget(self.panes, 1)
        self._show_conflict(_Opened(None, (), ()))

    def arrive(self, place: Place) -> None:
        """An id chooses a conflict; `undo` takes its decision back."""
        self._wanted = place.of
        if (place.of or place.more.get("resident")) and not place.more.get("undo"):
            self._set_shown(WAITING)
        super().arrive(place)
        if place.more.get("undo"):
            self._act(lambda database: reopen(database, place.of, UNDO_REASON), self._undone)

    def refresh(self) -> None:
        """Read the list again."""
        read = decided_conflicts if self.shown == DECIDED else open_conflicts
        self.model.allowed = lambda connection: [each.id for each in read(connection)]
        self.desk.read(self, read, self._show, key="list")

    def depart(self) -> None:
        """Keep what is typed."""
        self.kept_reason.keep()
        if self._keeper is not None:
            self._keeper.keep()

    def take_focus(self) -> None:
        """The list."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _right(self) -> Card:
        card = Card()
        self.subject = label("", "section", wrap=True)
        self.about = label("", "muted", wrap=True)
        self.sides = QVBoxLayout()
        self.decision = IconLabel()
        self.reason = Line()
        self.reason.setPlaceholderText(self.tr("为什么这样选"))
        self.reason.setAccessibleName(self.tr("原因"))
        self.reason.done.connect(self._reason_done)
        self.kept_reason = BoxKeeper(self.desk, self.reason)
        self.reason_note = IconLabel()
        self.reasons = QWidget()
        flow = FlowLayout(self.reasons, spacing=4)
        self.reason_buttons = [Button(self.tr(words), role="option", clicked=self._take_reason) for words in REASONS]
        for words, button in zip(REASONS, self.reason_buttons, strict=True):
            button.setProperty("reason", words)
            flow.addWidget(button)
        self.caption = label(self.tr("原因"))
        self.caption.setBuddy(self.reason)
        self.reason_row = QWidget()
        self.reason_row.setLayout(row(self.caption, self.reason))
        self.buttons = QWidget()
        self._flow = FlowLayout(self.buttons, spacing=8)
        content = QWidget()
        content.setLayout(self.sides)
        self.sides.setContentsMargins(0, 0, 0, 0)
        card.body.addWidget(self.subject)
        card.body.addWidget(self.about)
        card.body.addWidget(scrolled(content), 1)
        for part in (self.decision, self.reason_row, self.reasons, self.reason_note, self.buttons):
            card.body.addWidget(part)
        return card

    @Slot(bool)
    def _narrow(self, narrow: bool) -> None:
        """Little height: the quick reasons go, and the words under the subject."""
        self._arrange()

    def _show(self, rows: Sequence[Conflict]) -> None:
        resident = str(self.place.more.get("resident") or "")
        of_person = next((each.id for each in rows if resident and each.resident_id == resident), "")
        kept = self._wanted or of_person or self.model.id_at(self.table.row)
        self._wanted = ""
        self.place = Place(self.place.page)
        now = self.desk.clock.now()
        self.model.show_rows([self._row(each, now) for each in rows])
        self.list.set_empty(self._empty_words())
        place = self.model.row_of(kept) if kept else -1
        if rows:
            self.table.go_to(max(place, 0))
            self._read(self.model.id_at(max(place, 0)))
        else:
            self._show_conflict(_Opened(None, (), ()))
        self.filled()

    def _row(self, each: Conflict, now: Any) -> Row:
        record = " ".join(part for part in (record_word(type_word(each.subject_type)), each.detail) if part)
        since = max((side.authored_at for side in each.contenders), default="")
        texts = (each.person, record, _what(each), waiting(since or None, now))
        return Row(each.id, texts, {}, "　".join(texts), {SINCE: since})

    def _empty_words(self) -> str:
        if self.shown == DECIDED:
            return self.tr("还没有处理过的冲突。")
        return self.tr("没有要处理的冲突。两处填得不同的值会列在这里，由人来选；选之前照常随访、转诊。")

    def _set_shown(self, name: str) -> None:
        self.shown = name
        for each, button in self.chips.items():
            button.setChecked(each == name)

    @Slot()
    def _chip(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._set_shown(str(sender.property("list")))
            self.refresh()
            self.take_focus()

    @Slot(int)
    def _chosen(self, place: int) -> None:
        chosen = self.model.id_at(place)
        if chosen and chosen != (self.found.id if self.found else ""):
            self._read(chosen)

    @Slot(int)
    def _opened_row(self, place: int) -> None:
        """Enter: on to the reason."""
        if self.found is not None and self.found.is_open:
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _reason_done(self) -> None:
        first = self._choices[0] if self._choices else None
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _read(self, conflict_id: str) -> None:
        def read(connection: Any) -> _Opened:
            along = followers(connection, conflict_id)
            return _Opened(conflict(connection, conflict_id), along, villages(connection))

        self.desk.read(self, read, self._show_conflict, key="conflict")

    def _show_conflict(self, opened: _Opened) -> None:
        self._close_form()
        self.found, self._villages = opened.found, opened.villages
        clear(self.sides)
        found = opened.found
        self.kept_reason.turn_to(f"conflict {found.id}:{found.resident_id}" if found is not None else "")
        self.reason_note.tell("")
        if found is None:
            self.subject.setText("")
            self.about.setText("")
            self.decision.tell("")
        else:
            names = {each.code: each.name for each in opened.villages}
            record = " ".join(part for part in (record_word(type_word(found.subject_type)), found.detail) if part)
            self.subject.setText("　".join(part for part in (found.person, record) if part))
            self.about.setText(self._about(found, opened.along))
            self.sides.addWidget(Contenders(self.desk, found, names))
            self.decision.tell(self._decision_words(found), "good")
        self._offer()
        self._arrange()

    def _about(self, found: Conflict, along: Sequence[Conflict]) -> str:
        words = self.tr("{what}在两处填得不同，选之前照常使用现在显示的值").format(what=_what(found))
        if any(each.withdraws for each in found.contenders):
            words = self.tr("一处作废了这条记录，另一处改了它，选之前照常使用")
        if along:
            kinds = dict.fromkeys(record_word(type_word(each.subject_type)) for each in along)
            words += self.tr("；一起处理：{records}").format(records=listed(kinds))
        return words

    def _decision_words(self, found: Conflict) -> str:
        if found.is_open:
            return ""
        said = found.decision
        kept = found.contender(str(said.get("kept") or "")) if said.get("kept") else None
        choice = self.tr("采用了 {key}").format(key=kept.key) if kept else self.tr("另写了一个值")
        parts = [choice, str(said.get("name") or ""), str(said.get("reason") or "")]
        return "　".join(part for part in parts if part)

    def _offer(self) -> None:
        """The buttons that fit: the sides, another value, or taking the decision back."""
        clear(self._flow)
        self._choices: list[Button] = []
        found = self.found
        if found is None:
            return
        if not found.is_open:
            self._choices = [Button(self.tr("撤销处理"), "F9", symbol="back", clicked=self._undo)]
        else:
            for place, each in enumerate(found.contenders):
                key = KEYS[place] if place < len(KEYS) else ""
                button = Button(self.tr("采用{key}").format(key=each.key), key, role="main", clicked=self._keep)
                button.setProperty("side", each.mid)
                self._choices.append(button)
            if self._writable(found):
                self._choices.append(Button(self.tr("另写"), "F7", symbol="edit", clicked=self._open_form))
        for button in self._choices:
            self._flow.addWidget(button)
            button.show()
        self.buttons.updateGeometry()

    def _arrange(self) -> None:
        found, writing = self.found, self.form is not None
        deciding = found is not None and found.is_open
        for part in (self.reason_row, self.buttons):
            part.setVisible(deciding or part is self.buttons)
        self.reasons.setVisible(deciding and not self.panes.narrow)
        self.about.setVisible(deciding and not self.panes.narrow and not writing)
        self.buttons.setVisible(found is not None)

    def _writable(self, found: Conflict) -> bool:
        return bool(self._names(found)) and found.subject_type in RECORD_TYPES

    def _names(self, found: Conflict) -> list[str]:
        """What a person can write: declared fields that a form has an editor for."""
        declared = RECORD_TYPES[found.subject_type].fields if found.subject_type in RECORD_TYPES else {}
        names = found.differing if len(found.names) > 1 and found.differing else found.names
        return [
            name
            for name in names
            if name in declared and name != VOID and declared[name].kind not in (Kind.REFERENCE, Kind.OBJECT)
        ]

    @Slot()
    def _open_form(self) -> None:
        found = self.found
        if found is None or self.form is not None:
            return
        names = self._names(found)
        editors = village_editors(self._villages) if "village_code" in names else {}
        self.form = Form([Section(found.subject_type, lines(*names), editors=editors)], self.desk.today)
        current = found.contender(found.shown)
        values = {name: value for name, value in (current.value if current else {}).items() if value is not None}
        self.form.set_values({found.subject_type: values})
        self.form.finished.connect(self._form_done)
        self._keeper = DraftKeeper(self.desk, self.form, f"conflict value {found.id}:{found.resident_id}")
        self.sides.insertWidget(0, self.form)
        clear(self._flow)
        self._choices = [
            Button(self.tr("保存"), "Ctrl+S", role="main", symbol="save", clicked=self._write),
            Button(self.tr("不写了"), role="quiet", clicked=self._cancel),
        ]
        for button in self._choices:
            self._flow.addWidget(button)
            button.show()
        self._arrange()
        self.form.begin()

    @Slot()
    def _form_done(self) -> None:
        self.reason.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _cancel(self) -> None:
        if self._keeper is not None:
            self._keeper.forget()
        if self.found is not None:
            self._read(self.found.id)
            self.take_focus()

    def _close_form(self) -> None:
        if self._keeper is not None:
            self._keeper.keep()
        self.form = self._keeper = None

    @Slot()
    def _take_reason(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.reason.setText(str(sender.property("reason")))
            self.reason_note.tell("")
            self._reason_done()

    def _reason(self) -> str:
        """The reason, or a word beside the field that there is none yet."""
        reason = self.reason.text().strip()
        self.reason_note.tell("" if reason else self.tr("写明原因再选，选的结果别处也看得到"), "watch")
        if not reason:
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)
        return reason

    @Slot()
    def _keep(self) -> None:
        sender, found = self.sender(), self.found
        if sender is None or found is None or not (reason := self._reason()):
            return
        side = str(sender.property("side"))
        self._act(lambda database: keep(database, found.id, side, reason), self._decided)

    @Slot()
    def _write(self) -> None:
        found, form = self.found, self.form
        if found is None or form is None or form.check() or not (reason := self._reason()):
            return
        given: Mapping[str, Any] = form.values().get(found.subject_type, {})
        values = {name: given.get(name) for name in self._names(found)}
        self._act(lambda database: write(database, found.id, values, reason), self._decided)

    @Slot()
    def _undo(self) -> None:
        found = self.found
        if found is not None:
            self._act(lambda database: reopen(database, found.id, UNDO_REASON), self._undone)

    def _act(self, act: Any, then: Any) -> None:
        if self._busy:
            return
        self._busy = True
        database = self.desk.database
        self.desk.act(self, lambda: act(database), then, self._refused)

    def _decided(self, decided: Decided) -> None:
        self._busy = False
        words = "　".join(part for part in (self.subject.text(), self.tr("已处理，联网后传到县平台")) if part)
        self.kept_reason.forget()
        if self._keeper is not None:
            self._keeper.forget()
        place = Place("conflicts", decided.conflicts[0], {"undo": True})
        self.desk.say(words, "good", self.tr("撤销"), place)
        self.found = None
        self.refresh()
        self.take_focus()

    def _undone(self, decided: Decided) -> None:
        self._busy = False
        self._set_shown(WAITING)
        self._wanted = decided.conflicts[0]
        self.desk.say(self.tr("已撤销处理，这处冲突又待处理"), "note")
        self.refresh()
        self.take_focus()

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, Refused):
            located = [
                (self.found.subject_type if self.found else "", each.field, each.message) for each in error.errors
            ]
            homeless = self.form.show_errors(located) if self.form is not None else [each[2] for each in located]
            self.desk.say("；".join([self.tr("还没有处理"), *homeless]), "danger")
        elif isinstance(error, StoreError):
            self.desk.say(str(error), "danger")
        else:
            self.desk.work.bug_found.emit(error)


def _what(found: Conflict) -> str:
    """What differs, by name; a withdrawal as such."""
    if any(each.withdraws for each in found.contenders) or not found.differing:
        return record_word(found.words)
    return listed(record_word(found.labels[name]) for name in found.differing)
