"""Sections of the settings page that tell how a thing stands and show the way to the page where it is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from clinic_app import __version__
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.paper_words import kind_words, sheet_words
from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, clear, column, label, row
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.desktop.words import listed, moment
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.records.permission import Act
from clinic_app.records.staff import ROLE
from clinic_app.self_check import Finding, State, self_check
from clinic_app.self_check_words import TITLES
from clinic_app.store.accounts import Account, list_accounts
from clinic_app.store.blobs import is_paused, set_paused
from clinic_app.store.permit import is_permitted
from clinic_app.store.printers import PrinterSettings, Profile, printer_settings
from clinic_app.sync.status import SyncStatus, sync_status


class SettingsCard(Card):
    """A title, a sentence of explanation, and at most one page that is opened from here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self._page = desk, ""

    def explain(self, title: str, about: str, *, verb: str, symbol: str, page: str) -> None:
        """The head of the card."""
        self._page = page
        self.button = Button(verb, symbol=symbol, clicked=self._open)
        self.body.addLayout(folding(label(title, "section"), None, self.button))
        self.body.addWidget(label(about, "muted", wrap=True))

    def load(self) -> None:
        """Read what the card tells."""

    @Slot()
    def _open(self) -> None:
        self.desk.open(self._page)


class PrintersCard(SettingsCard):
    """Which printers are set up, by how much they are corrected, what each prints."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        about = self.tr("纸张，位置校正，测试页，大字，每种单据用哪台；没设的单据用A4，印到系统默认的打印机。")
        self.explain(self.tr("打印机"), about, verb=self.tr("打印机设置"), symbol="print", page="printers")
        self._lines = column()
        holder = QWidget()
        holder.setLayout(self._lines)
        self.body.addWidget(holder)

    def load(self) -> None:
        """Read the printers."""
        self.desk.read(self, printer_settings, self._show, key="printers")

    def _show(self, settings: PrinterSettings) -> None:
        clear(self._lines)
        for profile in settings.profiles:
            self._lines.addWidget(label(self._words(settings, profile), wrap=True))
        if not settings.profiles:
            self._lines.addWidget(label(self.tr("还没有设打印机"), wrap=True))

    def _words(self, settings: PrinterSettings, profile: Profile) -> str:
        parts = [profile.name, sheet_words().get(profile.paper, profile.paper)]
        if profile.right or profile.down:
            words = self.tr("向右 {right} 毫米、向下 {down} 毫米")
            parts.append(words.format(right=f"{profile.right:g}", down=f"{profile.down:g}"))
        kinds = [words for kind, words in kind_words().items() if settings.chosen.get(kind) == profile.name]
        if kinds:
            parts.append(self.tr("用于{kinds}").format(kinds=listed(kinds)))
        return " · ".join(parts)


@dataclass(frozen=True)
class _Line:
    status: SyncStatus
    paused: bool


class SyncCard(SettingsCard):
    """How the line stands, and whether photographs go over it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        about = self.tr("保存两秒后、再每隔五分钟自动同步；没有网络时都存在本机，联网后自动补传。F5 马上同步。")
        self.explain(self.tr("同步"), about, verb=self.tr("同步页"), symbol="sync", page="sync")
        self.words = label("", wrap=True)
        self.body.addWidget(self.words)
        self.buttons: dict[bool, Button] = {}
        strip = QWidget()
        flow = FlowLayout(strip)
        for paused, words in ((False, self.tr("一起传")), (True, self.tr("先不传，流量少"))):
            button = Button(words, role="option", clicked=self._chosen)
            button.setCheckable(True)
            button.setProperty("paused", paused)
            button.setAccessibleName(f"{self.tr('照片和附件')} {words}")
            flow.addWidget(button)
            self.buttons[paused] = button
        line = row(label(self.tr("照片和附件")), strip)
        line.setStretch(1, 1)
        self._choice = QWidget()
        self._choice.setLayout(line)
        self.body.addWidget(self._choice)

    def load(self) -> None:
        """Read the state of the line."""
        database = self.desk.database

        def read() -> _Line:
            with database.read() as connection:
                paused = is_paused(connection)
            return _Line(sync_status(database), paused)

        self.desk.work.read(self, read, self._show, key="line")

    def _show(self, line: _Line) -> None:
        status = line.status
        self._choice.setVisible(status.enrolled)
        for paused, button in self.buttons.items():
            button.setChecked(paused == line.paused)
        if not status.enrolled:
            self.words.setText(self.tr("还没有入网：向县平台要入网码，在同步页输入"))
            return
        time = moment(status.last_success, self.desk.today)
        never, last = (
            self.tr("县平台 {name}，还没有同步过，待传 {count} 条"),
            self.tr("县平台 {name}，上次同步 {time}，待传 {count} 条"),
        )
        words = last if time else never
        self.words.setText(words.format(name=status.server_name, time=time, count=status.pending))

    @Slot()
    def _chosen(self) -> None:
        paused, database = bool(self.sender().property("paused")), self.desk.database

        def store() -> None:
            with database.write() as connection:
                set_paused(connection, paused)

        self.desk.work.write(self, store, self._stored)

    def _stored(self, nothing: object) -> None:
        self.load()


