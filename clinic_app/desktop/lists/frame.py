"""The list that pages show: a line with the totals, what is looked for and the menu; the table; what an empty one says.

The page gives columns, a model and words; order, columns, widths, chosen rows, paper and file are the list's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.lists.column import Column, Order, arranged, optional_columns
from clinic_app.desktop.lists.kept import kept_choices
from clinic_app.desktop.lists.menu import ListMenu
from clinic_app.desktop.lists.outgoing import Outgoing, Taken
from clinic_app.desktop.models.list_model import ListModel
from clinic_app.desktop.widgets.basic import Button, column, expanding, keep_width, label, row, shortcut
from clinic_app.desktop.widgets.empty_state import EmptyState
from clinic_app.desktop.widgets.line import Line
from clinic_app.desktop.widgets.table import Table
from clinic_app.store.list_choice import ListChoice

TYPED = 150
MENU_KEY, PRINT_KEY, EXPORT_KEY, FIND_KEY = "Alt+L", "Ctrl+P", "Ctrl+E", "Ctrl+F"
FEW = 8
"""A list of fewer rows is read at a glance."""


class ListFrame(QWidget):
    """`name` is what the person's columns are kept under; `of` the record type whose rows go onto paper or into a file.

    `unit` is the total in words with a place for the figure, `{count} 人`; empty where the page tells it. `searched`:
    with a box of its own that looks through the rows, for pages without filters; a short list shows it on its key only.
    Without `bar` the page puts `totals` and `menu_button` where it has room.
    """

    chosen = Signal(int)
    """The current row; -1 for none."""
    opened = Signal(int)
    """Enter or a double click on a row."""
    order_asked = Signal()
    """The rows shall be read again in `order`: only of models that do not hold their rows."""

    emptied = Signal(bool)
    """Whether there is nothing on the list at all: what shows the current row has nothing to show."""

    def __init__(
        self,
        desk: Desk,
        name: str,
        title: str,
        columns: Sequence[Column],
        model: ListModel,
        *,
        of: str,
        unit: str,
        searched: bool = False,
        bar: bool = True,
        print_key: str = PRINT_KEY,
        symbol: str = "note",
    ) -> None:
        super().__init__()
        self.desk, self.name, self.title = desk, name, title
        self.columns, self.model, self.of, self._unit = list(columns), model, of, unit
        self.order = Order()
        self._kept = kept_choices(desk)
        self.about: Callable[[], str] = str
        """The page's own filter in words, for the head of the paper and the file."""
        self.outgoing = Outgoing(self)
        self.table = Table(
            [each.width for each in self.columns], title, optional=optional_columns(self.columns), several=True
        )
        self.table.setModel(model)
        self.table.fit()
        self.table.sort_by_header()
        self._make_line()
        self._make_actions(print_key)
        self.empty = EmptyState(symbol)
        self._empty_words = ""
        self._counts = 0, 0
        self._search_box: QLineEdit = self.find_box
        self._first_step: tuple[str, Callable[[], object] | None] = ("", None)
        self.empty.hide()
        whole = column(self.table, self.empty)
        whole.setStretch(0, 1)
        whole.setStretch(1, 1)
        self._bar = QWidget(self) if bar else None
        self._searched = searched
        if self._bar is not None:
            line = row(self.totals, None, expanding(self.find_box), self.menu_button)
            line.setStretch(2, 2)
            self._bar.setLayout(line)
            whole.insertWidget(0, self._bar)
        self.setLayout(whole)
        self.setFocusProxy(self.table)
        self.find_box.hide()
        if searched:
            shortcut(self, FIND_KEY, self.begin_search, self.tr("在名单里找"))
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self.table.order_asked.connect(self.sort_by)
        self.table.widened.connect(self._widened)
        self.table.moved.connect(self._moved)
        self.table.selected.connect(self._tell)
        model.modelReset.connect(self._count)
        self._choose_columns()
        self._count()

    def _make_line(self) -> None:
        self.totals = label("", "muted")
        self.totals.setParent(self)
        self.find_box = Line(self)
        self.find_box.setPlaceholderText(self.tr("在名单里找　Ctrl+F"))
        self.find_box.setAccessibleName(self.tr("在名单里找"))
        keep_width(self.find_box, 4)
        self.find_box.textChanged.connect(self._typed)
        self.find_box.done.connect(self._to_rows)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPED)
        self._timer.timeout.connect(self._find)
        self.menu_button = Button(self.tr("名单"), MENU_KEY, clicked=self.drop_menu)
        self.menu_button.setAccessibleDescription(self.tr("打印、导出、排序和显示的列"))
        self.menu = ListMenu(self)
        self.menu.order_asked.connect(self.sort_by)
        self.menu.shown_asked.connect(self._show_column)
        self.menu.move_asked.connect(self._move_column)
        self.menu.reset_asked.connect(self.reset)

    def _make_actions(self, print_key: str) -> None:
        self.print_action = self._action(self.tr("打印名单"), print_key, self.outgoing.print_list)
        self.export_action = self._action(self.tr("导出名单"), EXPORT_KEY, self.outgoing.export_list)
        may_print, may_export = self.outgoing.allowed()
        self.print_action.setVisible(may_print)
        self.export_action.setVisible(may_export)

    def _action(self, words: str, key: str, slot: Callable[[], None]) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def set_empty(self, words: str, first: str = "", step: Callable[[], object] | None = None) -> None:
        """What an empty list says: what it is for; and the first step, as a verb on a button."""
        self._empty_words = words
        self._first_step = (first, step)
        self._tell()

    @property
    def chosen_ids(self) -> list[str]:
        """The rows that are chosen together; of a single row none: it is only the current one."""
        ids = [found for each in self.table.chosen_rows if (found := self.model.id_at(each))]
        return ids if len(ids) > 1 else []

    def taken(self) -> Taken:
        """What goes out: the rows that are chosen, else all that are shown; the columns that are seen."""
        ids = self.chosen_ids or self.model.shown_ids
        seen = self.table.columns_seen
        return Taken(
            name=self.name, title=self.title, about=self._about(), of=self.of, ids=ids,
            columns=[self.columns[each] for each in seen], places=seen, read=self.model.taken_out(ids),
        )  # fmt: skip

    def choose_first(self) -> None:
        """Make the first row current."""
        self.table.choose_first()

    def search_in(self, box: QLineEdit) -> None:
        """The page has a box of its own that asks the store: the key leads there."""
        self._search_box = box
        shortcut(self, FIND_KEY, self.begin_search, self.tr("在名单里找"))

    @Slot()
    def begin_search(self) -> None:
        """Write into the box that looks through the rows."""
        box = self._search_box
        if box is self.find_box:
            if not self.model.total:
                return
            box.show()
        box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        box.selectAll()

    @Slot()
    def drop_menu(self) -> None:
        """Under its button."""
        self._fill_menu()
        self.menu.popup(self.menu_button.mapToGlobal(QPoint(0, self.menu_button.height())))

    def _fill_menu(self) -> None:
        self.menu.fill([self.print_action, self.export_action], self.columns, self.table, self.order)

    @Slot(int)
    def sort_by(self, place: int) -> None:
        """In the order of a column; again turns it round, a third time is the list's own order. -1 is that at once."""
        wanted = Order()
        if place >= 0:
            if not self.columns[place].sorts:
                return
            key = self.columns[place].key
            if self.order.key != key:
                wanted = Order(key)
            elif not self.order.descending:
                wanted = Order(key, descending=True)
        kept = self.model.id_at(self.table.row)
        self.order = wanted
        place = next((number for number, each in enumerate(self.columns) if each.key == wanted.key), -1)
        if self.model.arrange(place, wanted.descending):
            self._go_to(kept)
        else:
            self.order_asked.emit()

    @Slot()
    def reset(self) -> None:
        """Columns, widths and order as they were before anybody chose."""
        self._kept.keep(self.name, ListChoice())
        self._choose_columns()
        if self.order.key:
            self.sort_by(-1)

    def _go_to(self, record_id: str) -> None:
        place = self.model.row_of(record_id) if record_id else -1
        if place >= 0:
            self.table.go_to(place)
        else:
            self.table.choose_first()

    def _choose_columns(self) -> None:
        choice = self._kept.of(self.name)
        away = [place for place, each in enumerate(self.columns) if not choice.shown.get(each.key, each.shown)]
        widths = {
            place: choice.widths[each.key] for place, each in enumerate(self.columns) if each.key in choice.widths
        }
        placed = arranged(self.columns, choice.places)
        self.table.choose_columns(away if len(away) < len(self.columns) else [], widths, placed)

    @Slot(int, bool)
    def _show_column(self, place: int, shown: bool) -> None:
        choice = self._kept.of(self.name)
        self._kept.keep(self.name, replace(choice, shown={**choice.shown, self.columns[place].key: shown}))
        self._choose_columns()

    @Slot(int, int)
    def _move_column(self, place: int, step: int) -> None:
        """Past the next column that is seen, to the left or to the right."""
        placed, seen = self.table.columns_placed, self.table.columns_seen
        there = placed.index(place) + step
        while 0 < there < len(placed) - 1 and placed[there] not in seen:
            there += step
        if place and 0 < there < len(placed):
            placed.remove(place)
            placed.insert(there, place)
            self._moved(placed)
            self._choose_columns()
            self.menu.place(placed)

    @Slot(object)
    def _moved(self, placed: Sequence[int]) -> None:
        keys = [self.columns[each].key for each in placed]
        in_own_order = keys == [each.key for each in self.columns]
        choice = self._kept.of(self.name)
        self._kept.keep(self.name, replace(choice, places=[] if in_own_order else keys))

    @Slot(int, float)
    def _widened(self, place: int, width: float) -> None:
        choice = self._kept.of(self.name)
        self._kept.keep(self.name, replace(choice, widths={**choice.widths, self.columns[place].key: width}))

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._timer.start()

    @Slot()
    def _find(self) -> None:
        self._timer.stop()
        kept = self.model.id_at(self.table.row)
        self.model.find(self.find_box.text())
        self._go_to(kept)

    @Slot()
    def _to_rows(self) -> None:
        """What was typed last counts at once."""
        self._find()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _about(self) -> str:
        found = self.find_box.text().strip()
        return "　".join(
            part for part in (self.about(), self.tr("找“{text}”").format(text=found) if found else "") if part
        )

    @Slot()
    def _count(self) -> None:
        """Once for each answer: a township's list is not counted at each step through it."""
        self._counts = len(self.model.shown_ids), self.model.total
        self._tell()

    @Slot()
    def _tell(self) -> None:
        """The total of the filter, and how many are chosen."""
        shown, total = self._counts
        words = self._unit.format(count=shown)
        if shown != total and self._unit:
            words = self.tr("找到 {count}，共 {total}").format(count=shown, total=self._unit.format(count=total))
        chosen = self.table.chosen_count
        if chosen > 1 and self.model.has_other_rows:
            chosen = self.outgoing.count_of(self.chosen_ids)
        if chosen > 1:
            picked = self.tr("选中 {count}").format(count=chosen)
            words = self.tr("，").join(part for part in (words, picked) if part)
        self.totals.setText(words)
        self.totals.setVisible(bool(words))
        nothing = self.tr("名单里没有“{text}”，清掉上面的字看全部。").format(text=self.find_box.text().strip())
        self._offer(total)
        sought = bool(total) and not shown
        self.empty.setText(nothing if sought else self._empty_words)
        self.empty.set_step(*(("", None) if sought else self._first_step))
        self.emptied.emit(not total)
        self.table.setVisible(bool(self.model.rowCount()))
        self.empty.setVisible(not self.model.rowCount())

    def _offer(self, total: int) -> None:
        """Nothing to press over an empty list, and no search in a short one."""
        self.menu_button.setEnabled(bool(total))
        self.print_action.setEnabled(bool(total))
        self.export_action.setEnabled(bool(total))
        if self._bar is not None:
            self._bar.setVisible(bool(total))
        if self._searched:
            looked_for = bool(self.find_box.text()) or self.find_box.hasFocus()
            self.find_box.setVisible(total >= FEW or looked_for)
