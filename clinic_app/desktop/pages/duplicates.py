"""疑似重复: two files that may be of one person, side by side; a person says whether they are, with the grounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clinic_app.care.entry import EntryProblem
from clinic_app.care.identity import (
    Preview,
    Side,
    decided_duplicates,
    different,
    link,
    open_duplicates,
    preview,
    undecide,
)
from clinic_app.desktop.changes import EVERYTHING
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.draft_keeper import BoxKeeper
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.widgets.basic import (
    Button,
    Card,
    FoldingLabel,
    IconLabel,
    clear,
    column,
    hairline,
    keep_lines,
    label,
    row,
    scrolled,
    shortcut,
)
from clinic_app.desktop.widgets.chips import chips
from clinic_app.desktop.widgets.compared import Fact, Sign, breakable
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.line import Line
from clinic_app.desktop.widgets.panes import TwoPanes, WhenNarrow
from clinic_app.desktop.widgets.second_person import FourEyes
from clinic_app.desktop.words import listed, masked_identity, masked_phone, pressure, sex_word, short_day
from clinic_app.records.code_list import PROGRAMME
from clinic_app.records.identity import LINKED, OPEN
from clinic_app.store.accounts import Account
from clinic_app.store.errors import StoreError
from clinic_app.store.queries.conflict import LETTERS
from clinic_app.store.queries.identity import CandidateRow
from clinic_app.store.queries.reference import Village, villages
from clinic_app.store.unit_of_work import InvalidRecord

KEYS = ("F2", "F3")
DECIDED = "decided"
MOST_READINGS = 3
UNDO_REASON = "撤销处理"
"""What goes into the record stays in the language of the records."""


@dataclass(frozen=True)
class _Opened:
    found: Preview | None
    villages: Sequence[Village]


class DuplicatesPage(Page):
    """A link moves nothing: both files stay, and taking the link back is the undo."""

    watched = EVERYTHING

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("疑似重复"))
        self.shown = OPEN
        self.found: Preview | None = None
        self._wanted = ""
        self._busy = False
        self._linking: tuple[Preview, str, str] | None = None
        self.four_eyes = FourEyes(desk, self)
        self._buttons: list[Button] = []
        self.chips = chips({OPEN: self.tr("待核对"), DECIDED: self.tr("已核对")}, self.shown, self._chip)
        self.head.insertLayout(1, row(*self.chips.values()))
        columns = (
            Column("who", self.tr("谁"), 5),
            Column("born", self.tr("出生日期"), 6, gives_way=1),
            Column("grounds", self.tr("依据"), 0),
        )
        self.model = RowsModel([each.words for each in columns], self)
        self.list = ListFrame(
            desk, "duplicates", self.tr("疑似重复的档案"), columns, self.model,
            of="resident", unit=self.tr("{count} 对"), searched=True, symbol="duplicate",
        )  # fmt: skip
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._opened_row)
        self.table, self.empty = self.list.table, self.list.empty
        self.panes = TwoPanes(self.list, self._right(), shares=(1, 2), when_narrow=WhenNarrow.BESIDE)
        self.panes.narrow_changed.connect(self._narrow)
        self.list.emptied.connect(self.panes.leave_alone)
        self.body.addWidget(self.panes, 1)
        self._show_pair(_Opened(None, ()))

    def arrive(self, place: Place) -> None:
        """An id chooses a pair; `undo` takes its decision back."""
        self._wanted = place.of
        if place.of and not place.more.get("undo"):
            self._set_shown(OPEN)
        super().arrive(place)
        if place.more.get("undo"):
            self._act(lambda database: undecide(database, place.of, UNDO_REASON), self._undone)

    def refresh(self) -> None:
        """Read the list again."""
        asked = decided_duplicates if self.shown == DECIDED else open_duplicates
        self.model.allowed = lambda connection: [each.id for each in asked(connection)]
        self.desk.read(self, asked, self._show, key="list")

    def depart(self) -> None:
        """Keep what is typed."""
        self.kept_reason.keep()

    def take_focus(self) -> None:
        """The list."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

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

    def _right(self) -> Card:
        card = Card()
        self.about = label("", "muted", wrap=True)
        self.sides = QVBoxLayout()
        self.sides.setContentsMargins(0, 0, 0, 0)
        content = QWidget()
        content.setLayout(self.sides)
        self.reason = Line()
        self.reason.setPlaceholderText(self.tr("凭什么判断：身份证、户口本、本人说明……"))
        self.reason.setAccessibleName(self.tr("依据"))
        self.reason.done.connect(self._reason_done)
        self.kept_reason = BoxKeeper(self.desk, self.reason)
        self.note = IconLabel()
        self.reason_row = QWidget()
        self.reason_row.setLayout(row(label(self.tr("依据")), self.reason))
        self.buttons = QWidget()
        self._flow = FlowLayout(self.buttons, spacing=8)
        card.body.addWidget(self.about)
        self.decision = IconLabel()
        self.area = scrolled(content)
        shortcut(self, "Ctrl+Down", self._down, self.tr("右边往下看"))
        shortcut(self, "Ctrl+Up", self._up, self.tr("右边往上看"))
        card.body.addWidget(self.area, 1)
        for part in (self.decision, self.reason_row, self.note, self.buttons):
            card.body.addWidget(part)
        return card

    @Slot()
    def _down(self) -> None:
        """Further down in what does not fit; the list keeps the focus."""
        self._scroll(1)

    @Slot()
    def _up(self) -> None:
        self._scroll(-1)

    def _scroll(self, direction: int) -> None:
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + direction * bar.pageStep() // 2)

    @Slot(bool)
    def _narrow(self, narrow: bool) -> None:
        self.about.setVisible(self.found is not None and not narrow)

    def _show(self, rows: Sequence[CandidateRow]) -> None:
        kept = self._wanted or self.model.id_at(self.table.row)
        self._wanted = ""
        self.model.show_rows([self._row(each) for each in rows])
        waiting = self.tr("没有疑似重复的档案。县平台发现两份档案可能是同一人时，会列在这里，由人来认。")
        self.list.set_empty(self.tr("还没有核对过的档案。") if self.shown == DECIDED else waiting)
        place = max(self.model.row_of(kept) if kept else 0, 0)
        if rows:
            self.table.go_to(place)
            self._read(self.model.id_at(place))
        else:
            self._show_pair(_Opened(None, ()))
        self.filled()

    def _row(self, each: CandidateRow) -> Row:
        names = dict.fromkeys(str(person.get("name") or "") for person in each.people)
        days = dict.fromkeys(str(person.get("birth_date") or "") for person in each.people)
        texts = (listed(names), listed(days), each.why)
        return Row(each.id, texts, {}, "　".join(texts))

    @Slot(int)
    def _chosen(self, place: int) -> None:
        chosen = self.model.id_at(place)
        if chosen and chosen != (self.found.candidate.id if self.found else ""):
            self._read(chosen)

    @Slot(int)
    def _opened_row(self, place: int) -> None:
        """Enter: on to the grounds."""
        if self.found is not None and self.found.candidate.state == OPEN:
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _reason_done(self) -> None:
        if self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _read(self, candidate_id: str) -> None:
        today = self.desk.today
        self.desk.read(
            self,
            lambda connection: _Opened(preview(connection, candidate_id, today), villages(connection)),
            self._show_pair,
            key="pair",
        )

    def _show_pair(self, opened: _Opened) -> None:
        self.found = opened.found
        clear(self.sides)
        clear(self._flow)
        self._buttons = []
        self.note.tell("")
        found = opened.found
        self.kept_reason.turn_to(
            f"duplicate {found.candidate.id}:{found.candidate.resident_ids[0]}" if found is not None else ""
        )
        deciding = found is not None and found.candidate.state == OPEN
        self.reason_row.setVisible(deciding)
        self.buttons.setVisible(found is not None)
        self.about.setVisible(deciding and not self.panes.narrow)
        self.decision.tell(self._decision_words(found) if found is not None else "", "good")
        if found is None:
            return
        words = self.tr("{why}。认作同一人后，两份档案都保留，合在一页看；随时可以取消。")
        self.about.setText(words.format(why=found.candidate.why))
        names = {each.code: each.name for each in opened.villages}
        self.sides.addWidget(self._pair(found, names))
        self._offer(found)

    def _decision_words(self, found: Preview) -> str:
        candidate = found.candidate
        if candidate.state == OPEN:
            return ""
        choice = self.tr("已认作同一人") if candidate.state == LINKED else self.tr("已认作不是同一人")
        return "　".join(part for part in (choice, str(candidate.decision.get("reason") or "")) if part)

    def _pair(self, found: Preview, names: Mapping[str, str]) -> QWidget:
        """Both files line by line, with a word and a sign whether they agree; then the one page."""
        pair = QWidget()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().lengths.gap)
        grid.setVerticalSpacing(theme().lengths.small)
        facts = [self._facts(side, names) for side in found.sides]
        grid.addWidget(hairline(), 1, 0, 1, len(facts) + 2)
        for place in range(1, len(facts) + 1):
            grid.setColumnStretch(place, 1)
            grid.addWidget(label(self.tr("档案 {side}").format(side=LETTERS[place - 1]), "section"), 0, place)
        lines = {caption: [each[caption] for each in facts] for caption in (facts[0] if facts else {})}
        # What differs first, as where conflicts are decided.
        for line, caption in enumerate(sorted(lines, key=lambda each: not self._verdict(lines[each])[1]), 2):
            values = lines[caption]
            verdict, differs = self._verdict(values)
            grid.addWidget(FoldingLabel(caption, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            for place, each in enumerate(values, 1):
                value = label(each.value or "—", "strong" if differs else "", wrap=True, selectable=True)
                grid.addWidget(value, line, place, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Sign(verdict, self.panes, differs=differs), line, len(facts) + 1, Qt.AlignmentFlag.AlignTop)
        pair.setLayout(column(grid, 8, hairline(), *self._one_page(found), None))
        keep_lines(pair)
        return pair

    def _verdict(self, values: Sequence[Fact]) -> tuple[str, bool]:
        """Whether the sides agree, in words; and whether a person should look."""
        if not all(each.known for each in values):
            return "", False
        said = {each.value for each in values}
        if said == {""}:
            return self.tr("都没有"), False
        if "" in said:
            return self.tr("一份没有"), False
        return (self.tr("相同"), False) if len(said) == 1 else (self.tr("不同"), True)

    def _one_page(self, found: Preview) -> list[QWidget]:
        """How the one page would read: everything of both."""
        together, today = found.together, self.desk.today
        programmes = record_words(PROGRAMME)
        counts = [
            self.tr("随访 {count} 次").format(count=together.counts["visit"]),
            self.tr("转诊 {count} 张").format(count=together.counts["referral"]),
        ]
        lines = ["　".join(counts)]
        if together.programmes:
            lines.append(self.tr("病种 {names}").format(
                names=listed(programmes.get(each, each) for each in together.programmes)))  # fmt: skip
        if together.allergies:
            lines.append(self.tr("过敏 {names}").format(names=listed(together.allergies)))
        readings = [
            f"{short_day(each.visit_date, today)} {pressure({'sbp': each.sbp, 'dbp': each.dbp})}"
            for each in together.readings
            if each.sbp
        ]
        if readings:
            lines.append(self.tr("最近血压 {readings}").format(readings="　".join(readings[:MOST_READINGS])))
        title = self.tr("合在一页看到的") if found.candidate.state == OPEN else self.tr("两份档案里的")
        return [label(title, "section"), *(label(each, wrap=True) for each in lines)]

    def _facts(self, side: Side, names: Mapping[str, str]) -> dict[str, Fact]:
        person, card = side.person, side.card
        # A card of linked files is the canonical one's: what a file itself says comes from the county's word on it.
        own = card if card is not None and card.id == side.resident_id else None
        here = card is not None
        village = str(person.get("village_code") or "")
        last = next((each.visit_date for each in card.visits), "") if card else ""
        counts = side.counts
        return {
            self.tr("姓名"): Fact(str(person.get("name") or "")),
            self.tr("性别"): Fact(sex_word(person.get("sex"))),
            self.tr("出生日期"): Fact(str(person.get("birth_date") or "")),
            self.tr("身份证号"): Fact(breakable(masked_identity(own.id_no)) if own else "", own is not None),
            self.tr("住在"): Fact((own.address if own else "") or names.get(village, village)),
            self.tr("电话"): Fact(masked_phone(own.phone) if own else "", own is not None),
            self.tr("最近随访"): Fact(short_day(last, self.desk.today) if own else "", own is not None),
            self.tr("随访"): Fact(self._count(counts["visit"]) if here else self.tr("档案不在本机"), here),
            self.tr("转诊"): Fact(self._count(counts["referral"]), here),
            self.tr("慢病登记"): Fact(self._count(counts["chronic_registration"]), here),
            self.tr("过敏"): Fact(own.allergy_text if own else "", own is not None),
        }

    def _count(self, number: int) -> str:
        return str(number) if number else ""

    def _offer(self, found: Preview) -> None:
        if found.candidate.state != OPEN:
            self._buttons.append(Button(self.tr("撤销处理"), "F9", symbol="back", clicked=self._undo))
        else:
            for place, side in enumerate(found.sides[:2]):
                if side.card is None:
                    continue
                words = self.tr("同一人，以{side}为主").format(side=LETTERS[place])
                button = Button(words, KEYS[place], role="main", clicked=self._link)
                button.setProperty("canonical", side.resident_id)
                self._buttons.append(button)
            self._buttons.append(Button(self.tr("不是同一人"), "F4", clicked=self._different))
        for button in self._buttons:
            self._flow.addWidget(button)
            button.show()
        self.buttons.updateGeometry()

    def _reason(self) -> str:
        reason = self.reason.text().strip()
        self.note.tell("" if reason else self.tr("先写明依据"), "watch")
        if not reason:
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)
        return reason

    @Slot()
    def _link(self) -> None:
        sender, found = self.sender(), self.found
        if sender is None or found is None or not (reason := self._reason()):
            return
        canonical = str(sender.property("canonical"))
        self._linking = (found, canonical, reason)
        self.four_eyes.ask(self.tr("把两份档案认作同一人，要两个人确认"), self._link_confirmed)

    def _link_confirmed(self, second: Account | None) -> None:
        if self._linking is None:
            return
        (found, canonical, reason), self._linking = self._linking, None
        other = next((each for each in found.candidate.resident_ids if each != canonical), "")
        of = found.candidate.id
        self._act(lambda database: link(database, other, canonical, reason, of, second=second), self._linked)

    @Slot()
    def _different(self) -> None:
        found = self.found
        if found is None or not (reason := self._reason()):
            return
        self._act(lambda database: different(database, found.candidate.id, reason), self._told_apart)

    def _act(self, act: Any, then: Any) -> None:
        if self._busy:
            return
        self._busy = True
        database = self.desk.database
        self.desk.act(self, lambda: act(database), then, self._refused)

    @Slot()
    def _undo(self) -> None:
        found = self.found
        if found is not None:
            self._act(lambda database: undecide(database, found.candidate.id, UNDO_REASON), self._undone)

    def _linked(self, link_id: str) -> None:
        self._done(self.tr("已认作同一人，联网后传到县平台"))

    def _told_apart(self, nothing: object) -> None:
        self._done(self.tr("已记为不是同一人，不再提示"))

    def _done(self, words: str) -> None:
        of = self.found.candidate.id if self.found else ""
        self._ended(words, Place("duplicates", of, {"undo": True}))

    def _undone(self, nothing: object) -> None:
        self._set_shown(OPEN)
        self._ended(self.tr("已撤销处理，两份档案恢复原样，等人再认"), None)

    def _ended(self, words: str, undo: Place | None) -> None:
        self._busy = False
        self.kept_reason.forget()
        self.desk.say(words, "good", self.tr("撤销") if undo else "", undo)
        self.refresh()
        self.take_focus()

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, (EntryProblem, InvalidRecord, StoreError)):
            self.desk.say(str(error), "danger")
        else:
            self.desk.work.bug_found.emit(error)
