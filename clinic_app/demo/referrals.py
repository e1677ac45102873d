"""Three patients at the county hospital: one is back with a return slip, one was discharged, one is on a ward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.demo.people import Person
from clinic_app.store.database import Database
from clinic_app.sync.session import sync_once

HOSPITAL, DEPARTMENT = "990101H1", "心血管内科"
COSTS = ("860", "415", "405", "410")
"""Yuan a day of the patient who is on the ward, the oldest first."""
SLIPS: dict[str, dict[str, Any]] = {
    "returned": {
        "diagnosis": "高血压2级（高危）",
        "exam_results": "心电图：窦性心律",
        "treatment_course": "门诊调整用药",
        "next_plan": "氨氯地平 5mg 每日1次，加用缬沙坦 80mg 每日1次",
        "rehab_advice": "低盐饮食",
    },
    "discharged": {
        "diagnosis": "高血压3级（很高危），2型糖尿病",
        "inpatient_no": "演示住院0001",
        "exam_results": "肌酐 96 μmol/L，超声心动图：左室肥厚",
        "treatment_course": "住院5天，血压平稳后出院",
        "next_plan": "出院7天内村医上门，测血压和空腹血糖",
        "rehab_advice": "低盐低脂饮食，每日称体重",
    },
}


@dataclass(frozen=True)
class Sent:
    """Ids of referrals: those that are answered, by the story of the patient, and those of patients who stay."""

    answered: Mapping[str, str]
    staying: Sequence[str]


def send_and_return(village: Database, hospital: Database, people: Iterable[Person]) -> None:
    """The village refers each person of `people` whose story says so, and one more for a bed; the hospital answers;
    both end in step."""
    sent = refer(village, people)
    sync_once(village)
    sync_once(hospital)
    answer(hospital, sent)
    sync_once(hospital)


def refer(village: Database, people: Iterable[Person]) -> Sent:
    """Issue the referrals of `people`; returns what the hospital answers."""
    people = list(people)
    answered = {each.story: _refer(village, each) for each in people if each.story in SLIPS}
    plain = (each for each in people if not each.story and "hypertension" in each.programmes)
    return Sent(answered, [_refer_for_a_bed(village, each) for each in list(plain)[:1]])


def answer(hospital: Database, sent: Sent) -> None:
    """Return slips, and the days of the patient who stays."""
    for story, referral in sent.answered.items():
        _answer(hospital, referral, story)
    for referral in sent.staying:
        _stay(hospital, referral)


def _refer(village: Database, person: Person) -> str:
    request = {
        "resident_id": person.id,
        "direction": "up",
        "urgency": "routine",
        "to_org": HOSPITAL,
        "to_dept": DEPARTMENT,
        "initial_impression": "血压控制不满意",
        "present_illness": "近两次随访血压偏高，头晕",
    }
    return save(village, [{"type": "referral", "fields": request}]).ids[0]


def _answer(hospital: Database, referral: str, story: str) -> None:
    step = {"referral_id": referral}
    slip = dict(SLIPS[story])
    if story == "discharged":
        slip["discharged_on"] = (hospital.clock.today() - timedelta(days=2)).isoformat()
    accepted = {"type": "referral_event", "fields": {**step, "event": "accept", "dept": DEPARTMENT}}
    arrived = {"type": "referral_event", "fields": {**step, "event": "arrive"}}
    for records in ([accepted], [arrived], [{"type": "return", "fields": {**step, **slip}}]):
        save(hospital, records)


def _refer_for_a_bed(village: Database, person: Person) -> str:
    request = {
        "resident_id": person.id,
        "direction": "up",
        "urgency": "urgent",
        "request": "bed",
        "to_org": HOSPITAL,
        "to_dept": DEPARTMENT,
        "initial_impression": "高血压3级",
        "level_skip_reason": "需要住院检查",
    }
    with _days_ago(village, len(COSTS) + 1):
        return save(village, [{"type": "referral", "fields": request}]).ids[0]


def _stay(hospital: Database, referral: str) -> None:
    """On the ward since some days; the costs have become steady."""
    step = {"referral_id": referral}
    with _days_ago(hospital, len(COSTS)):
        for event in ({"event": "accept", "dept": DEPARTMENT, "bed": "12床"}, {"event": "arrive"}):
            save(hospital, [{"type": "referral_event", "fields": {**step, **event}}])
    for ago, amount in zip(range(len(COSTS), 0, -1), COSTS, strict=True):
        day = hospital.clock.today() - timedelta(days=ago)
        cost = {**step, "cost_date": day.isoformat(), "amount": amount}
        save(hospital, [{"type": "inpatient_cost", "fields": cost}])


@contextmanager
def _days_ago(database: Database, days: int) -> Iterator[None]:
    clock = database.clock
    database.clock = FrozenClock(clock.now() - timedelta(days=days))
    try:
        yield
    finally:
        database.clock = clock
