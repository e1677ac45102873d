"""Two patients who were at the county hospital: one is back with a return slip, one was discharged from a ward."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from clinic_app.care.save import save
from clinic_app.demo.people import Person
from clinic_app.store.database import Database
from clinic_app.sync.session import sync_once

HOSPITAL, DEPARTMENT = "990101H1", "心血管内科"
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


def send_and_return(village: Database, hospital: Database, people: Iterable[Person]) -> None:
    """The village refers each person of `people` whose story says so, the hospital answers; both end in step."""
    sent = {each.story: _refer(village, each) for each in people if each.story in SLIPS}
    sync_once(village)
    sync_once(hospital)
    for story, referral in sent.items():
        _answer(hospital, referral, story)
    sync_once(hospital)


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
