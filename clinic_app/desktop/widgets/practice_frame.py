"""What tells practice from work on every window: a coloured frame and the word 练习."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QWidget

from clinic_app.desktop.widgets.basic import Button, FoldingLabel, column, row

if TYPE_CHECKING:
    from clinic_app.desktop.guide import Guide

WIDTH = 4
"""Of the frame, in logical pixels (style_sheet.py draws it)."""
OVER = "practice-over"


class PracticeFrame(QFrame):
    """Around the whole content of a window: what these data are, and the ways out of them."""

    anew_asked = Signal()
    """Begin the practice data anew."""
    left = Signal()
    """Back to the clinic's own data."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "practice")
        self.words = FoldingLabel(self.tr("练习 · 居民都是虚构的，不上传"), "practice")
        self.anew = Button(self.tr("重新开始练习"), role="practice", clicked=self.anew_asked.emit)
        self.leave = Button(self.tr("回到正式数据"), role="practice", clicked=self.left.emit)
        for button in (self.anew, self.leave):
            # Never on the way of the tabulator from field to field.
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        strip = QFrame()
        strip.setProperty("role", "practice-strip")
        self.steps = Button("", role="practice")
        self.steps.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.steps.hide()
        line = row(self.words, self.steps, self.anew, self.leave)
        line.setStretch(0, 1)
        line.setContentsMargins(12, 2, 8, 2)
        strip.setLayout(line)
        whole = column(strip, content, spacing=0)
        whole.setStretch(1, 1)
        whole.setContentsMargins(WIDTH, 0, WIDTH, WIDTH)
        self.setLayout(whole)

    def follow(self, guide: Guide) -> None:
        """Steps of the first hour that were put away have a way back here."""
        self._guide = guide
        self.steps.clicked.connect(guide.fetch)
        guide.changed.connect(self._tell)

    @Slot()
    def _tell(self) -> None:
        guide = self._guide
        self.steps.set_words(self.tr("第一小时 {done}/{all}").format(done=guide.count, all=len(guide.steps)))
        self.steps.setVisible(guide.reached.away)


class PracticeDialogs(QObject):
    """While it lives, each dialog that opens gets the frame and the word, too."""

    def __init__(self, application: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Frame dialogs as they are shown and resized."""
        if isinstance(watched, QDialog) and event.type() in (QEvent.Type.Show, QEvent.Type.Resize):
            self._frame(watched)
        return False

    def _frame(self, dialog: QDialog) -> None:
        over = dialog.findChild(QFrame, OVER, Qt.FindChildOption.FindDirectChildrenOnly)
        if over is None:
            over = QFrame(dialog)
            over.setObjectName(OVER)
            over.setProperty("role", "practice")
            over.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            dialog.setWindowTitle(practice_title(dialog.windowTitle()))
        over.setGeometry(dialog.rect())
        over.raise_()
        over.show()


def practice_title(title: str) -> str:
    """A window's title with the word before it."""
    return QApplication.translate("PracticeFrame", "练习 · {title}").format(title=title)
