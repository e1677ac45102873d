"""疑似重复: two files that may be of one person, side by side; a person says whether they are, with the grounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clinic_app.care.entry import EntryProblem
from clinic_app.care.identity import Preview, Side, different, link, open_duplicates, preview, unlink
from clinic_app.desktop.changes import EVERYTHING
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.editor import Line
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import (
    Button,
    Card,
    IconLabel,
    clear,
    column,
    hairline,
    keep_lines,
    label,
    row,
    scrolled,
)
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.panes import TwoPanes, WhenNarrow
from clinic_app.desktop.widgets.table import Table
from clinic_app.desktop.words import masked_identity, masked_phone, sex_word, short_day
from clinic_app.store.errors import StoreError
from clinic_app.store.queries.conflict import LETTERS
from clinic_app.store.queries.identity import CandidateRow
from clinic_app.store.queries.reference import Village, villages
from clinic_app.store.unit_of_work import InvalidRecord

KEYS = ("F2", "F3")
UNDO_REASON = "撤销关联"
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
        self.found: Preview | None = None
        self._busy = False
        self._buttons: list[Button] = []
        headers = [self.tr("谁"), self.tr("出生日期"), self.tr("依据")]
        self.model = RowsModel(headers, self)
        self.table = Table([5, 6, 0], self.tr("疑似重复的档案"), optional=(1,))
        self.table.setModel(self.model)
        self.table.fit()
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened_row)
        self.empty = label("", "muted", wrap=True)
        left = QWidget()
        left.setLayout(column(self.table, self.empty))
        self.panes = TwoPanes(left, self._right(), shares=(1, 2), when_narrow=WhenNarrow.BESIDE)
        self.panes.narrow_changed.connect(self._narrow)
        self.body.addWidget(self.panes, 1)
        self._show_pair(_Opened(None, ()))

    def arrive(self, place: Place) -> None:
        """`undo` is a link to take back."""
        super().arrive(place)
        undo = str(place.more.get("undo") or "")
        if undo:
            self._act(lambda database: unlink(database, undo, UNDO_REASON), self._undone)

    def refresh(self) -> None:
        """Read the list again."""
        self.desk.read(self, open_duplicates, self._show, key="list")

    def take_focus(self) -> None:
        """The list."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

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
        self.note = IconLabel()
        self.reason_row = QWidget()
        self.reason_row.setLayout(row(label(self.tr("依据")), self.reason))
        self.buttons = QWidget()
        self._flow = FlowLayout(self.buttons, spacing=8)
        card.body.addWidget(self.about)
        card.body.addWidget(scrolled(content), 1)
        for part in (self.reason_row, self.note, self.buttons):
            card.body.addWidget(part)
        return card

    @Slot(bool)
    def _narrow(self, narrow: bool) -> None:
        self.about.setVisible(self.found is not None and not narrow)

    def _show(self, rows: Sequence[CandidateRow]) -> None:
        kept = self.model.id_at(self.table.row)
        self.model.show_rows([self._row(each) for each in rows])
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.setText(self.tr("没有疑似重复的档案。县平台发现两份档案可能是同一人时，会列在这里，由人来认。"))
        place = max(self.model.row_of(kept) if kept else 0, 0)
        if rows:
            self.table.go_to(place)
            self._read(rows[place].id)
        else:
            self._show_pair(_Opened(None, ()))
        self.filled()

    def _row(self, each: CandidateRow) -> Row:
        first: Mapping[str, Any] = each.people[0] if each.people else {}
        texts = (str(first.get("name") or ""), str(first.get("birth_date") or ""), each.why)
        return Row(each.id, texts, {}, "　".join(texts))

    @Slot(int)
    def _chosen(self, place: int) -> None:
        chosen = self.model.id_at(place)
        if chosen and chosen != (self.found.candidate.id if self.found else ""):
            self.reason.clear()
            self._read(chosen)

    @Slot(int)
    def _opened_row(self, place: int) -> None:
        """Enter: on to the grounds."""
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
        shown = opened.found is not None
        for part in (self.reason_row, self.buttons):
            part.setVisible(shown)
        self.about.setVisible(shown and not self.panes.narrow)
        if opened.found is None:
            return
        words = self.tr("{why}。认作同一人后，两份档案都保留，合在一页看，共 {count} 次随访；随时可以取消。")
        self.about.setText(words.format(why=opened.found.candidate.why, count=opened.found.visits_together))
        names = {each.code: each.name for each in opened.villages}
        self.sides.addWidget(self._pair(opened.found, names))
        self._offer(opened.found)

    def _pair(self, found: Preview, names: Mapping[str, str]) -> QWidget:
        pair = QWidget()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().lengths.wide)
        grid.setVerticalSpacing(theme().lengths.small)
        facts = [self._facts(side, names) for side in found.sides]
        grid.addWidget(hairline(), 1, 0, 1, len(facts) + 1)
        for place in range(1, len(facts) + 1):
            grid.setColumnStretch(place, 1)
            grid.addWidget(label(LETTERS[place - 1], "section"), 0, place)
        for line, caption in enumerate(facts[0] if facts else {}, 2):
            values = [each.get(caption, "") for each in facts]
            same = len(set(values)) == 1
            grid.addWidget(label(caption, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            for place, value in enumerate(values, 1):
                grid.addWidget(label(value or "—", "" if same else "strong", wrap=True), line, place)
        whole = column(grid, None)
        pair.setLayout(whole)
        keep_lines(pair)
        return pair

    def _facts(self, side: Side, names: Mapping[str, str]) -> dict[str, str]:
        person, card = side.person, side.card
        village = str(person.get("village_code") or "")
        last = next((each.visit_date for each in card.visits), "") if card else ""
        return {
            self.tr("姓名"): str(person.get("name") or ""),
            self.tr("性别"): sex_word(person.get("sex")),
            self.tr("出生日期"): str(person.get("birth_date") or ""),
            self.tr("身份证号"): masked_identity(card.id_no) if card else "",
            self.tr("住在"): (card.address if card else "") or names.get(village, village),
            self.tr("电话"): masked_phone(card.phone) if card else "",
            self.tr("最近随访"): short_day(last, self.desk.today),
            self.tr("随访次数"): str(side.counts.get("visit", 0)) if card else self.tr("档案不在本机"),
            self.tr("过敏"): card.allergy_text if card else "",
        }

    def _offer(self, found: Preview) -> None:
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
        other = next((each for each in found.candidate.resident_ids if each != canonical), "")
        of = found.candidate.id
        self._act(lambda database: link(database, other, canonical, reason, of), self._linked)

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

    def _linked(self, link_id: str) -> None:
        self._done(self.tr("已认作同一人，联网后传到县平台"), Place("duplicates", "", {"undo": link_id}))

    def _told_apart(self, nothing: object) -> None:
        self._done(self.tr("已记为不是同一人，不再提示"), None)

    def _undone(self, nothing: object) -> None:
        self._done(self.tr("已取消关联，两份档案恢复原样"), None)

    def _done(self, words: str, undo: Place | None) -> None:
        self._busy = False
        self.reason.clear()
        self.desk.say(words, "good", self.tr("撤销") if undo else "", undo)
        self.refresh()
        self.take_focus()

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, (EntryProblem, InvalidRecord, StoreError)):
            self.desk.say(str(error), "danger")
        else:
            self.desk.work.bug_found.emit(error)
