"""Keeps what is typed into a form that is no page of its own: a step of a referral."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.forms.form import Form
from clinic_app.store.drafts import Draft, load_draft, save_draft

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

    def rest(self) -> None:
        """It is being saved: nothing is kept until something is typed again."""
        self._timer.stop()
        self._typed = False

    def _restore(self, draft: Draft | None) -> None:
        if draft is not None and not self._typed:
            self._form.set_values(draft.body.get("values", {}))
            self.restored.emit()
