"""Work of the window's own thread in steps: between two of them the loop turns, so that it paints and hears."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Slot


class Turns(QObject):
    """Goes on with `steps`, a generator, one step in each turn of the loop, until it ends."""

    def __init__(self, steps: Iterator[None], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def finish(self) -> None:
        """Whatever is left, at once."""
        self._timer.stop()
        for _ in self._steps:
            pass
        self.deleteLater()

    @Slot()
    def _go_on(self) -> None:
        # Stopped before the step: an error in it is told once.
        self._timer.stop()
        for _ in self._steps:
            self._timer.start()
            return
        self.deleteLater()
