"""What 今日工作 shows of one person: what is due and until when, why they come first, who tried to reach them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinic_app.guidelines.due import DueState
from clinic_app.records.contact_attempt import REACHED, REFUSED
from clinic_app.store.queries.due import Attempt

RETURN, DISCHARGE, SENT_DOWN, SLIP = "return", "discharge", "down", "slip"
DECLINED, INCOMPLETE = "declined", "incomplete"
FOLLOWUP, FIRST_VISIT = "followup", "first_visit"
EXAMINATION, REFILL, CONTRACT = "examination", "refill", "contract"
KIND_WORDS = {
    SLIP: "急救单补全",
    INCOMPLETE: "补充转诊单",
    DECLINED: "另作安排",
    RETURN: "转诊回访",
    DISCHARGE: "出院回访",
    SENT_DOWN: "下转随访",
    FIRST_VISIT: "首次入户",
    FOLLOWUP: "随访",
    EXAMINATION: "健康体检",
    REFILL: "续药",
    CONTRACT: "续签",
}
REASON_WORDS = (
    "急救转诊单待补全",
    "转诊单退回补充",
    "转诊未被接收，另作安排",
    "转诊已回转，待随访",
    "出院回访",
    "下转患者首次随访",
    "肺结核第一次入户",
    "健康体检",
    "老年人自理评估",
    "续药",
    "签约到期续签",
    "{programme}随访",
)
"""What is due, as the list and the paper say it; the last with a programme's name."""
CALLS_BACK = (RETURN, DISCHARGE, SENT_DOWN)
"""待回访: somebody came back from a hospital."""
STATES = (DueState.OVERDUE, DueState.DUE, DueState.UPCOMING)

SLIP_LATE = "急救转诊单补全已超时"
SLIP_DUE = "急救转诊单限{count}点前补全"
NOT_TAKEN = "转诊未被接收"
SENT_FOR_MORE = "转诊单被退回"
ANSWERED_NO = {DECLINED: NOT_TAKEN, INCOMPLETE: SENT_FOR_MORE}
DANGER = "上次有危急情况"
COMPLICATION = "上次有并发症"
IN_A_ROW = "连续{count}次未达标"
UNSTABLE = "上次不稳定"
RETURNED = "转诊已回转"
SOON_AFTER_NOTICE = "{count}天内首次入户"
DISCHARGED = "出院后{count}天内回访"
TAKEN_DOWN = "下转接收后{count}天内首次随访"
UNCONTROLLED = "上次控制不满意"
ADVERSE = "上次不良反应"
BASICALLY_STABLE = "上次基本稳定"
NO_MEDICINE = "药已用完"
NOT_SEEN = "{count}次没有联系上"
OVERDUE = "已逾期"
_BY_WEIGHT: tuple[tuple[str, ...], ...] = (
    (SLIP_LATE,), (SLIP_DUE,), (NOT_TAKEN, SENT_FOR_MORE), (DANGER,), (COMPLICATION,), (IN_A_ROW,), (UNSTABLE,),
    (RETURNED,), (SOON_AFTER_NOTICE,), (DISCHARGED,), (TAKEN_DOWN,), (ADVERSE, UNCONTROLLED),
    (BASICALLY_STABLE, NO_MEDICINE),
)  # fmt: skip
WEIGHT = {words: 1 << place for place, group in enumerate(reversed(_BY_WEIGHT)) for words in group}
"""Each reason outweighs all that stand after it; being overdue decides only between people of equal risk."""
WHY_WORDS = (*WEIGHT, NOT_SEEN, OVERDUE)


@dataclass(frozen=True, slots=True)
class Why:
    """One reason to see somebody before others: words with a gap for a count, and the number of the rule."""

    words: str
    rule: str = ""
    count: int = 0

    @property
    def text(self) -> str:
        """连续2次未达标（H-11）."""
        said = self.words.format(count=self.count)
        return f"{said}（{self.rule}）" if self.rule else said


