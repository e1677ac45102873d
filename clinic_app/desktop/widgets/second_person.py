"""第二人确认: another person of this laptop enters the own password before an act that nobody does alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, IconLabel, keep_width, label
from clinic_app.desktop.widgets.passwords import WIDTH, add_box, password_box
from clinic_app.desktop.widgets.person_choice import PersonChoice
from clinic_app.desktop.widgets.question import Question
from clinic_app.store.accounts import Account
from clinic_app.store.errors import StoreError
from clinic_app.store.second_person import Eyes, Standing, confirm, note_confirmed, require, standing

Then = Callable[[Account | None], None]
"""Goes on with the second person; None where nobody has to confirm."""


class SecondPersonDialog(Question):
    """Emits `given` with a name and a password; closing it does nothing. A wrong password is said in it."""

    given = Signal(str, str)

    def __init__(self, names: list[str], about: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("第二人确认"))
        told = self.tr("请另一位用户看过以后，选自己的名字，输入自己的密码。两个人都记入审计。")
        caption = self.tr("另一位用户")
        self.person = PersonChoice(names, names[0])
        self.person.setAccessibleName(caption)
        self.password = password_box()
        self.password.done.connect(self._give)
        self.person.chosen.connect(self.password.setFocus)
        grid = QGridLayout()
        add_box(grid, 0, self.tr("密码"), self.password)
        keep_width(self.password, WIDTH)
        self.words = IconLabel()
        self.words.tell("")
        self.confirm_button = Button(self.tr("确认"), "Ctrl+Enter", role="main", clicked=self._give)
        self.cancel_button = Button(self.tr("不做"), "Esc", clicked=self.reject)
        self.lay(
            label(about, "section", wrap=True), label(told, wrap=True), label(caption), self.person, grid, self.words,
            buttons=(self.confirm_button, self.cancel_button),
            # With room for the line that says what was wrong.
            more=2 * theme().lengths.section,
        )  # fmt: skip
        (self.person if len(names) > 1 else self.password).setFocus()

    @Slot()
    def _give(self) -> None:
        if self.confirm_button.isEnabled() and self.password.text():
            self.confirm_button.setEnabled(False)
            self.given.emit(self.person.currentText(), self.password.text())

    def refuse(self, words: str) -> None:
        """The password was not taken."""
        self.words.tell(words, "danger")
        self.confirm_button.setEnabled(True)
        self.password.clear()
        self.password.setFocus()


class FourEyes(QObject):
    """Asks for the second person where one has to confirm, and goes on. `owner` is the widget that the dialog covers.

    With a `target` (ids and counts) the confirmation is an entry of its own in the audit chain; an act that writes who
    confirmed it into its own entry gives none.
    """

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner
        self._about, self._target = "", ""
        self._then: Then | None = None
        self.dialog: SecondPersonDialog | None = None

    def ask(self, about: str, then: Then, *, target: str = "") -> None:
        """Begin; `then` is a method of the owner and runs in the main thread."""
        self._about, self._then, self._target = about, then, target
        database = self._desk.database
        self._desk.work.read(self, lambda: standing(database), self._stand, self._failed)

    def _stand(self, found: Standing) -> None:
        if found.eyes is Eyes.TWO:
            self.dialog = SecondPersonDialog([each.name for each in found.others], self._about, self._owner)
            self.dialog.given.connect(self._check)
            self.dialog.open()
            return
        if found.eyes is Eyes.ONE:
            self._desk.say(self.tr("本机只有一个能用的账户，没有第二个人确认，审计里已注明"), "watch")
        self._note(None)

    def _note(self, second: Account | None) -> None:
        if not self._target:
            self._go_on(second)
            return
        database, target = self._desk.database, self._target

        def note() -> Account | None:
            note_confirmed(database, target, require(database, second))
            return second

        self._desk.work.write(self, note, self._go_on, self._failed)

    @Slot(str, str)
    def _check(self, name: str, password: str) -> None:
        """In the writing lane: stretching a password takes a while."""
        database = self._desk.database
        self._desk.work.write(self, lambda: confirm(database, name, password), self._confirmed, self._failed)

    def _confirmed(self, second: Account) -> None:
        if self.dialog is not None:
            self.dialog.accept()
            self.dialog = None
        self._note(second)

    def _go_on(self, second: Account | None) -> None:
        if self._then is not None:
            self._then(second)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, StoreError):
            self._desk.work.bug_found.emit(error)
        elif self.dialog is not None:
            self.dialog.refuse(str(error))
        else:
            self._desk.say(str(error), "watch")
