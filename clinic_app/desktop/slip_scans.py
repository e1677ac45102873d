"""Slips by the code on them, wherever a scanner reads one: the county is asked, and the referral opens."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from clinic_app.desktop.changes import EVERYTHING, Changes
from clinic_app.desktop.desk import Desk, Place
from clinic_app.store.errors import StoreError
from clinic_app.sync.errors import SyncProblem
from clinic_app.sync.kept_scans import Scanned, take_answers
from clinic_app.sync.scan import scan


class SlipScans(QObject):
    """One for each window; a second slip is asked for when the first is answered."""

    answered = Signal(object)
    """What became of a slip: Scanned; None when the question failed and the message bar says why."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self._quiet = False
        self.told: set[str] = set()
        """The referrals whose slips were scanned here and answered."""

    @Slot(str)
    def take(self, text: str) -> None:
        """A code that was scanned somewhere: the message bar says how it goes."""
        self.desk.say(self.tr("正在向县平台查这张转诊单…"), "note")
        self._ask(text, "", quiet=False)

    @Slot(str, str)
    def ask(self, text: str, name: str) -> None:
        """A code, or a slip's number with the patient's name, from a page that says itself how it goes."""
        self._ask(text, name, quiet=True)

    def _ask(self, text: str, name: str, *, quiet: bool) -> None:
        self._quiet = quiet
        database = self.desk.database
        self.desk.work.network(self, lambda: scan(database, text, name=name), self._scanned, self._failed)

    @Slot()
    def tell_answers(self) -> None:
        """After a sync: what became of slips that were scanned without a line."""
        database = self.desk.database
        self.desk.work.write(self, lambda: take_answers(database), self._told)

    def _scanned(self, found: Scanned) -> None:
        self.told.add(found.referral_id)
        if found.here:
            self.desk.changes.tell(Changes(EVERYTHING, self, from_sync=True))
            # Opened as by its bar code, so that Enter registers the arrival there, too.
            self.desk.go.emit(Place("referrals", found.referral_id, {"slip": True}))
        elif found.referral_id:
            self.desk.sync_asked.emit()
        if found.here or not self._quiet:
            self.desk.say(found.words, "good" if found.here and not found.redirected else "watch")
        self.answered.emit(found)

    def _failed(self, error: BaseException) -> None:
        self.answered.emit(None)
        if isinstance(error, (SyncProblem, StoreError)):
            self.desk.say(str(error), "danger")
        else:
            self.desk.work.bug_found.emit(error)

    def _told(self, answers: tuple[Scanned, ...]) -> None:
        self.told |= {each.referral_id for each in answers}
        if answers:
            self.desk.changes.tell(Changes(EVERYTHING, self, from_sync=True))
        for each in answers:
            place = Place("referrals", each.referral_id, {"slip": True}) if each.here else None
            self.desk.say(each.words, "good" if each.here else "watch", self.tr("去看") if place else "", place)
