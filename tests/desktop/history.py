"""A fictitious person with many years of everything, written as a first sync leaves it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from clinic_app.protocol.body import Body
from clinic_app.store.database import Database
from clinic_app.store.projection import write_body
from tests.desktop.people import VILLAGE

NAME = "演某长"
VISITS = 60
FIRST_VISIT = date(2021, 12, 6)
APART = timedelta(days=30)
EARLY = [{"name": "演示平片", "dose": "5mg", "times_per_day": 1}]
LATER = [
    {"name": "演示平片", "dose": "5mg", "times_per_day": 1, "dispensed_on": "2026-11-01", "days_supplied": 28},
    {"name": "演示糖片", "dose": "0.5g", "times_per_day": 2, "source": "演示镇卫生院"},
]


def write_history(database: Database, visits: int = VISITS) -> str:
    """The person, the family and everything of them; returns the resident's id."""
    with database.write() as connection:
        writer = _Writer(connection)
        return writer.person(visits)


class _Writer:
    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.count = 0

    def add(self, kind: str, void: bool = False, reason: str | None = None, **fields: Any) -> str:
        """One record; returns its id."""
        self.count += 1
        # In the order of writing, as ids made one after another are.
        record_id = f"01900000-0000-7000-8000-{self.count:012x}"
        body = Body({name: value for name, value in fields.items() if value is not None}, void=void, reason=reason)
        write_body(self.connection, kind, record_id, body, 1)
        return record_id

    def person(self, visits: int) -> str:
        door = self.add("household", village_code=VILLAGE, group_name="乙组", house_no="19号", head_name=NAME)
        owner = self.add(
            "resident", name=NAME, sex="2", birth_date="1956-03-07", village_code=VILLAGE, household_id=door,
            relation_to_head="1", phone="19900001234", contact_name="演某女", contact_phone="19900004321",
            id_no="990101195603070020", current_address="演示县演示镇演示甲村乙组19号",
        )  # fmt: skip
        self.add("allergy", resident_id=owner, code="2", noted_on="2021-12-06")
        self.add("diagnosis", resident_id=owner, code="2", diagnosed_on="2015-06")
        for programme, day in (("hypertension", "2021-12-01"), ("diabetes", "2022-06-01"), ("elderly", "2022-01-01")):
            self.add("chronic_registration", resident_id=owner, programme=programme, registered_on=day)
        for number in range(visits):
            self.visit(owner, number)
        self.rest(owner)
        return owner

    def visit(self, owner: str, number: int) -> str:
        day = FIRST_VISIT + number * APART
        sbp = 158 - number // 3 + (number * 7) % 13
        dbp = 96 - number // 5 + (number * 5) % 9
        controlled = sbp < 150 and dbp < 90
        visit = self.add(
            "visit", resident_id=owner, visit_date=day.isoformat(), visit_mode="123"[number % 3], sbp=sbp, dbp=dbp,
            heart_rate=70 + number % 9, weight="61.5", height="158", medicines=EARLY if number < 30 else LATER,
            doctor_sign="演示村医",
        )  # fmt: skip
        self.add(
            "hypertension_followup", visit_id=visit, symptoms=["1"], adherence="1",
            classification="1" if controlled else "2", meets_assessment_target=controlled,
            meets_clinical_target=sbp < 130 and dbp < 80, next_visit_date=(day + timedelta(days=90)).isoformat(),
        )  # fmt: skip
        if number >= 6:
            glucose = 86 - number // 2 + (number * 3) % 11
            self.add(
                "diabetes_followup", visit_id=visit, fbg=f"{glucose // 10}.{glucose % 10}", symptoms=["1"],
                classification="1" if glucose < 70 else "2", meets_assessment_target=glucose < 70,
            )  # fmt: skip
        if number % 12 == 5:
            self.add("elderly_assessment", visit_id=visit, self_care_score=3, self_care_grade="1", eating="0")
            self.add("health_examination", visit_id=visit, symptoms=["1"], pulse_rate=72)
        return visit

    def rest(self, owner: str) -> None:
        void = self.add("visit", void=True, reason="重复录入", resident_id=owner, visit_date="2026-08-20",
                        visit_mode="1", sbp=199, dbp=101)  # fmt: skip
        self.add("hypertension_followup", void=True, visit_id=void, classification="2")
        self.add("encounter", resident_id=owner, encounter_date="2025-02-11", subjective="咳嗽三天",
                 assessment="上呼吸道感染", plan="多饮水，三天后复诊")  # fmt: skip
        self.add("consultation", resident_id=owner, consult_date="2025-05-20", reason="血压波动大",
                 opinion="加用第二种药",
                 consultants=[{"organisation": "演示县人民医院", "doctors": "演示医生"}])  # fmt: skip
        self.add("contact_attempt", resident_id=owner, attempted_on="2026-09-03", channel="1", result="2")
        contract = self.add("contract", resident_id=owner, team="演示团队", doctor="演示村医", team_phone="19900000000",
                            packages=["基本包", "高血压包"], signed_on="2025-12-20", starts_on="2026-01-01",
                            ends_on="2026-12-31", categories=["2", "3"])  # fmt: skip
        self.add("contract_service", contract_id=contract, item="血压测量", given_on="2026-10-12")
        referral = self.add("referral", resident_id=owner, direction="up", urgency="urgent", referral_date="2024-03-18",
                            to_org="H1", to_dept="心血管内科", from_org="V1", initial_impression="血压控制不满意",
                            slip_no="1-00001-001-1", patient_name=NAME)  # fmt: skip
        slip = self.add("return", referral_id=referral, return_date="2024-03-25", from_org="H1", diagnosis="高血压3级",
                        next_plan="两周后复测")  # fmt: skip
        for event, moment in (("issue", "18T02"), ("deliver", "18T03"), ("accept", "18T05"), ("arrive", "19T01"),
                              ("send_back", "25T02"), ("followed_up", "30T02")):  # fmt: skip
            outcome = {"return_id": slip} if event == "send_back" else {}
            self.add("referral_event", referral_id=referral, event=event, organisation="V1" if event in
                     ("issue", "followed_up") else "H1", happened_at=f"2024-03-{moment}:00:00.000Z",
                     **outcome)  # fmt: skip
        visit = self.add("visit", resident_id=owner, visit_date="2026-11-20", visit_mode="1", note="拍了药盒")
        self.add("visit_attachment", visit_id=visit, sha256="0" * 64, media_type="image/jpeg", size=1200, title="药盒")
