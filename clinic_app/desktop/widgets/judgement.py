"""本次判断: what the rules make of what is typed so far, in plain words with their numbers. The focus stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, column, hairline, label, scrolled
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.words import short_day
from clinic_app.guidelines.finding import Verdict
from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES
from clinic_app.records.code_list import PROGRAMME
from clinic_app.records.elderly import SELF_CARE_GRADE

SIDE_BY_SIDE = 2
"""Verdicts that have room beside each other under a form."""
LARGE = 150
"""Percent: with larger type all stands under each other."""
MEASURED = ("hypertension", "diabetes")
"""Programmes that are judged by a reading."""
CONTROL: Mapping[str, str] = {"1": "good", "2": "watch", "3": "watch", "4": "watch"}
STATES: Mapping[str, Mapping[str, str]] = {"mental": {"1": "danger", "2": "watch", "3": "good"}}
"""How grave a class is; the classes of mental disorder run the other way round."""


class ProgrammeJudgement(QWidget):
    """One programme's verdict."""

    def __init__(self, programme: str, today: date) -> None:
        super().__init__()
        self._today, self._programme = today, programme
        self._name = record_words(PROGRAMME).get(programme, programme)
        section = RECORD_TYPES.get(PROGRAMME_SECTION.get(programme, ""))
        self._classes = section.fields.get("classification") if section else None
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
        self.next.setVisible(verdict is not None and verdict.next_visit_date is not None)
        self.reasons.setVisible(verdict is not None and not brief)
        if verdict is None:
            measured = self._programme in MEASURED
            words = self.tr("{name}　填了血压或血糖就会判断") if measured else self.tr("{name}　填了就会判断")
            self.headline.tell(words.format(name=self._name))
            return
        self._headline(verdict)
        if not brief:
            if verdict.assessment_target:
                words = self.tr("考核目标 {target}").format(target=verdict.assessment_target)
                _target(self.assessment, words, verdict.meets_assessment_target)
            if verdict.clinical_target:
                words = self.tr("临床目标 {target}").format(target=verdict.clinical_target)
                _target(self.clinical, words, verdict.meets_clinical_target)
        if verdict.referral is not None:
            urgent = verdict.referral == "urgent"
            words = self.tr("建议紧急转诊") if urgent else self.tr("建议转诊")
            if verdict.consecutive > 1:
                words = self.tr("连续第{count}次未控制，{words}").format(count=verdict.consecutive, words=words)
            self.referral.tell(words, "danger" if urgent else "watch")
        if verdict.next_visit_date is not None:
            day = short_day(verdict.next_visit_date, self._today)
            days = (verdict.next_visit_date - self._today).days
            days = days if verdict.interval_days is None else verdict.interval_days
            self.next.setText(self.tr("下次随访　{day}前（{days}天内）").format(day=day, days=days))
        self.reasons.setText("\n".join(f"· {reason}" for reason in verdict.reasons))

    def _headline(self, verdict: Verdict) -> None:
        if self._classes is None:
            self.headline.tell(f"{self._name}　{self._found(verdict)}".rstrip("　"), self._state(verdict))
        elif verdict.classification is None:
            words = self.tr("{name}　管理等级由医生定") if self._programme == "copd" else self.tr("{name}　还不能分类")
            self.headline.tell(words.format(name=self._name), "note")
        else:
            code = str(verdict.classification)
            words = record_word(self._classes.label_of(code))
            self.headline.tell(f"{self._name}　{code} {words}", self._state(verdict))

    def _found(self, verdict: Verdict) -> str:
        """What follows from the answers where a programme has no classes: the score and grade, the rate of doses."""
        score, grade = verdict.values.get("self_care_score"), verdict.values.get("self_care_grade")
        if grade is not None:
            words = record_words(SELF_CARE_GRADE).get(str(grade), "")
            return self.tr("{score} 分　{grade} {words}").format(score=score, grade=grade, words=words)
        if score is not None:
            return self.tr("目前 {score} 分，五项答完定级").format(score=score)
        if self._programme == "elderly":
            return self.tr("五项还没答全")
        rate = verdict.values.get("dose_rate")
        return self.tr("服药率 {rate}%").format(rate=rate) if rate is not None else ""

    def _state(self, verdict: Verdict) -> str:
        if verdict.classification is not None:
            return STATES.get(self._programme, CONTROL)[str(verdict.classification)]
        grade = verdict.values.get("self_care_grade")
        return "note" if grade is None else "good" if str(grade) == "1" else "watch"


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
        self._hairlines: list[QWidget] = []
        self._list = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._list.setSpacing(theme().lengths.small)
        self._nothing_words = self.tr("没有登记病种，只记公共部分")
        self._gone_words = self.tr("没有见到本人：不问病种，只记结果和原因")
        self.nothing = label(self._nothing_words, "muted", wrap=True)
        self.bmi = label("", "muted")
        self.screened = IconLabel()
        self.screened.tell("")
        self.refer = Button(self.tr("保存并转诊"), "F8", symbol="referral")
        self.disagree = Button(self.tr("不同意，写理由"), clicked=self.disagree_asked.emit)
        self._frame = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        # Two programmes with all their reasons are longer than a small screen.
        inside = QWidget()
        inside.setLayout(column(self.nothing, self._list, self.screened, self.bmi, None))
        self._area = scrolled(inside)
        self._frame.addLayout(column(self.title, self._area), 1)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=theme().lengths.small)
        for button in (self.refer, self.disagree):
            flow.addWidget(button)
        self._frame.addWidget(buttons)
        self.body.addLayout(self._frame)

    def set_programmes(self, programmes: tuple[str, ...], *, gone: bool = False) -> None:
        """Begin again for these; `gone` says that nobody was met."""
        self.bmi.setText("")
        self.screened.tell("")
        if programmes and programmes == tuple(self.parts):
            self.tell({})
            return
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.parts, self.verdicts, self._hairlines = {}, {}, []
        for place, programme in enumerate(programmes):
            if place:
                self._hairlines.append(hairline())
                self._list.addWidget(self._hairlines[-1])
            self.parts[programme] = ProgrammeJudgement(programme, self.desk.today)
            self._list.addWidget(self.parts[programme])
        self.nothing.setText(self._gone_words if gone else self._nothing_words)
        self.nothing.setVisible(not programmes)
        self.disagree.setVisible(bool(programmes))
        self.refer.setVisible(not gone)

    def tell(self, verdicts: Mapping[str, Verdict]) -> None:
        """Say the verdicts."""
        self.verdicts = dict(verdicts)
        crowded = self._brief and len(self.parts) > SIDE_BY_SIDE
        for programme, part in self.parts.items():
            part.tell(self.verdicts.get(programme), brief=self._brief)
            # In a narrow window only what there is something to say of.
            part.setVisible(not crowded or programme in self.verdicts)
        for line in self._hairlines:
            line.setVisible(not crowded)
        if crowded:
            # What is gravest can be seen without scrolling.
            for programme in sorted(self.verdicts, key=self._gravity):
                self._list.insertWidget(0, self.parts[programme])
        beside = self._brief and not crowded and theme().step < LARGE
        self._list.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def tell_screened(self, sentences: Sequence[str]) -> None:
        """What the visit says of a disease that nobody has diagnosed yet (H-03, H-04, DN-02)."""
        self.screened.tell("\n".join(sentences), "watch")

    def _gravity(self, programme: str) -> int:
        return {"urgent": 2, "routine": 1}.get(self.verdicts[programme].referral or "", 0)

    def set_brief(self, brief: bool) -> None:
        """Only headline, referral and next date where the panel stands under the form."""
        if brief == self._brief:
            return
        self._brief = brief
        self.title.setVisible(not brief)
        directions = QBoxLayout.Direction
        beside = brief and theme().step < LARGE
        self._frame.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self.bmi.setVisible(not brief)
        lengths = theme().lengths
        edge = lengths.small if brief else lengths.gap
        self.body.setContentsMargins(lengths.wide, edge, lengths.wide, edge)
        # Two lines can be seen where the form needs the height.
        self._area.setMinimumHeight(2 * self.fontMetrics().lineSpacing() if brief else 0)
        self.tell(self.verdicts)

    @property
    def proposes_referral(self) -> bool:
        """Whether any programme's rules propose one."""
        return any(verdict.referral is not None for verdict in self.verdicts.values())
