"""Keeps what is typed outside the pages that are forms: a step of a referral, the reason of a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QLineEdit

from clinic_app.desktop.desk import Desk
from clinic_app.store.drafts import Draft, discard_draft, load_draft, save_draft

if TYPE_CHECKING:
    from clinic_app.desktop.forms.form import Form

DRAFT_AFTER = 3_000


class DraftKeeper(QObject):
    """One for a form; `key` names the draft, behind its colon stands the record that it goes with."""

    restored = Signal()
    """What was left unfinished stands in the form again."""

    def __init__(self, desk: Desk, form: Form, key: str) -> None:
        super().__init__(form)
        self._desk, self._form, self.key = desk, form, key
        self._typed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER)
        self._timer.timeout.connect(self.keep)
        form.changed.connect(self.typed)
        database = desk.database
        desk.work.read(self, lambda: load_draft(database, key), self._restore, key="draft")

    @Slot()
    def typed(self) -> None:
        """Something is not on the disk yet."""
        self._typed = True
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def keep(self) -> None:
        """Write what is typed since, in the writing lane."""
        self._timer.stop()
        if self._typed:
            self._typed = False
            database, key, body = self._desk.database, self.key, {"values": self._form.values()}
            self._desk.work.write(self._desk, lambda: save_draft(database, key, body))

    def forget(self) -> None:
        """It was used, or is not wanted."""
        self.rest()
        database, key = self._desk.database, self.key
        self._desk.work.write(self._desk, lambda: discard_draft(database, key))

    def rest(self) -> None:
        """It is being saved: nothing is kept until something is typed again."""
        self._timer.stop()
        self._typed = False

    def _restore(self, draft: Draft | None) -> None:
        if draft is not None and not self._typed:
            self._form.set_values(draft.body.get("values", {}))
            self.restored.emit()


class BoxKeeper(QObject):
    """Keeps the text of single boxes beside a list or in a dialog: the reason of a decision, the purpose of a file."""

    def __init__(self, desk: Desk, *boxes: QLineEdit) -> None:
        super().__init__(boxes[0])
        self._desk, self._boxes, self.key = desk, boxes, ""
        self._unkept = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER)
        self._timer.timeout.connect(self.keep)
        for box in boxes:
            box.textEdited.connect(self._typed)

    def turn_to(self, key: str) -> None:
        """The boxes are about something else now: they show what was left unfinished there. Empty: about nothing."""
        if key == self.key:
            return
        self.keep()
        if self.key:
            self._clear()
        self.key = key
        if key:
            database = self._desk.database
            self._desk.work.read(self, lambda: load_draft(database, key), self._restore, key="draft")

    @Slot()
    def keep(self) -> None:
        """Write what is typed since, in the writing lane."""
        if not self._unkept:
            return
        self._timer.stop()
        self._unkept = False
        texts = [box.text() for box in self._boxes]
        if self.key and any(texts):
            database, key = self._desk.database, self.key
            self._desk.work.write(self._desk, lambda: save_draft(database, key, {"boxes": texts}))
        elif self.key:
            self._discard()

    @Slot()
    def forget(self) -> None:
        """It was used: the boxes are empty, and so is what was kept."""
        self._timer.stop()
        self._unkept = False
        self._clear()
        if self.key:
            self._discard()

    def _discard(self) -> None:
        database, key = self._desk.database, self.key
        self._desk.work.write(self._desk, lambda: discard_draft(database, key))

    def _clear(self) -> None:
        for box in self._boxes:
            box.clear()

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._unkept = True
        if not self._timer.isActive():
            self._timer.start()

    def _restore(self, draft: Draft | None) -> None:
        """Unless somebody is typing already, or the boxes are about something else by now."""
        if draft is None or draft.key != self.key or self._unkept:
            return
        for box, text in zip(self._boxes, draft.body.get("boxes", ()), strict=False):
            box.setText(str(text))


class WordsKeeper(BoxKeeper):
    """The one line that a dialog asks: kept when it is closed or the program ends, gone when it was confirmed."""

    def __init__(self, desk: Desk, dialog: QDialog, box: QLineEdit, key: str) -> None:
        super().__init__(desk, box)
        self.turn_to(key)
        dialog.accepted.connect(self.forget)
        dialog.rejected.connect(self.keep)
