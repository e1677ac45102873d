"""本次判断: what the rules make of what is typed so far, in plain words with their numbers. The focus stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, column, hairline, label, row, scrolled
from clinic_app.desktop.words import short_day
from clinic_app.guidelines.finding import Verdict
from clinic_app.records.code_list import CLASSIFICATION, PROGRAMME


class ProgrammeJudgement(QWidget):
    """One programme's verdict."""

    def __init__(self, programme: str, today: date) -> None:
        super().__init__()
        self._today = today
        names = record_words(PROGRAMME)
        self._name = names.get(programme, programme)
        self.headline, self.assessment = IconLabel(), IconLabel()
        self.clinical, self.referral = IconLabel(), IconLabel()
        self.next = label("", wrap=True)
        self.reasons = label("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().lengths.tiny)
        for widget in (self.headline, self.assessment, self.clinical, self.referral, self.next, self.reasons):
            layout.addWidget(widget)
        self.tell(None)

    def tell(self, verdict: Verdict | None, *, brief: bool = False) -> None:
        """Say a verdict; without one, that there is nothing to judge yet. `brief` for narrow windows."""
        for widget in (self.assessment, self.clinical, self.referral):
            widget.tell("")
        self.next.setVisible(verdict is not None)
        self.reasons.setVisible(verdict is not None and not brief)
        if verdict is None:
            self.headline.tell(self.tr("{name}　填了血压或血糖就会判断").format(name=self._name))
            return
        self._headline(verdict)
        if not brief:
            words = self.tr("考核目标 {target}").format(target=verdict.assessment_target)
            _target(self.assessment, words, verdict.meets_assessment_target)
            words = self.tr("临床目标 {target}").format(target=verdict.clinical_target)
            _target(self.clinical, words, verdict.meets_clinical_target)
        if verdict.referral is not None:
            urgent = verdict.referral == "urgent"
            words = self.tr("建议紧急转诊") if urgent else self.tr("建议转诊")
            if verdict.consecutive > 1:
                words = self.tr("连续第{count}次未控制，{words}").format(count=verdict.consecutive, words=words)
            self.referral.tell(words, "danger" if urgent else "watch")
        if verdict.next_visit_date is None:
            self.next.setText("")
        else:
            day = short_day(verdict.next_visit_date, self._today)
            self.next.setText(self.tr("下次随访　{day}前（{days}天内）").format(day=day, days=verdict.interval_days))
        self.reasons.setText("\n".join(f"· {reason}" for reason in verdict.reasons))

    def _headline(self, verdict: Verdict) -> None:
        words = record_words(CLASSIFICATION)
        if verdict.classification is None:
            self.headline.tell(self.tr("{name}　还不能分类").format(name=self._name), "note")
            return
        code = str(verdict.classification)
        state = {"1": "good", "2": "watch"}.get(code, "watch")
        self.headline.tell(f"{self._name}　{code} {words.get(code, '')}", state)


def _target(where: IconLabel, words: str, met: bool | None) -> None:
    if met is None:
        where.tell(f"{words}　{where.tr('未测全')}", "note")
    else:
        where.tell(f"{words}　{where.tr('达到') if met else where.tr('未达到')}", "good" if met else "watch")


class Judgement(Card):
    """All programmes of the visit, and what the doctor can do about it."""

    disagree_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.title = label(self.tr("本次判断"), "section")
        self.parts: dict[str, ProgrammeJudgement] = {}
        self.verdicts: dict[str, Verdict] = {}
        self._brief = False
        self._list = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._list.setSpacing(theme().lengths.small)
        self.nothing = label(self.tr("没有登记病种，只记公共部分"), "muted", wrap=True)
        self.bmi = label("", "muted")
        self.refer = Button(self.tr("保存并转诊"), "F8", symbol="referral")
        self.disagree = Button(self.tr("不同意，写理由"), clicked=self.disagree_asked.emit)
        self._frame = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        # Two programmes with all their reasons are longer than a small screen.
        inside = QWidget()
        inside.setLayout(column(self.nothing, self._list, self.bmi, None))
        self._frame.addLayout(column(self.title, scrolled(inside)), 1)
        self._frame.addLayout(row(self.refer, self.disagree, None))
        self.body.addLayout(self._frame)

    def set_programmes(self, programmes: tuple[str, ...]) -> None:
        """Begin again for these."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.parts, self.verdicts = {}, {}
        for place, programme in enumerate(programmes):
            if place:
                self._list.addWidget(hairline())
            self.parts[programme] = ProgrammeJudgement(programme, self.desk.today)
            self._list.addWidget(self.parts[programme])
        self.nothing.setVisible(not programmes)
        self.disagree.setVisible(bool(programmes))
        self.bmi.setText("")

    def tell(self, verdicts: Mapping[str, Verdict]) -> None:
        """Say the verdicts."""
        self.verdicts = dict(verdicts)
        for programme, part in self.parts.items():
            part.tell(self.verdicts.get(programme), brief=self._brief)

    def set_brief(self, brief: bool) -> None:
        """Only headline, referral and next date where the panel stands under the form."""
        if brief == self._brief:
            return
        self._brief = brief
        self.title.setVisible(not brief)
        directions = QBoxLayout.Direction
        for layout in (self._frame, self._list):
            layout.setDirection(directions.LeftToRight if brief else directions.TopToBottom)
        self.bmi.setVisible(not brief)
        self.tell(self.verdicts)

    @property
    def proposes_referral(self) -> bool:
        """Whether any programme's rules propose one."""
        return any(verdict.referral is not None for verdict in self.verdicts.values())
