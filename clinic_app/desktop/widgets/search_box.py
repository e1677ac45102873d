"""One search for everything: name, pinyin, tail of a number, phone, door, slip, page. A scanner is a keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_app.desktop.allowed import may_open
from clinic_app.desktop.commands import EXACT, Command, commands, matching
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.found import FoundRow, Kind, answer_rows, asked_elsewhere, deed_rows, nothing_found, recent_rows
from clinic_app.desktop.memory import give_back
from clinic_app.desktop.widgets.found_panel import FoundPanel
from clinic_app.protocol.slip_number import is_slip_number
from clinic_app.protocol.slip_pack import is_slip_pack
from clinic_app.store.database import Database
from clinic_app.store.haystack import fold
from clinic_app.store.hits import KINDS, Hit
from clinic_app.store.recent import recent
from clinic_app.store.search import Group, remember, search_groups

MOST, MOST_OF_ONE = 6, 60
"""Rows of each kind, and of the one that somebody wants to see more of."""
MOST_RECENT = 8
SOON, AGAIN, PATIENCE = 1000, 250, 20
"""Milliseconds after coming in: the first list goes before. How often it is looked whether that is there; a laptop that
listens on the line is never quite at rest."""
OF_EVERY_KIND = ("王", "w", "wa", "1", "1990")
"""What a search is made of is made at the first of its kind: a name, a letter, letters, a door, a number."""
LONGEST_SLIP = 15
"""Digits: fewer than this."""
PAGES = {"resident": "resident", "household": "households", "referral": "referrals"}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
WENT_TO = (Qt.FocusReason.ShortcutFocusReason, Qt.FocusReason.MouseFocusReason)
"""A list that goes while it has the focus hands it on as Tab would."""
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
LEAPS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class SearchBox(QLineEdit):
    """Type, arrows choose, Enter opens, Ctrl+Enter begins the follow-up, → shows what can be done, Esc leaves."""

    left = Signal()
    """Esc: the page takes the keys again."""
    slip_scanned = Signal(str)
    """The code on a slip: only the county opens it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setPlaceholderText(self.tr("姓名/拼音/身份证尾号/电话/门牌/单号　Ctrl+K"))
        self.setAccessibleName(self.tr("查找居民、家庭、转诊单"))
        self.setClearButtonEnabled(True)
        self.setProperty("takes_codes", True)
        self.textChanged.connect(self._typed)
        self._open_first = False
        self._asking = ""
        """What the answer that is under way is for."""
        self._answered = ""
        """What the rows are the answer to."""
        self._rows: Sequence[FoundRow] = ()
        self._here = 0
        """The row whose deeds are shown."""
        self._panel: FoundPanel | None = None
        self._commands: Sequence[Command] = ()
        self._reading_in = False
        self._postponed = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._read_in)
        self._later.start(SOON)

    @property
    def hits(self) -> int:
        """How many answers are shown."""
        return sum(each.chosen for each in self._panel.model.rows) if self._panel and self._panel.isVisible() else 0

    @property
    def panel(self) -> FoundPanel:
        """Made when first needed: it lies in the window, which is not there before."""
        if self._panel is None:
            self._panel = FoundPanel(self.window())
            self._panel.opened.connect(self._open)
            self._panel.deeds_asked.connect(self._show_deeds)
        return self._panel

    @Slot()
    def begin(self) -> None:
        """Somebody wants to look something up."""
        if self.hasFocus():
            self._commands = ()
            self._ask()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    @Slot(str)
    def look_up(self, text: str) -> None:
        """Look something up as if it were typed here, and open the first answer."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setText(text)
        self._enter()

    def event(self, event: QEvent) -> bool:
        """Esc and Ctrl+Enter come here before they mean something to the page behind."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            ours = event.key() == Qt.Key.Key_Escape or (event.key() in ENTER and self.hits > 0)
            if ours:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Enter and Esc work on the answers."""
        key = Qt.Key(event.key())
        panel = self._panel
        if key in ENTER:
            self._enter(begin=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif key == Qt.Key.Key_Down and self.hits == 0 and not event.modifiers() & _COMMANDS:
            self._commands = ()
            self._ask()
        elif panel is not None and panel.isVisible() and not event.modifiers() & _COMMANDS and self._steer(key, panel):
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """An empty box that somebody went to shows whom one opened last; not one that the focus fell to."""
        super().focusInEvent(event)
        if event.reason() in WENT_TO:
            # Before the first letter is there.
            self._postponed = PATIENCE
            self._read_in()
            self._commands = ()
            self._ask()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The answers go when the search is left."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._hide()

    def _steer(self, key: Qt.Key, panel: FoundPanel) -> bool:
        """Whether the key moved among the rows."""
        if key in STEPS:
            panel.step(STEPS[key])
        elif key in LEAPS:
            panel.leap(LEAPS[key])
        elif key == Qt.Key.Key_Right and self.cursorPosition() == len(self.text()) and panel.row and panel.row.hit:
            self._show_deeds(panel.row)
        elif key == Qt.Key.Key_Left and self._shows_deeds:
            panel.show_rows(self._rows, self._here)
            panel.place_under(self)
        else:
            return False
        return True

    @property
    def _shows_deeds(self) -> bool:
        return self._panel is not None and self._panel.model.rows != self._rows

    def _leave(self) -> None:
        self.clear()
        self._hide()
        self.left.emit()

    def _enter(self, *, begin: bool = False) -> None:
        if is_slip_pack(self.text()):
            text = self.text()
            self.clear()
            self._hide()
            self.slip_scanned.emit(text)
        elif self._answered != self.text():
            # A scanner ends with Enter before the answer is there.
            self._open_first = bool(self.text().strip())
            self._ask()
        elif self._panel is not None and self._panel.row is not None:
            row = self._panel.row
            self._open(row, begin=begin)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._open_first = False
        if is_slip_pack(text):
            self._hide()
        elif self.hasFocus() or text:
            self._ask()

    def _ask(self) -> None:
        """One question at a time: what is typed meanwhile is asked when the answer comes."""
        text = self.text()
        if self._asking or (not text.strip() and not self.hasFocus()):
            return
        self._asking = text or " "
        account = self.desk.database.actor.account
        if text.strip():
            kinds = [each for each in KINDS if may_open(self.desk, PAGES[each])]
            query = partial(search_groups, text=text, most=MOST, types=kinds, held=self.desk.database.remembered)
            self.desk.find(self, lambda connection: (text, query(connection)), self._answer, self._failed)
        else:
            self.desk.find(
                self, lambda connection: recent(connection, account, MOST_RECENT), self._show_recent, self._failed
            )

    def _answer(self, answer: tuple[str, Sequence[Group]]) -> None:
        text, groups = answer
        self._asking = ""
        if self.desk.database.remembered.is_due:
            self._later.start(SOON)
        if text != self.text():
            if not is_slip_pack(self.text()):
                self._ask()
            return
        # What a person may open changes seldom; a day's papers with the day.
        self._commands = self._commands or commands(self.desk)
        named = matching(self._commands, text, MOST)
        exact = bool(named) and named[0].rank(fold(text)) == EXACT and not self._open_first
        self._show_rows(self._filled(text, groups, named, exact=exact))

    def _filled(
        self, text: str, groups: Sequence[Group], named: Sequence[Command], *, exact: bool
    ) -> Sequence[FoundRow]:
        if groups or named:
            return answer_rows(self.desk, groups, named, exact=exact)
        if self.desk.device is not None and _may_be_slip(text):
            return asked_elsewhere(text.strip())
        return nothing_found()

    def _show_rows(self, rows: Sequence[FoundRow], at: int = 0) -> None:
        self._rows = tuple(rows)
        self._answered = self.text()
        self.panel.show_rows(self._rows, at)
        if self._open_first:
            self._open_first = False
            if self.panel.row is not None:
                self._open(self.panel.row)
                return
        if self.hasFocus() and rows:
            self.panel.place_under(self)
        else:
            self._hide()

    @Slot()
    def _read_in(self) -> None:
        """In a quiet moment the lines of all people come into memory: from then on a letter is answered at once."""
        if not self.desk.work.idle and self._postponed < PATIENCE:
            self._postponed += 1
            self._later.start(AGAIN)
        elif self.desk.database.remembered.is_due and not self._reading_in:
            self._reading_in, self._postponed = True, 0
            self.desk.work.read(self, partial(_read_in, self.desk.database), self._has_read_in, self._failed)

    @Slot(object)
    def _has_read_in(self, answer: object) -> None:
        self._reading_in = False

    def _show_recent(self, hits: Sequence[Hit]) -> None:
        self._asking = ""
        if self.text().strip():
            self._ask()
        else:
            self._show_rows(recent_rows(self.desk, hits))

    def _failed(self, problem: BaseException) -> None:
        self._asking = ""
        self.desk.work.bug_found.emit(problem)

    @Slot(object)
    def _show_deeds(self, row: FoundRow) -> None:
        if row.hit is not None:
            self._here = self._rows.index(row)
            self.panel.show_rows(deed_rows(self.desk, row.hit))
            self.panel.place_under(self)

    def _show_all_of(self, row: FoundRow) -> None:
        """The others of a kind, in place of everything else."""
        text, kind = self.text(), row.of_kind
        query = partial(search_groups, text=text, most=MOST_OF_ONE, types=[kind], held=self.desk.database.remembered)
        self._asking = text
        self.desk.find(self, lambda connection: (text, query(connection)), self._show_more, self._failed)

    def _show_more(self, answer: tuple[str, Sequence[Group]]) -> None:
        text, groups = answer
        self._asking = ""
        if text != self.text():
            self._ask()
            return
        rows = answer_rows(self.desk, groups, (), exact=False)
        self._show_rows([each for each in rows if each.kind is not Kind.MORE], MOST + 1)

    def _hide(self) -> None:
        if self._panel is not None:
            self._panel.hide()

    @Slot(object)
    def _open(self, row: FoundRow, begin: bool = False) -> None:
        if row.kind is Kind.MORE:
            self._show_all_of(row)
            return
        place: Place | None = row.visit if begin and row.visit is not None else row.place
        self._hide()
        self.clear()
        if place is not None:
            self.desk.go.emit(place)
        elif row.act is not None:
            self.left.emit()
            row.act()


def _read_in(database: Database) -> None:
    with database.read() as connection:
        remember(connection, database.remembered)
        for text in OF_EVERY_KIND:
            search_groups(connection, text, MOST, held=database.remembered)
    give_back()


def _may_be_slip(text: str) -> bool:
    """A whole slip number; a person's number is longer and may have a fitting check digit by chance."""
    return is_slip_number(text) and sum(each.isdigit() for each in text) < LONGEST_SLIP


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
