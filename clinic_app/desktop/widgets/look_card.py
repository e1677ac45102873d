"""字号、颜色、疏密和语言: each takes effect at once and stays."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.theme import theme
from clinic_app.desktop.tokens import TEXT_STEPS, Density, Look, nearest_step
from clinic_app.desktop.widgets.basic import Button, Card, label, row
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.settings import FOLLOW

LANGUAGES = (("zh_CN", "中文"), ("en", "English"))
"""Each in its own words: whoever looks for a language reads that one."""
Choices = Sequence[tuple[int | str, str]]


class LookCard(Card):
    """How the window looks on this laptop; what is kept is in the small file beside the data."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.buttons: dict[tuple[str, int | str], Button] = {}
        """By setting and value."""
        self.body.addWidget(label(self.tr("字号、颜色和语言"), "section"))
        about = self.tr("按下就生效，不用重新打开；这台电脑上的每个人看到的都一样。")
        self.body.addWidget(label(about, "muted", wrap=True))
        looks = ((Look.LIGHT, self.tr("浅色")), (Look.DARK, self.tr("深色")), (Look.HIGH_CONTRAST, self.tr("高对比")))
        rooms = ((Density.COMFORTABLE, self.tr("宽松")), (Density.COMPACT, self.tr("紧凑")))
        self._strip("text_step", self.tr("字号"), [(step, f"{step}%") for step in TEXT_STEPS])
        self._strip("look", self.tr("颜色"), [(FOLLOW, self.tr("跟随电脑")), *looks])
        self._strip("density", self.tr("疏密"), [(FOLLOW, self.tr("随屏幕大小")), *rooms])
        self._strip("language", self.tr("语言"), LANGUAGES)
        self._mark()
        theme().changed.connect(self._mark)

    def take_focus(self) -> None:
        """The type size in force."""
        self.buttons["text_step", theme().step].setFocus(Qt.FocusReason.TabFocusReason)

    def _strip(self, setting: str, words: str, choices: Choices) -> None:
        strip = QWidget()
        flow = FlowLayout(strip)
        for value, text in choices:
            button = Button(text, role="option", clicked=self._chosen)
            button.setCheckable(True)
            button.setProperty("setting", setting)
            button.setProperty("value", value if isinstance(value, int) else str(value))
            button.setAccessibleName(f"{words} {text}")
            self.buttons[setting, value] = button
            flow.addWidget(button)
        line = row(label(words), strip)
        line.setStretch(1, 1)
        self.body.addLayout(line)

    @Slot()
    def _chosen(self) -> None:
        button = self.sender()
        changed = self.desk.settings.with_(**{button.property("setting"): button.property("value")})
        self.desk.settings = changed
        theme().wear(changed)
        self._mark()
        self.desk.settings_changed.emit(changed)

    @Slot()
    def _mark(self) -> None:
        """What is set is marked, also where the computer decides."""
        wanted = self.desk.settings
        marked = {
            "text_step": nearest_step(wanted.text_step),
            "look": wanted.look if wanted.look in set(Look) else FOLLOW,
            "density": wanted.density if wanted.density in set(Density) else FOLLOW,
            "language": wanted.language,
        }
        for (setting, value), button in self.buttons.items():
            button.setChecked(marked[setting] == value)
