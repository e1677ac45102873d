"""At the door, where the data do not open: the packet for whoever helps, which needs no password."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from clinic_app.clock import Clock
from clinic_app.desktop.widgets.basic import Button
from clinic_app.desktop.work import Work
from clinic_app.store.errors import StoreError

if TYPE_CHECKING:
    from clinic_app.desktop.widgets.support_dialog import SupportDialog
    from clinic_app.support import Member


class DoorPacket(Button):
    """Hidden until something is wrong with the program or the file."""

    told = Signal(str, str)
    """Words and a state."""

    def __init__(self, work: Work, folder: Path, clock: Clock) -> None:
        super().__init__("", role="quiet", clicked=self.open)
        self.set_words(self.tr("打包日志给管理员…"))
        self._work, self._folder, self._clock = work, folder, clock
        self.dialog: SupportDialog | None = None
        self.hide()

    @Slot()
    def open(self) -> None:
        """Show what would go in."""
        # The door is shown before any of the rooms is read that the packet tells of.
        from clinic_app.desktop.widgets.support_dialog import SupportDialog

        self.dialog = SupportDialog(self._work, self._folder, self._clock, None, self)
        self.dialog.chosen.connect(self._pack)
        self.dialog.load()
        self.dialog.open()

    @Slot(object, object)
    def _pack(self, members: list[Member], path: Path) -> None:
        def write() -> str:
            from clinic_app.support import pack

            pack(members, path)
            return path.name

        self._work.write(self, write, self._packed, self._not_packed)

    def _packed(self, name: str) -> None:
        self.told.emit(self.tr("日志打包好了，把这个文件交给管理员：{name}").format(name=name), "good")

    def _not_packed(self, error: BaseException) -> None:
        words = str(error) if isinstance(error, StoreError) else self.tr("日志没有打包成，换一个位置再试")
        self.told.emit(words, "danger")