class AccountsCard(SettingsCard):
    """Who opens this laptop."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        about = self.tr("改自己的密码，加人，设新密码，停用，换角色。每个人用自己的名字登录，谁做了什么才分得清。")
        title, verb = self.tr("能打开这台电脑的人"), self.tr("账户和密码")
        self.explain(title, about, verb=verb, symbol="person", page="accounts")
        self.words = label("", wrap=True)
        self.body.addWidget(self.words)

    def load(self) -> None:
        """Read who there is."""
        database = self.desk.database
        self.desk.work.read(self, lambda: list_accounts(database), self._show, key="accounts")

    def _show(self, accounts: Sequence[Account]) -> None:
        roles = record_words(ROLE)
        listed_here = [each for each in accounts if not each.disabled]
        names = [f"{each.name}（{roles[each.role]}）" if each.role in roles else each.name for each in listed_here]
        self.words.setText(listed(names))


class CheckCard(SettingsCard):
    """What the self-check would say, in a line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        about = self.tr("磁盘、备份、时钟、网络、打印机、审计链，哪里不对、怎么办；打包日志；最近的后台工作。")
        self.explain(self.tr("自检和支持"), about, verb=self.tr("自检"), symbol="good", page="self_check")
        self.words = IconLabel()
        self.body.addWidget(self.words)
        self.words.tell(self.tr("正在查…"), "note")

    def load(self) -> None:
        """Look at everything but the printers, which may have to be waited for."""
        database = self.desk.database
        self.desk.work.read(self, lambda: self_check(database), self._show, key="self_check")

    def _show(self, found: Sequence[Finding]) -> None:
        urgent = [each for each in found if each.state in (State.DANGER, State.WATCH)]
        if not urgent:
            self.words.tell(self.tr("各项都好"), "good")
            return
        names = listed(dict.fromkeys(record_word(TITLES[each.check]) for each in urgent))
        words = self.tr("有 {count} 项要处理：{names}").format(count=len(urgent), names=names)
        self.words.tell(words, urgent[0].state.value)


class AboutCard(Card):
    """What this program is, and whose laptop this is at the county."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.body.addWidget(label(self.tr("关于"), "section"))
        self.body.addWidget(label(self.tr("打电话问问题时，先念这几行。"), "muted", wrap=True))
        device = desk.device
        rules = listed(book.version for book in default_rule_books().books)
        lines = [
            self.tr("程序版本 {version}").format(version=__version__),
            self.tr("规则版本 {rules}").format(rules=rules),
            self.tr("数据文件夹 {folder}").format(folder=desk.folder),
        ]
        if device is not None:
            role = record_words(ROLE).get(desk.role, desk.role)
            words = self.tr("本机编号 {number}　{organisation}　{role}　县平台 {server}")
            place = device.organisation_name
            lines.append(words.format(number=device.number, organisation=place, role=role, server=device.server))
        for line in lines:
            self.body.addWidget(label(line, wrap=True, selectable=True))
        self.audit = Button(self.tr("审计记录"), role="link", clicked=self._open_audit)
        self.body.addLayout(row(self.audit, None))
        self.audit.setVisible(is_permitted(desk.database, Act.AUDIT))

    @Slot()
    def _open_audit(self) -> None:
        self.desk.open("audit")
