"""概况: what one must know of a person, each matter under its name, with the way to where it is dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.care.work_item import OVERDUE, WorkItem
from clinic_app.desktop.allowed import may_open
from clinic_app.desktop.day_words import window
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.reading_log import RESIDENT
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, clear, label, row, scrolled
from clinic_app.desktop.widgets.hidden_number import HiddenNumber, Number
from clinic_app.desktop.words import listed, medicine_line, moment, short_day
from clinic_app.desktop.work_words import attempt_line, due_words, why_words
from clinic_app.glance import Supply, state_words, supplies, targets
from clinic_app.guidelines.due import DueState
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.guidelines.term import TERM_WORD, TermState
from clinic_app.printing.trend import ASSESSMENT, CLINICAL
from clinic_app.records.code_list import PROGRAMME
from clinic_app.records.resident import RELATION
from clinic_app.store.queries.contract import ContractRow, current_contract
from clinic_app.store.queries.overview import Overview, ProgrammeState
from clinic_app.store.queries.referral import ReferralRow

WORST = ("2", "3", "4")
"""Classifications of hypertension and diabetes that ask for attention."""
UNSTABLE = ("1", "2")
"""Those of severe mental disorder, which runs the other way round."""


class _Lines(QWidget):
    """Lines under each other, as high as all of them need at the width there is: what holds them scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, theme().lengths.small, 0)
        self.lines.setSpacing(theme().lengths.tiny)

    def fit(self) -> None:
        """After the lines have changed."""
        needed = self.lines.totalHeightForWidth(self.width())
        # Without a single wrapped line there is no such height.
        self.setMinimumHeight(needed if needed >= 0 else self.lines.totalSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths break the lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


class GlancePane(Card):
    """Filled by `show_overview`; what it says of dates is said of `desk.today`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._shown: Overview | None = None
        self._inside = _Lines()
        self._list = self._inside.lines
        self.area = scrolled(self._inside)
        self.area.setAccessibleName(self.tr("概况"))
        self.area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.body.addWidget(self.area)
        self.numbers: list[HiddenNumber] = []
        """Telephones and the identity number, hidden until they are asked for."""

    def show_overview(self, shown: Overview | None, items: Sequence[WorkItem]) -> None:
        """Everything anew; `items` are what the worklist holds of the person."""
        self._shown = shown
        self.numbers.clear()
        clear(self._list)
        if shown is None:
            return
        self._tasks(items)
        self._programmes(shown)
        self._medicines(shown)
        self._referrals(shown)
        self._contract(shown)
        self._identity(shown)
        self._list.addStretch(1)
        self._inside.fit()

    def take_focus(self) -> None:
        """The text, which the arrow keys scroll."""
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _section(self, words: str) -> None:
        if self._list.count():
            self._list.addSpacing(theme().lengths.small)
        self._list.addWidget(label(words, "strong"))

    def _line(self, words: str, role: str = "") -> None:
        if words:
            self._list.addWidget(label(words, role, wrap=True, selectable=True))

    def _state(self, words: str, state: str) -> None:
        """A line with its sign, where somebody must look."""
        told = IconLabel(self._inside)
        self._list.addWidget(told)
        told.tell(words, state)

    def _tasks(self, items: Sequence[WorkItem]) -> None:
        self._section(self.tr("要办的"))
        reasons = [reason for item in items for reason in item.reasons]
        for reason in reasons:
            words = f"{due_words([reason])}　{window(*reason.window)}"
            if reason.state is DueState.OVERDUE:
                days = (self.desk.today - reason.due_date).days
                self._state(self.tr("{words}　逾期{days}天").format(words=words, days=days), "watch")
            else:
                self._line(words)
        if not reasons:
            self._line(self.tr("现在没有到期的事"), "muted")
        for item in items:
            self._line("；".join(why_words(why) for why in item.whys if why.words != OVERDUE), "muted")
            self._line("\n".join(attempt_line(each, self.desk.today) for each in item.attempts), "muted")

    def _programmes(self, shown: Overview) -> None:
        self._section(self.tr("病种管理"))
        if not shown.states:
            self._line(self.tr("没有登记病种。按 F9 选“病种登记”"), "muted")
        for state in shown.states:
            self._programme(state, shown.card.age)
        is_mental = any(state.programme == "mental" for state in shown.states)
        if is_mental and not shown.supplement and may_open(self.desk, "mental_supplement"):
            self._state(self.tr("严重精神障碍补充信息还没有填，按 F9"), "watch")

    def _programme(self, state: ProgrammeState, age: int | None) -> None:
        name = record_words(PROGRAMME).get(state.programme, state.programme)
        today = self.desk.today
        if not state.visit_date:
            since = short_day(state.registration.registered_on, today)
            self._line(self.tr("{name}　{day}登记，还没有随访").format(name=name, day=since))
            return
        grade = record_word(state_words(state)) or self.tr("未分类")
        words = self.tr("{name}　{grade}（{day}）")
        words = words.format(name=name, grade=grade, day=short_day(state.visit_date, today))
        bad = UNSTABLE if state.programme == "mental" else WORST
        if str(state.value("classification") or "") in bad and state.programme != "elderly":
            self._state(words, "watch")
        else:
            self._line(words)
        self._line(self._targets(state, age), "muted")
        if state.value("next_visit_date"):
            day = short_day(state.value("next_visit_date"), today)
            self._line(self.tr("下次随访 {day}").format(day=day), "muted")

    def _targets(self, state: ProgrammeState, age: int | None) -> str:
        """Both kinds of target, each with its own answer: they are never one."""
        kinds = targets(state.programme, age, self.desk.today)
        names = {ASSESSMENT: self.tr("考核目标"), CLINICAL: self.tr("临床目标")}
        answers = {ASSESSMENT: "meets_assessment_target", CLINICAL: "meets_clinical_target"}
        met = {True: self.tr("达到"), False: self.tr("未达到")}
        lines = []
        for kind, target in kinds.items():
            value = state.value(answers[kind])
            answer = self.tr("未测全") if value is None else met[bool(value)]
            lines.append(f"{names[kind]} {target.words}　{answer}")
        return "\n".join(lines)

    def _medicines(self, shown: Overview) -> None:
        card, today = shown.card, self.desk.today
        if not card.medicines:
            return
        self._section(self.tr("用药（{day}）").format(day=short_day(card.medicines_date, today)))
        for supply in supplies(card.medicines, today):
            words = medicine_line(supply.row)
            source = supply.row.get("source")
            words += f"　{source}" if source else ""
            left = self._left(supply, today)
            soon = supply.left is not None and supply.left <= self._days("refill_ahead_days")
            if soon:
                self._state(f"{words}　{left}", "watch")
            else:
                self._line(f"{words}　{left}".rstrip("　"))

    def _left(self, supply: Supply, today: date) -> str:
        if supply.left is None or supply.last_day is None:
            return ""
        day = short_day(supply.last_day, today)
        if supply.left <= 0:
            return self.tr("{day}已吃完，该取药").format(day=day)
        return self.tr("剩{count}天，{day}前取药").format(count=supply.left, day=day)

    def _referrals(self, shown: Overview) -> None:
        if not shown.card.open_referrals:
            return
        self._section(self.tr("转诊"))
        for each in shown.card.open_referrals:
            self._line(self._referral_words(each))
            button = Button(self.tr("看这张转诊单"), role="link", symbol="referral", clicked=self._open_referral)
            button.setProperty("referral", each.id)
            self._list.addLayout(row(button, None))

    def _referral_words(self, each: ReferralRow) -> str:
        place = f"{each.to_org_name}{each.to_dept or ''}"
        when = moment(each.last_step_at, self.desk.today)
        parts = [short_day(each.referral_date, self.desk.today), place, f"{record_word(each.word)} {when}".rstrip()]
        return "　".join(part for part in [*parts, each.appointment] if part)

    def _contract(self, shown: Overview) -> None:
        self._section(self.tr("签约"))
        found = current_contract(list(shown.contracts), self.desk.today)
        if found is None:
            self._line(self.tr("还没有签约"), "muted")
        else:
            words, state = contract_words(found, self.desk.today, self._days("contract_renewal_days"))
            if state is TermState.ENDING or state is TermState.EXPIRED:
                self._state(words, "watch")
            else:
                self._line(words)
            names = [str(found.fields.get(name) or "") for name in ("team", "doctor", "team_phone")]
            self._line("　".join(each for each in [*names, listed(found.packages)] if each), "muted")
        if may_open(self.desk, "contract"):
            self._list.addLayout(row(Button(self.tr("签约与履约"), role="link", clicked=self._open_contract), None))

    def _identity(self, shown: Overview) -> None:
        card = shown.card
        self._section(self.tr("档案"))
        self._line(card.address)
        relation = next((option.label for option in RELATION if option.code == card.relation_to_head), "")
        if card.head_name:
            words = self.tr("户主 {name}").format(name=card.head_name)
            self._line("　".join(part for part in (words, record_word(relation)) if part))
        self._number(Number.PHONE, self.tr("电话"), card.phone)
        if card.contact_phone:
            self._number(Number.PHONE, card.contact_name or self.tr("联系人"), card.contact_phone)
        self._line(self.tr("出生 {day}").format(day=card.birth_date) if card.birth_date else "")
        if card.id_no:
            self._number(Number.IDENTITY, self.tr("身份证"), card.id_no, "muted")
        self._line(self.tr("档案号 {number}").format(number=card.record_no or self.tr("待分配")), "muted")
        if shown.card.diagnosis_text:
            self._line(self.tr("既往疾病 {words}").format(words=shown.card.diagnosis_text))

    def _number(self, kind: Number, caption: str, number: str | None, role: str = "") -> None:
        hidden = HiddenNumber(self.desk, kind, role, folds=True)
        hidden.show_number(caption, number, f"{RESIDENT}:{self._shown.card.id if self._shown else ''}")
        self.numbers.append(hidden)
        self._list.addWidget(hidden)

    def _days(self, name: str) -> int:
        try:
            return default_rule_books().general_in_force(self.desk.today).days(name)
        except KeyError:
            return 0

    @Slot()
    def _open_referral(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.desk.open("referrals", str(sender.property("referral")))

    @Slot()
    def _open_contract(self) -> None:
        if self._shown is not None:
            self.desk.open("contract", self._shown.card.id)


def contract_words(found: ContractRow, today: date, renewal_days: int) -> tuple[str, TermState]:
    """已签约　2026-01-01 至 2026-12-31, and the state."""
    state = found.state(today, renewal_days=renewal_days)
    begins, ends = (short_day(found.fields.get(name), date.min) for name in ("starts_on", "ends_on"))
    return f"{record_word(TERM_WORD[state])}　{begins}–{ends}", state
