"""转诊: what was received, by urgency and age; what was sent, with its state as words; each with its paper.

A slip that was scanned on any list opens here; Enter then says that the patient has arrived.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QWidget

from clinic_app.care.entry import Refused
from clinic_app.care.save import SaveResult
from clinic_app.desktop.changes import REFERRALS
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.models.rows import RowsModel
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.referral_lists import DONE, RECEIVED, SENT, Read, Reader, read_list
from clinic_app.desktop.referral_steps import EVENT
from clinic_app.desktop.widgets.basic import Button, column, label, row
from clinic_app.desktop.widgets.panes import TwoPanes, WhenNarrow
from clinic_app.desktop.widgets.preview import Preview, page_images
from clinic_app.desktop.widgets.referral_panel import ReferralPanel
from clinic_app.paper import SEVERAL, Drawn, NothingToPrint, draw, note
from clinic_app.protocol.referral_events import refusal
from clinic_app.store.errors import StoreError
from clinic_app.store.queries.referral import ReferralFile

MINUTE = 60_000
READ_AFTER = 2_000
"""A referral that stays open this long on the receiver's desk counts as read."""
PREVIEW_SCALE = 1.6


class ReferralsPage(Page):
    """One page for both desks; the role says which list comes first."""

    watched = REFERRALS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("转诊"))
        self.receiving = desk.device is not None and desk.device.kind != "village_clinic"
        self.shown = RECEIVED if self.receiving else SENT
        self._paper = ""
        self._drawn_paper: Drawn | None = None
        self._quiet = False
        # A referral opened by name stays in view although the list does not hold it.
        self._pinned = ""
        # A slip that was found by its number: Enter says that the patient is here.
        self._slip = ""
        self._hint: QWidget | None = None
        self.head.insertLayout(1, self._chips())
        if self.receiving:
            # The window has the key (Ctrl+Shift+D), for every page.
            self.head.addWidget(Button(self.tr("持单到诊"), role="quiet", clicked=self._with_slip))
        self.paper_button = Button(self.tr("看单据"), "Ctrl+P", symbol="print", clicked=self.show_paper)
        self.head.addWidget(self.paper_button)
        self.list = self._list()
        self.table, self.empty = self.list.table, self.list.empty
        self.panel = ReferralPanel(desk)
        self.panel.step_asked.connect(self._step)
        self.panel.return_asked.connect(self._return)
        self.panel.next_asked.connect(self._next)
        self.panel.other_asked.connect(self._other)
        self.panel.step_opened.connect(self._writing)
        self.panel.loaded.connect(self._loaded)
        self.preview = Preview(self.tr("转诊单"), work=desk.work)
        self.preview.printed.connect(self._printed)
        self.right = QStackedWidget()
        self.right.addWidget(self.panel)
        self.right.addWidget(self._paper_side())
        panes = TwoPanes(self.list, self.right, shares=(1, 1), when_narrow=WhenNarrow.BESIDE)
        self.list.emptied.connect(panes.leave_alone)
        self.body.addWidget(panes, 1)
        self._read_timer = QTimer(self)
        self._read_timer.setSingleShot(True)
        self._read_timer.setInterval(READ_AFTER)
        self._read_timer.timeout.connect(self._mark_read)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE)
        self._minute.timeout.connect(self._minute_passed)
        self._minute.start()
        self._enter = [QShortcut(QKeySequence(key), self) for key in ("Return", "Enter")]
        for shortcut in self._enter:
            shortcut.setEnabled(False)
            shortcut.activated.connect(self._arrived_by_slip)

    def arrive(self, place: Place) -> None:
        """`show` chooses the list, an id the referral, `paper` its paper; `slip`: the patient brought the slip."""
        if place.more.get("show"):
            self._set_shown(str(place.more["show"]))
        self._show_side(0)
        self._pinned = place.of
        self._slip = place.of if place.more.get("slip") else ""
        super().arrive(place)
        self._paper = str(place.more.get("paper") or "")

    def _list(self) -> ListFrame:
        columns = (
            Column("patient", self.tr("患者"), 8.5),
            Column("state", self.tr("状态"), 5.5),
            Column("urgency", self.tr("紧急"), 4.25),
            Column("waiting", self.tr("等候"), 3.5, gives_way=2, right=True),
            Column("other", self.tr("请求和对方"), 0, gives_way=1),
        )
        self.model = RowsModel([each.words for each in columns], self, right=(3,))
        # Ctrl+P is the paper of the referral itself.
        made = ListFrame(
            self.desk, "referrals", self.tr("转诊单"), columns, self.model,
            of="referral", unit=self.tr("{count} 张"), searched=True, print_key="Ctrl+Shift+P", symbol="referral",
        )  # fmt: skip
        made.about = self._shown_words
        made.chosen.connect(self._chosen)
        made.opened.connect(self._opened_row)
        return made

    def _shown_words(self) -> str:
        return self.chips[self.shown].text()

    def refresh(self) -> None:
        """Read the list again."""
        desk, shown = self.desk, self.shown
        reader = Reader(desk.organisation, desk.receives, desk.clock.now(), desk.today)
        self.model.allowed = lambda connection: [each.id for each in read_list(connection, shown, reader).rows]
        self.desk.read(self, lambda connection: read_list(connection, shown, reader), self._show, key="list")

    def take_focus(self) -> None:
        """The list."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def depart(self) -> None:
        """Nothing counts as read any more, and Enter means no arrival."""
        self._read_timer.stop()
        self._offer_arrival(False)
        self.panel.keep_draft()

    def _chips(self) -> QHBoxLayout:
        self.chips: dict[str, QPushButton] = {}
        words = {RECEIVED: self.tr("收到的"), SENT: self.tr("发出的"), DONE: self.tr("已结束")}
        for name, text in words.items():
            button = Button(text, role="option", clicked=self._chip)
            button.setCheckable(True)
            button.setChecked(name == self.shown)
            button.setProperty("list", name)
            self.chips[name] = button
        # Hiding before the button has a parent; showing would make it a window of its own.
        if not self.receiving:
            self.chips[RECEIVED].hide()
        self.overdue = Button("", "Ctrl+O", role="link", symbol="phone", clicked=self._overdue)
        self.overdue.setToolTip(self.tr("超时未答复"))
        self.overdue.hide()
        self.wards = Button(self.tr("在院费用"), "Ctrl+I", role="link", symbol="bed", clicked=self._wards)
        self.wards.hide()
        self.register_button = Button(self.tr("登记"), "Ctrl+G", role="link", symbol="file", clicked=self._register)
        return row(*self.chips.values(), self.overdue, self.wards, self.register_button)

    def _paper_side(self) -> QWidget:
        side = QWidget()
        back = Button(self.tr("回到经过"), "Esc", role="quiet", symbol="back", clicked=self._hide_paper)
        self.kind_words = label("", "strong")
        more = Button(self.tr("更多单据"), "Ctrl+D", role="quiet", clicked=self._more_papers)
        side.setLayout(column(row(self.kind_words, None, more, back), self.preview))
        return side

    def _show(self, read: Read) -> None:
        rows = read.rows
        kept = self._pinned or self.model.id_at(self.table.row)
        self.overdue.setVisible(bool(read.overdue))
        # A hospital's desk has the wards in its rail.
        self.wards.setVisible(self.shown == RECEIVED and not self.desk.receives)
        self.overdue.set_words(self.tr("超时 {count}").format(count=read.overdue))
        self.model.show_rows(rows)
        self.list.set_empty(self._empty_words())
        place = self.model.row_of(kept) if kept else -1
        if place >= 0:
            self.table.go_to(place)
            self._keep_panel(kept)
        elif self._pinned:
            self._keep_panel(self._pinned)
        elif rows:
            self.table.choose_first()
        else:
            self._show_panel("")
        self.filled()

    def _empty_words(self) -> str:
        return {
            RECEIVED: self.tr("没有等着处理的转诊。转来的患者会按紧急程度和等候天数排在这里。"),
            SENT: self.tr("没有进行中的转诊。在居民卡片或随访里按 F8 开转诊单，办到哪一步都在这里看。"),
            DONE: self.tr("还没有结束的转诊。"),
        }[self.shown]

    def _keep_panel(self, referral_id: str) -> None:
        """The same referral is read again where it stands; another one replaces it."""
        if self.panel.file is not None and self.panel.file.id == referral_id:
            self.panel.show_referral(referral_id)
        else:
            self._show_panel(referral_id)

    def _show_panel(self, referral_id: str) -> None:
        self._read_timer.stop()
        self._offer_arrival(False)
        self._show_side(0)
        self.paper_button.setEnabled(bool(referral_id))
        self.panel.show_referral(referral_id)

    def _set_shown(self, name: str) -> None:
        self.shown = name
        for each, button in self.chips.items():
            button.setChecked(each == name)

    @Slot()
    def _chip(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._set_shown(str(sender.property("list")))
            self._pinned = ""
            self.refresh()
            self.take_focus()

    @Slot(int)
    def _chosen(self, place: int) -> None:
        referral_id = self.model.id_at(place)
        if referral_id and referral_id != (self.panel.file.id if self.panel.file else ""):
            self._pinned = ""
            self._show_panel(referral_id)

    @Slot(int)
    def _opened_row(self, place: int) -> None:
        """Enter: the next step of this desk, or the paper."""
        file = self.panel.file
        if file is None:
            return
        if self.shown == RECEIVED and not refusal(file.fields, file.state, self._as_event("accept")):
            self.panel.take_step("accept")
        else:
            self.show_paper()

    @Slot(object)
    def _loaded(self, file: ReferralFile) -> None:
        if self._paper:
            self._paper = ""
            self.show_paper()
        may_arrive = not refusal(file.fields, file.state, self._as_event("arrive"))
        if self._slip == file.id and may_arrive:
            self._hint = self.panel.tell(self.tr("患者持单到诊：按 Enter 登记"), "good")
        self._offer_arrival(self._slip == file.id and may_arrive)
        unread = not any(step.event == "read" for step in file.state.steps)
        if self.shown == RECEIVED and unread and not refusal(file.fields, file.state, self._as_event("read")):
            self._read_timer.start()

    @Slot()
    def _minute_passed(self) -> None:
        """The clocks of the list move on, unless somebody is writing."""
        if self.isVisible() and self.panel.step is None:
            self.refresh()

    def _offer_arrival(self, offered: bool) -> None:
        for shortcut in self._enter:
            shortcut.setEnabled(offered)

    @Slot()
    def _writing(self) -> None:
        """Enter belongs to the form now."""
        if self._slip and self._hint is not None:
            self._hint.hide()
        self._slip = ""
        self._offer_arrival(False)

    @Slot()
    def _arrived_by_slip(self) -> None:
        """Enter behind a scanned slip."""
        if self.panel.form is None and self.panel.file is not None and self.panel.file.id == self._slip:
            self._slip = ""
            self._offer_arrival(False)
            self._save_step("arrive", {})

    def _as_event(self, event: str) -> dict[str, str]:
        return {"event": event, "organisation": self.desk.organisation}

    @Slot()
    def _mark_read(self) -> None:
        if self.panel.file is not None and self.panel.form is None and self.isVisible():
            self._save_step("read", {}, quiet=True)

    @Slot(str, object)
    def _step(self, event: str, fields: Mapping[str, Any]) -> None:
        self._save_step(event, fields)

    def _save_step(self, event: str, fields: Mapping[str, Any], *, quiet: bool = False) -> None:
        if self.panel.file is None:
            return
        record = {"type": EVENT, "fields": {"referral_id": self.panel.file.id, "event": event, **fields}}
        self._quiet = quiet
        self._pinned = self.panel.file.id
        step = self.panel.step
        if step is not None and step.step == event:
            step.keeper.rest()
            self.desk.save(self, [record], self._stepped, self._refused, draft_key=step.keeper.key)
        else:
            self.desk.save(self, [record], self._stepped, self._refused)

    def _stepped(self, result: SaveResult) -> None:
        if not self._quiet:
            words = "；".join(each.message for each in result.notices)
            self.desk.say(words or self.tr("已保存在本机，联网后自动送出"), "watch" if words else "good")
        if self.panel.file is not None:
            self.panel.show_referral(self.panel.file.id)
        self.refresh()
        self.take_focus()

    def _refused(self, error: BaseException) -> None:
        if self.panel.step is not None:
            self.panel.step.keeper.typed()
        if isinstance(error, Refused):
            located = [(EVENT, each.field, each.message) for each in error.errors]
            homeless = self.panel.show_errors(located)
            self.desk.say("；".join([self.tr("还没有保存"), *homeless]), "danger")
        elif isinstance(error, StoreError):
            self.desk.say(str(error), "danger")
        else:
            self.desk.work.bug_found.emit(error)

    @Slot(str)
    def _return(self, referral_id: str) -> None:
        self.desk.open("return_form", referral_id)

    @Slot(str, str)
    def _next(self, referral_id: str, way: str) -> None:
        self.desk.open("next_referral", referral_id, way=way)

    @Slot(str)
    def _other(self, referral_id: str) -> None:
        self.desk.open("referrals", referral_id, show=self.shown)

    @Slot()
    def _wards(self) -> None:
        self.desk.open("inpatients")

    @Slot()
    def _with_slip(self) -> None:
        self.desk.open("slip")

    @Slot()
    def _overdue(self) -> None:
        self.desk.open("overdue")

    @Slot()
    def _register(self) -> None:
        self.desk.open("register")

    @Slot()
    def show_paper(self) -> None:
        """Draw the slip in the reading pool and show it, the newest paper of the two; several slips on a page."""
        chosen = [self.model.id_at(place) for place in self.table.chosen_rows]
        if len(chosen) > 1:
            self.desk.open("paper", SEVERAL.join(chosen), kind="referral")
            return
        file = self.panel.file
        if file is None:
            return
        database, kind = self.desk.database, "return" if file.return_slip is not None else "referral"
        record_id = file.id

        def read() -> tuple[Drawn, list[QImage]]:
            drawn = draw(database, kind, record_id)
            return drawn, page_images(drawn.pdf, PREVIEW_SCALE)

        self.desk.work.read(self, read, self._drawn, self._undrawn, key="paper")

    def _drawn(self, answer: tuple[Drawn, list[QImage]]) -> None:
        drawn, images = answer
        self._drawn_paper = drawn
        self.kind_words.setText(self.tr("回转单") if drawn.kind == "return" else self.tr("转诊单"))
        slip = self.panel.file.fields.get("slip_no") if self.panel.file else ""
        self.preview.file_name = f"{self.kind_words.text()}{slip or ''}"
        self.preview.printer_name = drawn.chosen.profile.printer if drawn.chosen.profile else ""
        self.preview.show_pdf(drawn.pdf, images)
        self._show_side(1)

    @Slot()
    def _more_papers(self) -> None:
        """The guide, the consent form, another sheet, an earlier print: on a page of their own."""
        if self._drawn_paper is not None:
            self.desk.open("paper", self._drawn_paper.record_id, kind=self._drawn_paper.kind)

    def _undrawn(self, error: BaseException) -> None:
        if isinstance(error, (NothingToPrint, StoreError)):
            self.desk.say(str(error), "watch")
        else:
            self.desk.work.bug_found.emit(error)

    @Slot()
    def _hide_paper(self) -> None:
        self._show_side(0)
        self.take_focus()

    def _show_side(self, place: int) -> None:
        """0 the referral, 1 its paper, which has a print button of its own."""
        self.right.setCurrentIndex(place)
        self.paper_button.setVisible(place == 0)

    @Slot()
    def _printed(self) -> None:
        """Printing is an audited act."""
        database, drawn = self.desk.database, self._drawn_paper
        if drawn is not None:
            self.desk.work.write(self, lambda: note(database, drawn))
