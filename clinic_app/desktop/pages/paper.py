"""A paper on the whole page: the day sheet, any form of a visit, a person, a household."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QImage

from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.widgets.basic import Button
from clinic_app.desktop.widgets.preview import Preview, page_images
from clinic_app.paper import NothingToPrint, note_printed, render
from clinic_app.store.errors import StoreError

PREVIEW_SCALE = 2.0
TITLES = {
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
}


def paper_title(kind: str) -> str:
    """The name of a paper in the language of the window."""
    return QCoreApplication.translate("PaperPage", TITLES.get(kind, "单据"))


class PaperPage(Page):
    """The place's id is the record's, `kind` says which paper."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.head.addWidget(Button(self.tr("返回"), "Esc", symbol="back", clicked=self.desk.back.emit))
        self.preview = Preview("")
        self.preview.printed.connect(self._printed)
        self.body.addWidget(self.preview, 1)
        self._kind = ""

    def arrive(self, place: Place) -> None:
        """Draw the paper."""
        self._kind = str(place.more.get("kind") or "")
        self.title.setText(paper_title(self._kind))
        self.preview.file_name = self.title.text()
        self.preview.show_pdf(b"", [])
        super().arrive(place)

    def refresh(self) -> None:
        """In the reading pool."""
        database, kind, record_id = self.desk.database, self._kind, self.place.of

        def draw() -> tuple[bytes, list[QImage]]:
            pdf = render(database, kind, record_id)
            return pdf, page_images(pdf, PREVIEW_SCALE)

        self.desk.work.read(self, draw, self._drawn, self._undrawn, key="paper")

    def take_focus(self) -> None:
        """The print button."""
        self.preview.print_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _drawn(self, answer: tuple[bytes, list[QImage]]) -> None:
        self.preview.show_pdf(*answer)
        self.filled()

    def _undrawn(self, error: BaseException) -> None:
        if isinstance(error, (NothingToPrint, StoreError)):
            self.desk.back.emit()
            self.desk.say(str(error), "watch")
        else:
            self.desk.work.bug_found.emit(error)

    @Slot()
    def _printed(self) -> None:
        """Printing is an audited act."""
        database, kind, record_id = self.desk.database, self._kind, self.place.of
        self.desk.work.write(self, lambda: note_printed(database, kind, record_id))
