"""How long this laptop may still work offline: said once a day when it is near, and the door closes at the end."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, QTimer, Slot

from clinic_app.desktop.desk import Desk, Place
from clinic_app.store.lease import Lease, observe

EVERY = 5 * 60_000


class LeaseWatch(QObject):
    """Looks while the window is open, off the GUI thread."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self._told: date | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Now, and every five minutes."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Note what is used and see what is left."""
        database = self.desk.database
        self.desk.work.read(self, lambda: observe(database), self._seen, self._unseen, key="lease")

    def _seen(self, lease: Lease | None) -> None:
        if lease is None or not lease.is_near:
            return
        if lease.is_over:
            # The open form is kept as a draft, as at any lock.
            self.desk.lock_asked.emit()
        elif self._told != self.desk.today:
            self._told = self.desk.today
            self.desk.say(near_words(self, lease), "watch", self.tr("去同步"), Place("sync"))

    def _unseen(self, error: BaseException) -> None:
        """A file that cannot be read is said where it is read for work."""


def near_words(owner: QObject, lease: Lease) -> str:
    """What a person is told in the last two weeks."""
    words = owner.tr("{days} 天内没有联系县平台，数据就会锁住（不会丢）；联网同步一次，或用U盘接力带回回执")
    return words.format(days=lease.days_left)
