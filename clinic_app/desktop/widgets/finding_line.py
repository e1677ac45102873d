"""One thing of the self-check: how it stands, what to do, and the way to where it is done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import Button, IconLabel, column, label, row
from clinic_app.self_check import Finding, State
from clinic_app.self_check_words import TITLES, WORDS


def finding_words(finding: Finding) -> tuple[str, str]:
    """磁盘：只剩 1.2 GB 空间, and what to do, in the language of the window."""
    words, advice = (record_word(each) for each in WORDS[finding.code])
    return f"{record_word(TITLES[finding.check])}　{words.format(**finding.values)}", advice


def _indented(widget: QWidget) -> QHBoxLayout:
    made = row(widget)
    made.setContentsMargins(widget.fontMetrics().height() + theme().lengths.tiny, 0, 0, 0)
    return made


class FindingLine(QWidget):
    """An icon with words; the advice under it; a button where a page does something about it."""

    chosen = Signal(str, str)
    """The name of the page, and which part of it."""

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        words, advice = finding_words(finding)
        self.words = IconLabel()
        texts = column(self.words, spacing=2)
        if advice:
            # Under the words, not under the icon.
            texts.addLayout(_indented(label(advice, "muted", wrap=True)))
        line = row(texts)
        line.setStretch(0, 1)
        self.button: Button | None = None
        if finding.page:
            urgent = finding.state in (State.DANGER, State.WATCH)
            verb, role = (self.tr("去处理"), "") if urgent else (self.tr("打开"), "link")
            self.button = Button(verb, role=role, clicked=self._go)
            self.button.setAccessibleName(f"{words} {verb}")
            line.addWidget(self.button)
            line.setAlignment(self.button, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)
        self.words.tell(words, finding.state.value)
        self.words.show()

    @Slot()
    def _go(self) -> None:
        self.chosen.emit(self.finding.page, self.finding.of)
