"""设置: in sections, each with a sentence of explanation; a choice takes effect when it is made."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.page import SCROLLS_ITSELF, Page
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.backup_card import BackupCard
from clinic_app.desktop.widgets.basic import Button, Card, column, keep_width, row, scrolled
from clinic_app.desktop.widgets.idle_card import IdleCard
from clinic_app.desktop.widgets.look_card import LookCard
from clinic_app.desktop.widgets.meters_card import MetersCard
from clinic_app.desktop.widgets.settings_cards import AboutCard, AccountsCard, CheckCard, PrintersCard, SyncCard
from clinic_app.desktop.widgets.templates_card import TemplatesCard

BOTH = 900
"""At this width, at step 100, the list of sections stands beside them."""


class SettingsPage(Page):
    """The place's id may name a section to begin with: look, lock, printers, meters, line, backup, templates,
    people, check."""

    least_rows = SCROLLS_ITSELF

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("设置"))
        self.look = LookCard(desk)
        self.idle = IdleCard(desk)
        self.printers = PrintersCard(desk)
        self.meters = MetersCard(desk)
        self.line = SyncCard(desk)
        self.backup = BackupCard(desk)
        self.templates = TemplatesCard(desk)
        self.people = AccountsCard(desk)
        self.check = CheckCard(desk)
        self.about = AboutCard(desk)
        self.sections = self._sections()
        content = QWidget()
        content.setLayout(column(*(card for _, card in self.sections.values()), None, spacing=theme().lengths.gap))
        self.links: dict[str, Button] = {}
        self.list = self._list()
        both = row(self.list, spacing=theme().lengths.gap)
        self.body.addLayout(both, 1)
        self.area: QScrollArea = scrolled(content, both)
        self.area.verticalScrollBar().valueChanged.connect(self._mark)
        theme().changed.connect(self._fit)
        self._mark()

    def arrive(self, place: Place) -> None:
        """At the section that was asked for, else at the first."""
        super().arrive(place)
        self.show_section(place.of if place.of in self.sections else "look")

    @Slot()
    def refresh(self) -> None:
        """Read what the sections tell."""
        for card in (self.printers, self.meters, self.line, self.backup, self.templates, self.people, self.check):
            card.load()
        self.idle.show_minutes(self.desk.idle_minutes)

    def take_focus(self) -> None:
        """The text sizes, or the list where a section was asked for."""
        link = self.links.get(self.place.of)
        if link is not None and link.isVisible():
            link.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.look.take_focus()

    def show_section(self, name: str) -> None:
        """Bring a section to the top."""
        _, card = self.sections[name]
        bar = self.area.verticalScrollBar()
        bar.setValue(card.y())
        self._mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list needs room."""
        super().resizeEvent(event)
        self._fit()

    def _sections(self) -> dict[str, tuple[str, Card]]:
        """In their order: what everybody changes first, what one reads out on the telephone last."""
        return {
            "look": (self.tr("外观和语言"), self.look),
            "lock": (self.tr("自动锁定"), self.idle),
            "printers": (self.tr("打印机"), self.printers),
            "meters": (self.tr("测量设备"), self.meters),
            "line": (self.tr("同步"), self.line),
            "backup": (self.tr("备份"), self.backup),
            "templates": (self.tr("导出模板"), self.templates),
            "people": (self.tr("账户"), self.people),
            "check": (self.tr("自检和支持"), self.check),
            "about": (self.tr("关于"), self.about),
        }

    def _list(self) -> QWidget:
        holder = QWidget()
        lines = column(spacing=theme().lengths.tiny)
        for name, (title, _) in self.sections.items():
            link = Button(title, role="option", clicked=self._chosen)
            link.setCheckable(True)
            link.setProperty("section", name)
            self.links[name] = link
            lines.addWidget(link)
        lines.addStretch(1)
        holder.setLayout(lines)
        keep_width(holder, 7)
        return holder

    @Slot()
    def _chosen(self) -> None:
        self.show_section(str(self.sender().property("section")))

    @Slot()
    def _mark(self) -> None:
        """The section that is read stands out in the list: the last whose head has come up."""
        bar = self.area.verticalScrollBar()
        tops = {name: card.y() for name, (_, card) in self.sections.items()}
        here = bar.value() + theme().lengths.page
        current = next((name for name in reversed(tops) if tops[name] <= here), "look")
        for name, link in self.links.items():
            link.setChecked(name == current)

    @Slot()
    def _fit(self) -> None:
        self.list.setVisible(self.width() >= BOTH * theme().step / 100)
