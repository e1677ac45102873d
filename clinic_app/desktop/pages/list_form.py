"""A list with one short form beside it: whoever is chosen is written about, saved, and the next one comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.care.entry import Refused
from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.form_page import DRAFT_AFTER
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, Card, clear, label, row, scrolled
from clinic_app.desktop.widgets.hidden_number import HiddenNumber
from clinic_app.desktop.widgets.panes import TwoPanes, WhenNarrow
from clinic_app.store.drafts import Draft, load_draft, save_draft
from clinic_app.store.errors import StoreError

Item = TypeVar("Item")
Told = tuple[str, str]
"""Words and their role in the style sheet."""


class ListFormPage(Page, Generic[Item]):
    """Pages derive from it and say what they list, what they tell of an item and what they ask.

    Enter in the list goes to the form, Ctrl+S saves. What was typed for somebody is kept as a draft of theirs.
    """

    record_type = ""

    first = ""
    """The field at which writing begins; the others stand there already."""
    form_first = False
    """Whether the form stands above what is told: where one figure is typed for many people."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        name: str,
        columns: Sequence[Column],
        symbol: str = "note",
    ) -> None:
        super().__init__(desk, title)
        self.items: list[Item] = []
        self.item: Item | None = None
        self.form: Form | None = None
        self.saving = False
        self._wanted = ""
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_AFTER)
        self._draft_timer.timeout.connect(self.keep_draft)
        right = [place for place, each in enumerate(columns) if each.right]
        self.model = RowsModel([each.words for each in columns], self, right=right)
        self.list = ListFrame(
            desk,
            name,
            title,
            columns,
            self.model,
            of="referral",
            unit=self.tr("{count} 人"),
            searched=True,
            symbol=symbol,
        )
        self.model.allowed = lambda connection: map(self.id_of, self.read(connection))
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._begin)
        self.table, self.empty = self.list.table, self.list.empty
        self.side = Card()
        self.person = label("", "section", wrap=True)
        self.phone = HiddenNumber(desk)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, theme().lengths.small, 0)
        self.told = QVBoxLayout()
        self.asked = QVBoxLayout()
        for part in (self.asked, self.told) if self.form_first else (self.told, self.asked):
            inside.addLayout(part)
        inside.addStretch(1)
        self.save_button = Button(self.tr("保存"), "Ctrl+S", role="main", symbol="save", clicked=self.save)
        self.buttons = row(self.save_button, None)
        self.side.body.addWidget(self.person)
        self.side.body.addWidget(self.phone)
        self.side.body.addWidget(scrolled(content), 1)
        self.side.body.addLayout(self.buttons)
        panes = TwoPanes(self.list, self.side, shares=(1, 1), when_narrow=WhenNarrow.BESIDE)
        self.list.emptied.connect(panes.leave_alone)
        self.body.addWidget(panes, 1)

    def read(self, connection: Any) -> list[Item]:
        """The list, in its order; runs in the reading pool."""
        raise TypeError("each page reads its own list")

    def id_of(self, item: Item) -> str:
        """What tells two items apart."""
        raise TypeError("each page knows its items")

    def draft_key(self, item: Item) -> str:
        """Under what the open form is kept; behind the colon stands the record that it goes with."""
        return f"{self.record_type}:{self.id_of(item)}"

    def row_of(self, item: Item) -> Row:
        """The line of an item."""
        raise TypeError("each page draws its own lines")

    def describe(self, item: Item) -> tuple[str, str | None, Sequence[Told]]:
        """Who it is, the patient's phone (None: nobody calls from here), and what is told beside the form."""
        raise TypeError("each page tells what it knows")

    def make_form(self, item: Item) -> Form:
        """What is asked."""
        raise TypeError("each page asks its own questions")

    def records(self, item: Item, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What a save hands over, in the shape of `records put`; empty saves nothing."""
        raise TypeError("each page says what it saves")

    def empty_words(self) -> str:
        """What an empty list says."""
        raise TypeError("each page says what it is for")

    @Slot()
    def refresh(self) -> None:
        """Read the list again."""
        self.desk.read(self, self.read, self._show, key="list")

    def take_focus(self) -> None:
        """The list."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def depart(self) -> None:
        """Keep what is typed."""
        if self._draft_timer.isActive():
            self.keep_draft()

    @Slot()
    def keep_draft(self) -> None:
        """Write the open form to the disk, in the writing lane."""
        self._draft_timer.stop()
        if self.form is None or self.item is None or self.saving:
            return
        database, key, body = self.desk.database, self.draft_key(self.item), {"values": self.form.values()}
        self.desk.work.write(self, lambda: save_draft(database, key, body))

    def answered(self) -> bool:
        """F1 at a field."""
        return self.form is not None and self.form.show_help()

    @Slot()
    def save(self) -> None:
        """Check, then save in the writing lane; what is wrong is said beside the field."""
        if self.form is None or self.item is None or self.saving or self.form.check():
            return
        records = self.records(self.item, self.form.values().get(self.record_type, {}))
        if records:
            self.saving = True
            self._draft_timer.stop()
            self.desk.save(self, records, self._saved, self._not_saved, draft_key=self.draft_key(self.item))

    def saved_words(self, result: SaveResult) -> str:
        """What is said after the commit."""
        return "；".join(each.message for each in result.notices) or self.tr("已保存在本机，联网后自动送出")

    def _show(self, items: Sequence[Item]) -> None:
        self.items = list(items)
        self.model.show_rows([self.row_of(each) for each in items])
        self.list.set_empty(self.empty_words())
        self.side.setVisible(bool(items))
        if self._item_of(self._wanted) is None:
            # Somebody else, or nobody any more: what was typed here belonged to the one before.
            self.item, self.form = None, None
        self.table.go_to(max(self.model.row_of(self._wanted), 0))
        first = self._item_of(self.model.id_at(self.table.row))
        if first is not None and self.item is None:
            self._take(first)
        self.filled()

    @Slot(int)
    def _chosen(self, place: int) -> None:
        item = self._item_of(self.model.id_at(place))
        if item is not None and (self.item is None or self.id_of(item) != self._wanted):
            self._take(item)

    def _item_of(self, item_id: str) -> Item | None:
        return next((each for each in self.items if self.id_of(each) == item_id), None)

    def _take(self, item: Item) -> None:
        if self._draft_timer.isActive():
            self.keep_draft()
        self.item, self._wanted = item, self.id_of(item)
        clear(self.told)
        clear(self.asked)
        who, phone, told = self.describe(item)
        self.person.setText(who)
        self.phone.setVisible(phone is not None)
        self.phone.show_number(self.tr("患者电话"), phone, f"referral:{self._wanted}")
        for words, role in told:
            if words:
                self.told.addWidget(label(words, role, wrap=True, selectable=True))
        self.form = self.make_form(item)
        self.form.body.setContentsMargins(0, 0, 0, 0)
        self.form.changed.connect(self._typed)
        self.form.finished.connect(self._to_save)
        self.asked.addWidget(self.form)
        database, key = self.desk.database, self.draft_key(item)
        self.desk.work.read(self, lambda: load_draft(database, key), self._restore, key="draft")

    @Slot(object)
    def _typed(self, key: object) -> None:
        if not self._draft_timer.isActive():
            self._draft_timer.start()

    def _restore(self, draft: Draft | None) -> None:
        """What was left open for this one, unless somebody is typing already."""
        mine = draft is not None and self.item is not None and draft.key == self.draft_key(self.item)
        if draft is not None and mine and self.form is not None and not self._draft_timer.isActive():
            self.form.set_values(draft.body.get("values", {}))

    @Slot(int)
    def _begin(self, place: int) -> None:
        """Enter in the list."""
        if self.form is not None:
            self.form.begin(self.record_type, self.first)

    @Slot()
    def _to_save(self) -> None:
        self.save_button.setFocus()

    def _saved(self, result: SaveResult) -> None:
        self.saving = False
        self.desk.say(self.saved_words(result), "watch" if result.notices else "good")
        place, ids = self.model.row_of(self._wanted), self.model.shown_ids
        following = ids[place + 1 : place + 2] or ids[max(place - 1, 0) : place]
        self.item, self.form = None, None
        self._wanted = following[0] if following else self._wanted
        self.refresh()
        self.take_focus()

    def _not_saved(self, error: BaseException) -> None:
        self.saving = False
        if isinstance(error, Refused) and self.form is not None:
            located = [(self.record_type, each.field, each.message) for each in error.errors]
            homeless = self.form.show_errors(located)
            self.desk.say("；".join([self.tr("还没有保存，填的都在"), *homeless]), "danger")
        elif isinstance(error, StoreError):
            self.desk.say(str(error), "danger")
        else:
            self.desk.work.bug_found.emit(error)
