"""设置: how the window looks, who may open this laptop, backup, and what this program is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from clinic_app import __version__
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.theme import TEXT_STEPS, Look, theme
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.widgets.backup_card import BackupCard
from clinic_app.desktop.widgets.basic import Button, Card, column, label, row, scrolled
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.meters_card import MetersCard
from clinic_app.desktop.words import listed
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.records.permission import Act
from clinic_app.records.staff import ROLE
from clinic_app.store.accounts import Account, list_accounts
from clinic_app.store.permit import is_permitted

LOOKS = ((Look.LIGHT, "浅色"), (Look.DARK, "深色"), (Look.HIGH_CONTRAST, "高对比"))


class SettingsPage(Page):
    """Everything takes effect at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("设置"))
        self.steps: dict[int, QPushButton] = {}
        self.looks: dict[Look, QPushButton] = {}
        content = QWidget()
        self.meters = MetersCard(desk)
        self.backup = BackupCard(desk)
        cards = (
            self._look_card(), self._printers_card(), self.meters, self._account_card(), self.backup,
            self._about_card(),
        )  # fmt: skip
        content.setLayout(column(*cards, None, spacing=theme().lengths.gap))
        self.body.addWidget(scrolled(content), 1)
        self._paint()

    def refresh(self) -> None:
        """Read accounts, meters and backups."""
        self.meters.load()
        self.backup.load()
        database = self.desk.database
        self.desk.work.read(self, lambda: list_accounts(database), self._show, key="settings")

    def take_focus(self) -> None:
        """The text sizes."""
        self.steps[theme().step].setFocus(Qt.FocusReason.TabFocusReason)

    def _look_card(self) -> Card:
        card = Card()
        card.body.addWidget(label(self.tr("字号和颜色"), "section"))
        for words, choices in (
            (self.tr("字号"), [(step, f"{step}%", self.steps) for step in TEXT_STEPS]),
            (self.tr("颜色"), [(look, self.tr(name), self.looks) for look, name in LOOKS]),
        ):
            strip = QWidget()
            flow = FlowLayout(strip)
            for value, text, buttons in choices:
                button = Button(text, role="option", clicked=self._look_chosen)
                button.setCheckable(True)
                button.setProperty("value", value if isinstance(value, int) else str(value))
                button.setAccessibleName(f"{words} {text}")
                buttons[value] = button  # type: ignore[index]
                flow.addWidget(button)
            line = row(label(words), strip)
            line.setStretch(1, 1)
            card.body.addLayout(line)
        return card

    def _printers_card(self) -> Card:
        card = Card()
        button = Button(self.tr("打印机设置"), symbol="print", clicked=self._open_printers)
        card.body.addLayout(row(label(self.tr("打印机"), "section"), None, button))
        about = self.tr("A4、A5和连续纸，位置校正，测试页，大字，每种单据用哪台。")
        card.body.addWidget(label(about, "muted", wrap=True))
        return card

    @Slot()
    def _open_printers(self) -> None:
        self.desk.open("printers")

    def _account_card(self) -> Card:
        card = Card()
        button = Button(self.tr("账户和密码"), symbol="person", clicked=self._open_accounts)
        card.body.addLayout(row(label(self.tr("能打开这台电脑的人"), "section"), None, button))
        self.accounts = label("", wrap=True)
        card.body.addWidget(self.accounts)
        about = self.tr("改自己的密码，加人，给别人设新密码，停用，多久不动就锁定。")
        card.body.addWidget(label(about, "muted", wrap=True))
        return card

    @Slot()
    def _open_accounts(self) -> None:
        self.desk.open("accounts")

    def _about_card(self) -> Card:
        card = Card()
        card.body.addWidget(label(self.tr("关于"), "section"))
        device = self.desk.device
        rules = listed(book.version for book in default_rule_books().books)
        lines = [
            self.tr("程序版本 {version}").format(version=__version__),
            self.tr("规则版本 {rules}").format(rules=rules),
            self.tr("数据文件夹 {folder}").format(folder=self.desk.folder),
        ]
        if device is not None:
            role = record_words(ROLE).get(self.desk.role, self.desk.role)
            words = self.tr("本机编号 {number}　{organisation}　{role}　县平台 {server}")
            lines.append(
                words.format(
                    number=device.number, organisation=device.organisation_name, role=role, server=device.server
                )
            )
        for line in lines:
            card.body.addWidget(label(line, wrap=True, selectable=True))
        self.audit = Button(self.tr("审计记录"), role="link", clicked=self._open_audit)
        card.body.addLayout(row(self.audit, None))
        self.audit.setVisible(is_permitted(self.desk.database, Act.AUDIT))
        return card

    @Slot()
    def _open_audit(self) -> None:
        self.desk.open("audit")

    def _show(self, accounts: Sequence[Account]) -> None:
        roles = record_words(ROLE)
        listed_here = [each for each in accounts if not each.disabled]
        names = [f"{each.name}（{roles[each.role]}）" if each.role in roles else each.name for each in listed_here]
        self.accounts.setText(listed(names))

    @Slot()
    def _look_chosen(self) -> None:
        sender = self.sender()
        value = sender.property("value") if sender else None
        if isinstance(value, int):
            theme().apply(theme().look, value)
        elif value:
            theme().apply(Look(str(value)), theme().step)
        self._paint()
        changed = self.desk.settings.with_(text_step=theme().step, look=theme().look.value)
        self.desk.settings = changed
        self.desk.settings_changed.emit(changed)

    def _paint(self) -> None:
        for step, button in self.steps.items():
            button.setChecked(step == theme().step)
        for look, button in self.looks.items():
            button.setChecked(look is theme().look)
