"""The main window: top bar, rail, the pages, the message bar."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPlainTextEdit, QStackedWidget, QWidget

from clinic_app.clock import LOCAL_ZONE
from clinic_app.desktop.allowed import may_open, refuse
from clinic_app.desktop.check_watch import CheckWatch
from clinic_app.desktop.desk import Desk, Message, Place
from clinic_app.desktop.forms.help import HelpPanel
from clinic_app.desktop.guide import Guide
from clinic_app.desktop.made_pages import MadePages, PageMaker
from clinic_app.desktop.meters import Meters
from clinic_app.desktop.pages.help import HelpPage
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.pages.slip import SlipPage
from clinic_app.desktop.pages.sync import SyncPage
from clinic_app.desktop.pages.work import WorkPage
from clinic_app.desktop.receiving import Receiving
from clinic_app.desktop.scanner import Scanner
from clinic_app.desktop.schedule import Known, SyncSchedule
from clinic_app.desktop.slip_scans import SlipScans
from clinic_app.desktop.slow_turns import SlowTurns
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import WAY_BACK, Button, column, row, shortcut
from clinic_app.desktop.widgets.guide_panel import Guided
from clinic_app.desktop.widgets.hidden_number import REVEAL_KEY, toggle_all
from clinic_app.desktop.widgets.key_sheet import show_keys
from clinic_app.desktop.widgets.message_bar import MessageBar
from clinic_app.desktop.widgets.practice_frame import PracticeFrame, practice_title
from clinic_app.desktop.widgets.preview import Preview
from clinic_app.desktop.widgets.rail import Rail, RailItem
from clinic_app.desktop.widgets.top_bar import TopBar
from clinic_app.desktop.widgets.work_strip import WorkStrip
from clinic_app.desktop.words import WRONG_CLOCK, clock_words, reading_words
from clinic_app.devices.meter import SETTING, Meter, meters_from
from clinic_app.devices.reading import Reading
from clinic_app.devices.serial_line import LineFormatError
from clinic_app.manual import chapter_of
from clinic_app.store.device import read_setting
from clinic_app.store.errors import StoreError
from clinic_app.sync.session import SyncReport

FRESH = timedelta(minutes=10)
"""By a meter's own clock: older values may be another person's."""
NARROW = 1000
"""Below this width, at step 100, the rail shrinks."""
SMALLEST = (760, 460)
EMERGENCY_KEY = "Ctrl+Shift+E"
OF_A_PERSON = ("resident", "visit", "refer")
"""Pages that show one resident, named by the place."""


class MainWindow(QMainWindow):
    """Made at login, closed at lock. Pages are made when first opened."""

    closed = Signal()

    def __init__(self, desk: Desk, items: list[RailItem], makers: dict[str, PageMaker]) -> None:
        super().__init__()
        self.desk = desk
        desk.setParent(self)
        self._name = self.tr("县域医共体诊所工作站")
        if desk.practice:
            self._name = practice_title(self._name)
        self.setWindowTitle(self._name)
        self._told_clock = False
        self.setMinimumSize(*SMALLEST)
        self._history: list[Place] = []
        self._owns_database = True
        self.guide: Guide | None = None
        self._ends_work = True
        self._items = items
        self.top_bar = TopBar(desk)
        self.rail = Rail(items)
        self.stack = QStackedWidget()
        self._pages = MadePages(desk, makers, (item.page for item in items), self.stack, self)
        self._pages.made.connect(self._page_made)
        self.message_bar = MessageBar()
        self.work_strip = WorkStrip(desk.long_work)
        self.schedule = SyncSchedule(desk, self)
        self.receiving = Receiving(desk, self.schedule)
        self.meters = Meters(desk.folder, self)
        self.scanner = Scanner(self)
        self.slips = SlipScans(desk, self)
        self.setCentralWidget(self._frame())
        self._connect()
        self._keys()

    def begin(self) -> None:
        """The first page, and everything that goes on beside it."""
        desk = self.desk
        self.open(Place(self._items[0].page))
        self.slow_turns = desk.slow_turns = SlowTurns(lambda: self.page.place.page, self)
        self.check_watch = CheckWatch(desk, self)
        self.check_watch.counted.connect(self._count_urgent)
        self.schedule.start()
        self.check_watch.start()
        desk.long_work.start()
        desk.read(self, lambda connection: read_setting(connection, SETTING, []), self._listen)

    @property
    def page(self) -> Page:
        """The page that is open."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def page_named(self, name: str) -> Page:
        """A page by name, made when needed."""
        return self._pages.named(name)

    @Slot(object)
    def _page_made(self, page: Page) -> None:
        if isinstance(page, SyncPage):
            page.pause_asked.connect(self.schedule.pause)
        self._show_guide(page)
        if isinstance(page, WorkPage):
            page.counted.connect(self._count_work)
        if isinstance(page, SlipPage):
            page.asked.connect(self.slips.ask)
            self.slips.answered.connect(page.show_answer)

    def _show_guide(self, page: Page) -> None:
        """The steps of the first hour hear of what is printed, and the page of help fetches them."""
        if self.guide is None:
            return
        for each in page.findChildren(Preview):
            each.printed.connect(self.guide.printed)
        if isinstance(page, HelpPage):
            page.guide_asked.connect(self.guide.fetch)

    @Slot(object)
    def open(self, place: Place) -> None:
        """Go to a place; Esc comes back from anything that is not on the rail."""
        self.message_bar.clear()
        if not may_open(self.desk, place.page):
            refuse(self.desk, self, place.page)
            return
        on_rail = any(item.page == place.page for item in self._items)
        if self.stack.count():
            self.page.depart()
        if on_rail and not place.of:
            self._history.clear()
            self.rail.set_current(place.page)
        elif on_rail:
            self.rail.set_current(place.page)
        page = self.page_named(place.page)
        self._history = [each for each in self._history if each.page != place.page] + [place]
        self.stack.setCurrentWidget(page)
        self.desk.readings.opened(place)
        if self.guide is not None:
            self.guide.arrived(place)
        page.arrive(place)
        page.take_focus()

    @Slot()
    def go_back(self) -> None:
        """The page before this one."""
        if len(self._history) < 2:
            self.page.take_focus()
            return
        self.page.depart()
        self._history.pop()
        place = self._history[-1]
        known = self._pages.made_already(place.page) is not None
        page = self.page_named(place.page)
        if any(item.page == place.page for item in self._items):
            self.rail.set_current(place.page)
        self.stack.setCurrentWidget(page)
        if known:
            page.return_to()
        else:
            page.arrive(place)
            page.take_focus()

    def release(self) -> None:
        """The database goes to another window and stays open."""
        self._owns_database = False

    def leave_desk(self) -> Desk:
        """The work of the desk ends elsewhere: closing the window waits for nothing."""
        self._ends_work = False
        self.page.depart()
        self.desk.setParent(None)
        return self.desk

    def conceal(self) -> None:
        """Nothing of a person is on the screen when this returns: dialogs, menus, pages, the window."""
        for each in QApplication.topLevelWidgets():
            if each is not self and each.isVisible():
                each.close()
        self.stack.hide()
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shrink the rail when the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Drafts are kept, running work ends, the database closes."""
        self.schedule.stop()
        self.check_watch.stop()
        self.meters.stop()
        if self._ends_work:
            self.page.depart()
            self.desk.close(database=self._owns_database)
        super().closeEvent(event)
        self.closed.emit()

    def _frame(self) -> QWidget:
        frame = QWidget()
        frame.setProperty("role", "surface")
        frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        right = column(self.stack, self.work_strip, self.message_bar, spacing=0)
        right.setStretch(0, 1)
        middle = row(self.rail, right, spacing=0)
        middle.setStretch(1, 1)
        whole = column(self.top_bar, middle, spacing=0)
        whole.setStretch(1, 1)
        frame.setLayout(whole)
        return self._practice_frame(frame) if self.desk.practice else frame

    def _practice_frame(self, content: QWidget) -> QWidget:
        self.guide = Guide(self.desk, self)
        frame = PracticeFrame(Guided(content, self.guide))
        frame.follow(self.guide)
        frame.anew_asked.connect(self.desk.practice_anew_asked)
        frame.left.connect(self.desk.practice_left)
        return frame

    def _work_is_counted(self) -> bool:
        work = self._pages.made_already("work")
        return isinstance(work, WorkPage) and (work is self.stack.currentWidget() or work.follows)

    @Slot(int)
    def _count_work(self, count: int) -> None:
        self.rail.set_count("work", count)

    def _connect(self) -> None:
        self.schedule.counts_work = self._work_is_counted
        self.desk.go.connect(self.open)
        self.desk.back.connect(self.go_back)
        self.desk.said.connect(self._say)
        self.rail.chosen.connect(self._rail_chosen)
        self.work_strip.more_asked.connect(self._open_recent_work)
        self.message_bar.chosen.connect(self.open)
        self.top_bar.state_clicked.connect(self._open_sync)
        self.top_bar.search.left.connect(self._to_page)
        self.top_bar.keys_asked.connect(self._show_keys)
        self.top_bar.emergency_asked.connect(self._emergency)
        self.top_bar.lock_asked.connect(self.desk.lock_asked)
        self.top_bar.switch_asked.connect(self.desk.switch_asked)
        self.top_bar.account_asked.connect(self._open_accounts)
        self.schedule.status_known.connect(self._show_status)
        self.schedule.progressed.connect(self._progressed)
        self.schedule.news.connect(self._tell_news)
        self.schedule.finished.connect(self._synced)
        self.schedule.running_changed.connect(self._syncing)
        self.desk.work.bug_found.connect(self._bug)
        self.scanner.read.connect(self.top_bar.search.look_up)
        self.top_bar.search.slip_scanned.connect(self.slips.take)
        self.schedule.finished.connect(self.slips.tell_answers)
        self.desk.meters_changed.connect(self._use_meters)
        self.meters.arrived.connect(self._take_reading)
        theme().changed.connect(self._fit)
        theme().leaving.connect(self._pages.let_all_go)

    def _listen(self, stored: Any) -> None:
        self._use_meters(meters_from(stored))

    @Slot(object)
    def _use_meters(self, meters: list[Meter]) -> None:
        try:
            self.meters.use(meters)
        except LineFormatError as problem:
            words = self.tr("设备格式文件有错：{problem}").format(problem=problem)
            self._say(Message(words, "watch", self.tr("设置"), Place("settings")))

    @Slot(object)
    def _take_reading(self, reading: Reading) -> None:
        """Into the open form in one step; what the meter kept from before, or nobody has a place for, is only told."""
        words = reading_words(reading)
        now = self.desk.clock.now().astimezone(LOCAL_ZONE).replace(tzinfo=None)
        if reading.measured_at is not None and abs(now - reading.measured_at) > FRESH:
            when = f"{reading.measured_at:%m-%d %H:%M}"
            told = self.tr("设备里存的旧读数 {words}（{when}），没有填入").format(words=words, when=when)
            self._say(Message(told, "watch"))
        elif self.page.take_reading(reading):
            told = self.tr("已从设备填入 {words}").format(words=words)
            self._say(Message(told, "watch" if reading.remarks else "good"))
        else:
            self._say(Message(self.tr("设备测得 {words}，打开随访后再测会填入").format(words=words), "note"))

    def _keys(self) -> None:
        escape = shortcut(self, WAY_BACK, self._escape, self.tr("返回上一页"))
        escape.activatedAmbiguously.connect(self._escape_by_button)
        self._shortcuts = [
            shortcut(self, "Ctrl+K", self._search, self.tr("查找人、门牌、单号、页面")),
            shortcut(self, "/", self._search, self.tr("查找人、门牌、单号、页面")),
            escape,
            shortcut(self, "F1", self._help, self.tr("这一项怎么填；不在填表时打开说明")),
            shortcut(self, "Shift+F1", self._show_keys, self.tr("按键一览")),
            shortcut(self, "F5", self.desk.sync_asked.emit, self.tr("立即同步")),
            shortcut(self, "Ctrl+Shift+D", self._slip, self.tr("持单到诊")),
            shortcut(self, "Ctrl+L", self.desk.lock_asked.emit, self.tr("锁定")),
            shortcut(self, EMERGENCY_KEY, self._emergency, self.tr("急救转诊")),
            shortcut(self, REVEAL_KEY, self._reveal, self.tr("显示或遮住这一页的电话、证件号码")),
        ]

    @Slot()
    def _reveal(self) -> None:
        toggle_all(self.page)

    @Slot()
    def _fit(self) -> None:
        self.rail.set_narrow(self.width() < NARROW * theme().step / 100)

    @Slot()
    def _search(self) -> None:
        self.top_bar.search.begin()

    @Slot()
    def _emergency(self) -> None:
        """From anywhere; of the person whose page is open."""
        if "emergency" not in self._pages or self.desk.receives or self.page.place.page == "emergency":
            return
        self.open(Place("emergency", self.page.place.of if self.page.place.page in OF_A_PERSON else ""))

    @Slot()
    def _slip(self) -> None:
        """Somebody stands here with a slip."""
        if self.desk.device is not None:
            self.open(Place("slip"))

    @Slot()
    def _to_page(self) -> None:
        self.page.take_focus()

    @Slot()
    def _escape(self) -> None:
        if not self.message_bar.isHidden() and isinstance(self.focusWidget(), (QLineEdit, QPlainTextEdit)):
            self.message_bar.clear()
            return
        self.go_back()

    @Slot()
    def _escape_by_button(self) -> None:
        """The page has a button of its own for this key, and it knows better what comes before this."""
        own = [each for each in self.page.findChildren(Button) if each.key == WAY_BACK and each.isVisible()]
        if own:
            own[-1].click()
        else:
            self._escape()

    @Slot()
    def _help(self) -> None:
        """At a field its rule or filling note; elsewhere, and the second time, the chapter about the page."""
        if not self.page.answered():
            self._open_chapter()
        for panel in self.findChildren(HelpPanel):
            panel.chapter_asked.connect(self._open_chapter, Qt.ConnectionType.UniqueConnection)

    @Slot()
    def _open_chapter(self) -> None:
        if "help" in self._pages and self.page.place.page != "help":
            self.open(Place("help", chapter_of(self.page.place.page).key))

    @Slot()
    def _show_keys(self) -> None:
        show_keys(self, self.page)

    @Slot(str)
    def _rail_chosen(self, page: str) -> None:
        self.open(Place(page))

    @Slot()
    def _open_accounts(self) -> None:
        self.open(Place("accounts"))

    @Slot()
    def _open_recent_work(self) -> None:
        self.open(self.desk.long_work.list_place)

    @Slot(int)
    def _count_urgent(self, count: int) -> None:
        self.rail.set_count("settings", count)

    @Slot()
    def _open_sync(self) -> None:
        self.open(Place("sync"))

    @Slot(object)
    def _say(self, message: Message) -> None:
        self.message_bar.show_message(message)

    @Slot(object)
    def _show_status(self, known: Known) -> None:
        self.top_bar.show_status(known)
        for page, count in known.counts.items():
            self.rail.set_count(page, count)
        self.rail.set_new("referrals", len(known.unread))
        new = len(known.unread)
        self.setWindowTitle(f"（{new}）{self._name}" if new else self._name)
        work = self._pages.made_already("work")
        if isinstance(work, WorkPage):
            work.set_attention(known.status.needs_attention)
        line = self._pages.made_already("sync")
        if isinstance(line, SyncPage):
            line.show_known(known)
        self._tell_clock(known.status.clock_offset)

    def _tell_clock(self, offset: int | None) -> None:
        """Once: the computer's clock is wrong, and what the county's says."""
        if offset is None or abs(offset) <= WRONG_CLOCK or self._told_clock:
            return
        self._told_clock = True
        self._say(Message(clock_words(offset, self.desk.clock.now()), "watch", self.tr("同步"), Place("sync")))

    @Slot(object)
    def _tell_news(self, came: set[str]) -> None:
        """A patient was sent here: a sound, the taskbar, and a line with the way to the list. A slip that was scanned
        here has been told with its name already."""
        count = len(came - self.slips.told)
        if not count:
            return
        QApplication.beep()
        QApplication.alert(self)
        words = self.tr("新收到 {count} 张转诊单").format(count=count)
        self._say(Message(words, "watch", self.tr("去看"), Place("referrals", "", {"show": "received"})))

    @Slot(object)
    def _progressed(self, progress: Any) -> None:
        page = self._pages.made_already("sync")
        if isinstance(page, SyncPage):
            page.show_progress(progress)

    @Slot(bool)
    def _syncing(self, running: bool) -> None:
        page = self._pages.made_already("sync")
        if isinstance(page, SyncPage):
            page.show_running(running)

    @Slot(object)
    def _synced(self, report: SyncReport) -> None:
        page = self._pages.made_already("sync")
        if isinstance(page, SyncPage):
            page.show_report(report)

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        """What a person can act on is said in its own words; a bug goes to the crash note as well."""
        if isinstance(error, StoreError):
            self._say(Message(str(error), "danger"))
            return
        words = self.tr("这一步出了程序错误，已保存的记录都在，重新打开本页再试")
        self._say(Message(words, "danger", self.tr("打包日志"), Place("self_check", "packet")))
        sys.excepthook(type(error), error, error.__traceback__)
