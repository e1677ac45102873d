"""Beside an emergency slip: how much time is left, who can treat it and how far they are, who the patient may be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from clinic_app.desktop.emergency_words import window_words
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.widgets.basic import Button, Card, FoldingLabel, clear, hairline, keep_lines, label, set_role
from clinic_app.desktop.words import short_person_line
from clinic_app.guidelines.referral_rules import Window
from clinic_app.records.alliance import CAPABILITY
from clinic_app.store.queries.alliance import CapableUnit
from clinic_app.store.queries.residents import ResidentCard

KEYS = ("F3", "F4", "F6")
"""For the people that a typed name may mean."""
UNITS = 4


class EmergencySide(Card):
    """Words only; the page reads what they are about."""

    chosen = Signal(int)
    """The place of a person in the list that was shown."""

    def __init__(self) -> None:
        super().__init__()
        self.people = QVBoxLayout()
        self.people.setSpacing(theme().lengths.tiny)
        self.left = FoldingLabel("", "section")
        self.left.setAccessibleName(self.tr("时间窗还剩"))
        self.window_words = label("", "muted", wrap=True)
        self.units_title = label(self.tr("最近能救治的单位"), "strong")
        self.units = QVBoxLayout()
        self.units.setSpacing(theme().lengths.tiny)
        self.body.addLayout(self.people)
        self.body.addWidget(self.left)
        self.body.addWidget(self.window_words)
        self.body.addWidget(hairline())
        self.body.addWidget(self.units_title)
        self.body.addLayout(self.units)
        self.body.addStretch(1)

    def show_people(self, cards: Sequence[ResidentCard], *, known: bool) -> None:
        """Residents of this laptop by that name; a key takes one of them. `known`: a name is there."""
        clear(self.people)
        if not known:
            self.people.addWidget(label(self.tr("不知道姓名就空着，单子上写“不详”"), "muted", wrap=True))
        if cards:
            self.people.addWidget(label(self.tr("本机的居民，是其中一位就按键："), "strong", wrap=True))
        for place, (key, card) in enumerate(zip(KEYS, cards, strict=False)):
            button = Button(short_person_line(card.name, card.sex, card.age), key, clicked=self._taken)
            button.setProperty("place", place)
            self.people.addWidget(button)
            self.people.addWidget(label(card.address, "muted", wrap=True))

    def show_window(self, window: Window | None, onset: str, now: datetime) -> None:
        """What is left of the window; in words also why it cannot be said."""
        if window is None:
            self.left.setText("")
            self.window_words.setText("")
            return
        words, role = window_words(window, onset, now)
        self.left.setText(words)
        set_role(self.left, role)
        self.window_words.setText(f"{window.words}（{window.rule}）")

    def show_units(self, units: Sequence[CapableUnit], *, known: bool) -> None:
        """The nearest first; `known` says whether a suspicion was chosen at all."""
        clear(self.units)
        levels = record_words(CAPABILITY)
        for unit in units[:UNITS]:
            far = self.tr("车程{minutes}分钟").format(minutes=unit.minutes) if unit.minutes is not None else ""
            first = "　".join(part for part in (unit.name, levels.get(unit.level, ""), far) if part)
            self.units.addWidget(label(first, "strong", wrap=True))
            second = self.tr("24小时电话 {phone}").format(phone=unit.phone) if unit.phone else ""
            self.units.addWidget(label("　".join(part for part in (second, unit.note) if part), wrap=True))
        if not units:
            unpublished, waiting = (
                self.tr("县里还没有发布这种急症的救治单位"),
                self.tr("选了怀疑的病种，这里列出单位和电话"),
            )
            self.units.addWidget(label(unpublished if known else waiting, "muted", wrap=True))
        keep_lines(self)

    @Slot()
    def _taken(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(int(sender.property("place")))
