"""The steps of the first hour beside the window's content; above it, one step at a time, where there is no room."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QWidget

from clinic_app.desktop.desk import Place
from clinic_app.desktop.guide import Guide, Step
from clinic_app.desktop.hover import hover_words
from clinic_app.desktop.icons import icon
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, column, label, row, set_role, shortcut

WIDTH = 17
"""Of the panel, in Chinese characters."""
WIDE = 1280
"""From this width on, at step 100, there is room beside the content."""
GO_KEY = "Ctrl+Shift+G"
QWIDGETSIZE_MAX = 16777215
"""Qt's own "no limit"."""


class GuidePanel(QFrame):
    """What is done, what comes next, and the way there."""

    def __init__(self, guide: Guide) -> None:
        super().__init__()
        self._guide = guide
        self.setProperty("role", "guide")
        self.title = label("", "section")
        self.away = self._button(self.tr("收起"), self._put_away)
        self.lines = [_StepLine() for _ in guide.steps]
        self.list = QWidget()
        self.list.setLayout(column(*self.lines, spacing=theme().lengths.tiny))
        self.now = label("", "strong", wrap=True)
        self.how = label("", wrap=True)
        self.go = self._button(self.tr("带我去"), self.take_me, key=GO_KEY, role="main")
        self.more = self._button(self.tr("看说明"), self._read_on)
        self.buttons = QWidget()
        self.buttons.setLayout(row(self.go, self.more, None, self.away))
        words = QWidget()
        words.setLayout(column(self.now, self.how, spacing=theme().lengths.tiny))
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        gap = theme().lengths.gap
        self._layout.setContentsMargins(gap, theme().lengths.small, gap, theme().lengths.small)
        self._layout.setSpacing(gap)
        for each in (self.title, self.list, words, self.buttons):
            self._layout.addWidget(each)
        self._layout.addStretch(1)
        self._words = words
        guide.changed.connect(self.tell)
        theme().changed.connect(self.tell)
        self._go_key = shortcut(self, GO_KEY, self.take_me, self.tr("带我去"))
        self.tell()

    def lay(self, *, beside: bool) -> None:
        """Beside the content, or above it in one line."""
        directions = QBoxLayout.Direction
        self._layout.setDirection(directions.TopToBottom if beside else directions.LeftToRight)
        self._layout.setStretch(2, 0 if beside else 1)
        self._layout.setStretch(4, 1 if beside else 0)
        self.list.setVisible(beside)
        self.more.setVisible(beside)
        width = self.fontMetrics().horizontalAdvance("国" * WIDTH) if beside else QWIDGETSIZE_MAX
        self.setMaximumWidth(width)
        self.setMinimumWidth(width if beside else 0)

    @Slot()
    def tell(self) -> None:
        """The steps as they stand."""
        guide = self._guide
        step = guide.next
        self.setVisible(not guide.reached.away)
        self.title.setText(self.tr("第一小时 {done}/{all}").format(done=guide.count, all=len(guide.steps)))
        for number, (line, each) in enumerate(zip(self.lines, guide.steps, strict=True), 1):
            done = each.key in guide.reached.done
            line.tell(f"{number}　{self._line(each, done, each is step)}", done=done, current=each is step)
        if step is None:
            self.now.setText(self.tr("七步都做完了"))
            self.how.setText(self.tr("可以接着练习，或按“回到正式数据”开始工作。忘了怎么做，随时按 F1。"))
        else:
            self.now.setText(step.title)
            self.how.setText(step.how)
        self.go.setVisible(step is not None and step.place is not None)
        self.more.setEnabled(step is not None)

    def _line(self, step: Step, done: bool, current: bool) -> str:
        if done:
            return self.tr("{step}　做好了").format(step=step.title)
        return self.tr("{step}　现在").format(step=step.title) if current else step.title

    @Slot()
    def take_me(self) -> None:
        """Open the page where the next step is done."""
        step = self._guide.next
        if step is not None and step.place is not None:
            self._guide.desk.go.emit(step.place)

    @Slot()
    def _read_on(self) -> None:
        step = self._guide.next
        if step is not None:
            self._guide.desk.go.emit(Place("help", step.chapter))

    @Slot()
    def _put_away(self) -> None:
        self._guide.show(False)

    def _button(self, words: str, clicked: object, key: str = "", role: str = "") -> Button:
        made = Button(words, role=role, clicked=clicked)  # type: ignore[arg-type]
        if key:
            made.setToolTip(hover_words(key))
        # Never on the way of the tabulator from field to field.
        made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        return made


class _StepLine(QWidget):
    """A step with its mark: done, or still open."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = QLabel()
        self.words = label("", wrap=True)
        line = row(self._mark, self.words)
        line.setStretch(1, 1)
        self.setLayout(line)

    def tell(self, words: str, *, done: bool, current: bool) -> None:
        """Say how it stands."""
        size = self.fontMetrics().height()
        self._mark.setPixmap(icon("good" if done else "open_one", "good" if done else "muted").pixmap(size, size))
        self.words.setText(words)
        set_role(self.words, "good" if done else "strong" if current else "muted")


class Guided(QWidget):
    """A window's content with the steps beside or above it."""

    def __init__(self, content: QWidget, guide: Guide) -> None:
        super().__init__()
        self.panel = GuidePanel(guide)
        self._beside: bool | None = None
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(content, 1)
        self._layout.addWidget(self.panel)
        theme().changed.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn when the width crosses the limit."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        beside = self.width() >= WIDE * theme().step / 100
        if beside != self._beside:
            self._beside = beside
            directions = QBoxLayout.Direction
            self._layout.setDirection(directions.LeftToRight if beside else directions.BottomToTop)
        self.panel.lay(beside=beside)
