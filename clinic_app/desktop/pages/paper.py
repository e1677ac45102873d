"""A paper on the whole page: a slip, the day sheet, any form of a visit, a person, a household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QWidget

from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.page import SCROLLS_ITSELF, Page
from clinic_app.desktop.paper_words import sheet_words
from clinic_app.desktop.widgets.basic import Button, label
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.line import WheelGuard
from clinic_app.desktop.widgets.preview import Preview, page_images
from clinic_app.desktop.words import moment
from clinic_app.gathered.slip_print import originals
from clinic_app.gathered.slips import SLIPS, slip_kinds
from clinic_app.paper import SEVERAL, Drawn, NothingToPrint, Wanted, draw, note, papers_of
from clinic_app.printing.qr import NO_TEXT
from clinic_app.store.database import Database
from clinic_app.store.errors import StoreError
from clinic_app.store.printed import PrintedPaper

PREVIEW_SCALE = 2.0
TITLES = {
    "referral": "转诊单",
    "return": "回转单",
    "guide": "患者明白纸",
    "consent": "知情同意书",
    "receipt": "回执",
    "register": "转诊登记表",
    "referral-statistics": "转诊统计表",
    "test-page": "打印测试页",
    "day-sheet": "今日工作清单",
    "tour-plan": "巡诊计划",
    "hypertension_followup": "高血压随访表",
    "diabetes_followup": "糖尿病随访表",
    "mental_followup": "严重精神障碍随访表",
    "tuberculosis_followup": "肺结核随访表",
    "copd_followup": "慢阻肺随访表",
    "elderly_assessment": "老年人自理能力评估表",
    "tuberculosis_first_visit": "肺结核第一次入户随访表",
    "health_examination": "健康体检表",
    "encounter": "接诊记录表",
    "consultation": "会诊记录表",
    "mental_supplement": "严重精神障碍补充表",
    "cover": "档案封面",
    "basic-information": "个人基本信息表",
    "information-card": "档案信息卡",
    "summary": "健康小结",
    "household-visit": "入户走访记录表",
    "household-roster": "入户走访签名册",
    "family": "全家的表",
    "manual": "一页纸说明",
}


def paper_title(kind: str) -> str:
    """The name of a paper in the language of the window."""
    return QCoreApplication.translate("PaperPage", TITLES.get(kind, "单据"))


@dataclass(frozen=True)
class _Shown:
    """A paper with its pages as pictures, and what was printed of it before."""

    drawn: Drawn
    images: Sequence[QImage]
    earlier: Sequence[PrintedPaper]
    kinds: Sequence[str]
    """The papers that there are of the same referral."""


class PaperPage(Page):
    """The place's id is the record's (slips: several, joined by commas), `kind` says which paper."""

    least_rows = SCROLLS_ITSELF

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._guard = WheelGuard(self)
        self.printers = Button(self.tr("打印机设置"), symbol="settings", clicked=self._open_printers)
        self.head.addWidget(self.printers)
        self.head.addWidget(Button(self.tr("返回"), "Esc", symbol="back", clicked=self.desk.back.emit))
        self.body.addWidget(self._choices())
        self.preview = Preview("", work=desk.work)
        self.preview.printed.connect(self._printed)
        self.body.addWidget(self.preview, 1)
        self._kind = ""
        self._wanted = Wanted()
        self._drawn: Drawn | None = None

    def _choices(self) -> QWidget:
        """Which paper of the referral, which sheet, how large, and which print: only where there is a choice."""
        self.kind = self._combo(self.tr("单据"))
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self.sheet = self._combo(self.tr("纸张"))
        self.sheet.currentIndexChanged.connect(self._sheet_chosen)
        self.earlier = self._combo(self.tr("哪一次的内容"))
        self.earlier.currentIndexChanged.connect(self._print_chosen)
        self.large = Button(self.tr("大字"), "Ctrl+B", role="option", clicked=self._large_chosen)
        self.large.setCheckable(True)
        self.carrier = Button(self.tr("二维码"), "Ctrl+U", role="option", clicked=self._carrier_chosen)
        self.carrier.setCheckable(True)
        self.told = label("", "watch")
        self.choices = QWidget()
        flow = FlowLayout(self.choices)
        for each in (self.kind, self.sheet, self.large, self.carrier, self.earlier, self.told):
            flow.addWidget(each)
        return self.choices

    def _combo(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.installEventFilter(self._guard)
        return box

    def arrive(self, place: Place) -> None:
        """Draw the paper."""
        self._set_kind(str(place.more.get("kind") or ""))
        super().arrive(place)

    def _set_kind(self, kind: str) -> None:
        self._kind = kind
        self._wanted = Wanted()
        self._drawn = None
        self.title.setText(paper_title(kind))
        self.preview.file_name = self.title.text()
        self.preview.show_pdf(b"", [])
        self.preview.words.setText("")
        self.choices.setVisible(len(papers_of(kind)) > 1)

    def depart(self) -> None:
        """Pictures of pages are not kept for a page that nobody sees."""
        self.preview.release()

    def return_to(self) -> None:
        """The printer may have been set meanwhile."""
        self.refresh()
        self.take_focus()

    def refresh(self) -> None:
        """In the reading pool."""
        read = partial(_read, self.desk.database, self._kind, self.place.of, self._wanted)
        self.desk.work.read(self, read, self._show, self._undrawn, key="paper")

    def take_focus(self) -> None:
        """The print button."""
        self.preview.print_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, shown: _Shown) -> None:
        drawn = self._drawn = shown.drawn
        self.preview.printer_name = drawn.chosen.profile.printer if drawn.chosen.profile else ""
        self.preview.show_pdf(drawn.pdf, shown.images)
        self._show_kinds(shown.kinds)
        self._show_sheets(drawn)
        self._show_earlier(shown.earlier)
        self.large.setChecked(any(slip.inputs.get("large") for slip in drawn.slips))
        self.carrier.setVisible(self._kind in SLIPS and SLIPS[self._kind].carries)
        self.carrier.setChecked(any(slip.inputs.get("carrier") for slip in drawn.slips))
        self.told.setText("　".join(filter(None, (self._about_reprint(drawn), self._about_code(drawn)))))
        self.filled()

    def _show_kinds(self, kinds: Sequence[str]) -> None:
        self.kind.blockSignals(True)
        self.kind.clear()
        for kind in kinds:
            self.kind.addItem(paper_title(kind), kind)
        self.kind.setCurrentIndex(self.kind.findData(self._kind))
        self.kind.setVisible(len(kinds) > 1)
        self.kind.blockSignals(False)

    def _show_sheets(self, drawn: Drawn) -> None:
        words = sheet_words()
        self.sheet.blockSignals(True)
        self.sheet.clear()
        for name in papers_of(self._kind):
            self.sheet.addItem(words.get(name, name), name)
        self.sheet.setCurrentIndex(self.sheet.findData(drawn.chosen.name))
        self.sheet.blockSignals(False)

    def _show_earlier(self, earlier: Sequence[PrintedPaper]) -> None:
        self.earlier.blockSignals(True)
        self.earlier.clear()
        self.earlier.addItem(self.tr("现在的内容"), 0)
        for each in earlier:
            when = moment(each.printed_at, self.desk.today)
            self.earlier.addItem(self.tr("{time} 打印的").format(time=when), each.seq)
        self.earlier.setCurrentIndex(max(self.earlier.findData(self._wanted.original), 0))
        self.earlier.setVisible(bool(earlier))
        self.earlier.blockSignals(False)

    def _about_reprint(self, drawn: Drawn) -> str:
        again = [slip for slip in drawn.slips if slip.original is not None]
        if not again:
            return ""
        if len(drawn.slips) > 1:
            return self.tr("其中{count}张以前打过，标了补打").format(count=len(again))
        original = again[0].original
        assert original is not None
        words = self.tr("补打：内容和{time}打印的一样")
        if not again[0].faithful:
            words = self.tr("补打：内容和{time}打印的一样，版面随程序更新过")
        return words.format(time=moment(original.printed_at, self.desk.today))

    def _about_code(self, drawn: Drawn) -> str:
        if any(slip.inputs.get("carrier") == NO_TEXT for slip in drawn.slips):
            return self.tr("这张单印不了二维码，只印单号")
        return ""

    @Slot()
    def _kind_chosen(self) -> None:
        self._set_kind(str(self.kind.currentData()))
        self.refresh()

    @Slot()
    def _sheet_chosen(self) -> None:
        self._want(replace(self._wanted, paper=str(self.sheet.currentData() or "")))

    @Slot()
    def _print_chosen(self) -> None:
        self._want(Wanted(original=int(self.earlier.currentData() or 0)))

    @Slot()
    def _large_chosen(self) -> None:
        self._want(replace(self._wanted, large=self.large.isChecked()))

    @Slot()
    def _carrier_chosen(self) -> None:
        self._want(replace(self._wanted, carrier=self.carrier.isChecked()))

    def _want(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.refresh()

    def _undrawn(self, error: BaseException) -> None:
        if isinstance(error, (NothingToPrint, StoreError)):
            self.desk.back.emit()
            self.desk.say(str(error), "watch")
        else:
            self.desk.work.bug_found.emit(error)

    @Slot()
    def _open_printers(self) -> None:
        self.desk.open("printers")

    @Slot()
    def _printed(self) -> None:
        """Printing is an audited act; what is printed from now on is a reprint."""
        database, drawn = self.desk.database, self._drawn
        if drawn is not None:
            self.desk.work.write(self, lambda: note(database, drawn), self._noted)

    def _noted(self, nothing: object) -> None:
        if self._drawn is not None and self._drawn.slips:
            self.refresh()


def _read(database: Database, kind: str, record_id: str, wanted: Wanted) -> _Shown:
    """In the reading pool."""
    drawn = draw(database, kind, record_id, wanted)
    earlier: list[PrintedPaper] = []
    kinds: list[str] = []
    if drawn.slips:
        with database.shown() as connection:
            kinds = slip_kinds(connection, record_id.split(SEVERAL))
            if SEVERAL not in record_id:
                earlier = originals(connection, kind, drawn.slips[0].record_id)
    return _Shown(drawn, page_images(drawn.pdf, PREVIEW_SCALE), earlier, kinds)