@dataclass(frozen=True, slots=True)
class DueReason:
    """One thing that is due for a person; it may be done from `opens` on and is in time until `due_date`.

    `programme` is empty where the thing belongs to none; `days_left` is of medicines, `rule` the rule that asks for it.
    """

    kind: str
    programme: str
    words: str
    due_date: date
    state: DueState
    referral_id: str | None = None
    opens: date = date.min
    rule: str = ""
    days_left: int | None = None
    hour: int = 0
    """Of an emergency slip: the hour of the last day before which it is to be completed; negative once it is over."""

    @property
    def window(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.opens, self.due_date

    @property
    def key(self) -> str:
        """What a filter goes by: the programme of a follow-up, else the kind."""
        return self.programme if self.kind == FOLLOWUP else self.kind

    @property
    def purpose(self) -> str:
        """The code of records/contact_attempt.py that says what an attempt is for."""
        return self.programme or {
            RETURN: RETURN,
            DECLINED: RETURN,
            DISCHARGE: DISCHARGE,
            SENT_DOWN: DISCHARGE,
            CONTRACT: CONTRACT,
        }.get(self.kind, "")

    def as_json(self) -> dict[str, Any]:
        """One reason of `clinic-app worklist --json`."""
        return {
            "kind": self.kind,
            "programme": self.programme,
            "words": self.words,
            "due_date": self.due_date.isoformat(),
            "state": self.state.value,
            "referral_id": self.referral_id,
            "window": [self.opens.isoformat(), self.due_date.isoformat()],
            "rule": self.rule,
            "days_left": self.days_left,
        }


def days_unreached(attempts: Sequence[Attempt]) -> int:
    """The different days of the attempts, oldest first, after the last one that reached the person."""
    days: set[date] = set()
    for each in reversed(attempts):
        if each.result == REACHED:
            break
        days.add(each.attempted_on)
    return len(days)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A person with everything that is due for them. `risk` is higher for those to see first."""

    resident_id: str
    name: str
    sex: str
    age: int | None
    phone: str
    village_code: str
    group_name: str
    household_id: str
    house_no: str
    reasons: tuple[DueReason, ...]
    due_date: date
    state: DueState
    risk: int
    last_reading: str = ""
    programmes: tuple[str, ...] = ()
    village_name: str = ""
    head_name: str = ""
    whys: tuple[Why, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    enough_attempts: int = 0

    @property
    def why(self) -> str:
        """Why the person comes first, in one line."""
        return "、".join(each.text for each in self.whys)

    @property
    def place(self) -> str:
        """Group and door, as people say it."""
        return f"{self.group_name}{self.house_no}"

    @property
    def next_try_on(self) -> date | None:
        """The day that the last attempt put the next one to."""
        return self.attempts[-1].next_try_on if self.attempts else None

    @property
    def unreached(self) -> int:
        """On how many days in a row up to the last attempt the person was not reached."""
        return days_unreached(self.attempts)

    @property
    def refused(self) -> bool:
        """Whether the last attempt met a refusal."""
        return bool(self.attempts) and self.attempts[-1].result == REFUSED

    @property
    def may_be_lost(self) -> bool:
        """Tried on so many days that the visit may say 失访; nothing is ever locked."""
        return bool(self.enough_attempts) and self.unreached >= self.enough_attempts

    def waits_until(self, on: date) -> date | None:
        """The later day that the next try was put to, else None."""
        again = self.next_try_on
        return again if again is not None and again > on else None

    def as_json(self) -> dict[str, Any]:
        """The object of `clinic-app worklist --json`."""
        return {
            "resident_id": self.resident_id,
            "name": self.name,
            "sex": self.sex,
            "age": self.age,
            "village_code": self.village_code,
            "group_name": self.group_name,
            "household_id": self.household_id,
            "house_no": self.house_no,
            "due_date": self.due_date.isoformat(),
            "state": self.state.value,
            "risk": self.risk,
            "why": self.why,
            "last_reading": self.last_reading,
            "reasons": [each.as_json() for each in self.reasons],
            "attempts": [
                {"attempted_on": each.attempted_on.isoformat(), "channel": each.channel, "result": each.result}
                for each in self.attempts
            ],
            "unreached": self.unreached,
            "next_try_on": self.next_try_on.isoformat() if self.next_try_on else None,
        }
