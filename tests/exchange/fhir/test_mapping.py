"""Each of our records as FHIR: judged by the R4 schema and fhir.resources, and read back value by value."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from clinic_app.exchange.fhir.condition import found_disease, impression, known_disease
from clinic_app.exchange.fhir.document import document, referral_composition
from clinic_app.exchange.fhir.encounter import clinic_encounter, visit_encounter
from clinic_app.exchange.fhir.observation import Measured, observations
from clinic_app.exchange.fhir.organisation import organisation
from clinic_app.exchange.fhir.patient import patient
from clinic_app.exchange.fhir.referral import (
    TASK_STATUS,
    ReferralSource,
    service_request,
    task,
    task_status,
)
from clinic_app.exchange.fhir.values import day, encode, fhir_id, moment, number, text
from clinic_app.protocol.referral_events import STATE_WORD, ReferralState
from tests.exchange.fhir.checked import checked

ID, PERSON, RETURN, VISIT = (f"019ab000-0000-7000-8000-00000000000{number}" for number in range(1, 5))
SLIP = {
    "resident_id": PERSON, "slip_no": "0001-0001-123-4", "direction": "up", "urgency": "emergency",
    "referral_date": "2026-11-20", "to_org": "H1", "from_org": "V1", "initial_impression": "高血压，胸痛\u3000待查",
    "present_illness": "\u3000\u3000胸痛1小时", "past_history": "高血压5年", "from_doctor_sign": "张一",
    "from_phone": "0000-1",
    "patient_name": "演示\u3000甲", "sex": "2", "birth_date": "1957-03-02", "age": 69, "id_no": "990101195703021234",
    "home_address": "演示村1号", "patient_phone": "0000-2", "allergy_text": "青霉素", "suspicion": "chest_pain",
    "sbp": 182, "dbp": 110, "glucose": "6.40", "spo2": 97, "visit_id": VISIT,
    "pack": {"readings": [{"visit_date": "2026-08-03", "sbp": 148, "dbp": 92, "fbg": "7.1"}], "medicines":
             [{"name": "氨氯地平", "dose": "5mg"}], "allergies": "青霉素"},
    "results": [{"item": "心电图", "value": "ST段压低", "examined_on": "2026-11-20"}],
}  # fmt: skip
NAMES = {"V1": "演示村卫生室", "H1": "演示县医院"}


def step(name: str, at: str, organisation_: str, **more: Any) -> dict[str, Any]:
    return {"event": name, "happened_at": f"2026-11-{at}.000Z", "organisation": organisation_, **more}


ISSUE = step("issue", "20T02:00:00", "V1")
LOOP = [
    ISSUE,
    step("accept", "20T02:10:00", "H1", dept="心内科", slot_date="2026-11-20", slot_time="11:20"),
    step("complete", "20T03:00:00", "V1", supplement={"treatment_course": "阿司匹林\u3000300mg"}),
    step("arrive", "20T04:00:00", "H1"),
    step("send_back", "22T02:00:00", "H1", return_id=RETURN),
]
ANSWER = {
    "referral_id": ID, "return_date": "2026-11-22", "from_org": "H1", "to_org": "V1", "diagnosis": "高血压3级",
    "inpatient_no": "Z001", "discharged_on": "2026-11-22", "next_plan": "两周后复查", "exam_results": "心电图正常",
}  # fmt: skip


def source(*events: dict[str, Any], **fields: Any) -> ReferralSource:
    returns = [(RETURN, ANSWER)] if any(each["event"] == "send_back" for each in events) else []
    return ReferralSource(ID, {**SLIP, **fields}, events, returns, NAMES)


def coded(concept: dict[str, Any]) -> set[str]:
    return {each["code"] for each in concept["coding"]}


def test_a_person_has_card_number_name_and_address_and_no_full_width_space() -> None:
    file = {"name": "演示\u3000甲", "sex": "2", "birth_date": "1957-03-02", "id_no": "99", "phone": "0000-2",
            "current_address": "演示村1号\n东", "record_no": "R1"}  # fmt: skip
    found = checked(patient(PERSON, file))
    assert found["name"] == [{"use": "official", "text": "演示 甲"}]
    assert (found["gender"], found["birthDate"]) == ("female", "1957-03-02")
    assert found["identifier"][0]["system"] == "urn:oid:2.16.156.10011.1.3"
    assert "\u3000" not in json.dumps(found, ensure_ascii=False)
    other = checked(patient(PERSON, {"name": "不详", "id_type": "03", "id_no": "P1"}))
    assert other["identifier"][0]["system"] == "urn:clinic-app:identity-type:03"
    assert other["gender"] == "unknown"
    assert "address" not in other


@pytest.mark.parametrize(
    ("written", "read"),
    [("　　胸痛　1小时 ", "胸痛 1小时"), ("a\u2028b\u00a0c\ufeff", "a b c"), ("行\n行\t列", "行\n行\t列"),
     ("a\x00\x07b\ud800", "ab"), ("𬎆㛃", "𬎆㛃")],
)  # fmt: skip
def test_texts_lose_what_fhir_forbids_and_nothing_else(written: str, read: str) -> None:
    assert text(written) == read


def test_what_is_no_date_time_number_or_id_is_left_out_or_written_in_safe_characters() -> None:
    assert (day("2026-02-30"), day("2026"), day(None)) == (None, None, None)
    assert moment("2026-11-20T02:00:00.000Z") == "2026-11-20T02:00:00.000Z"
    assert (moment("2026-11-20T02:00:00"), moment("2026-11-20"), moment("x")) == (None, None, None)
    assert (number("6.40"), number("NaN"), number("高"), number(True)) == (Decimal("6.40"), None, None, None)
    assert encode({"value": Decimal("6.40")}) == b'{"value":6.40}'
    assert (fhir_id("V1"), fhir_id("卫生室 1"), fhir_id("a_b")) == ("V1", ".536b.751f.5ba4.201", "a.5fb")


def test_the_pressure_is_one_panel_and_glucose_is_in_millimole() -> None:
    of = Measured(VISIT, PERSON, "2026-11-20", encounter=VISIT)
    found = {
        each["id"]: checked(each) for each in observations(of, {"sbp": 152, "dbp": 96, "fbg": "6.4", "weight": "61.50"})
    }
    panel = found[f"{VISIT}-bp"]
    assert coded(panel["code"]) == {"85354-9"}
    assert [(coded(each["code"]).pop(), each["valueQuantity"]["value"], each["valueQuantity"]["code"])
            for each in panel["component"]] == [("8480-6", 152, "mm[Hg]"), ("8462-4", 96, "mm[Hg]")]  # fmt: skip
    sugar = found[f"{VISIT}-fasting-glucose"]
    assert (coded(sugar["code"]), sugar["valueQuantity"]["code"]) == ({"76629-5"}, "mmol/L")
    assert sugar["encounter"] == {"reference": f"Encounter/{VISIT}"}
    assert len(found) == 3


def test_what_was_not_measured_says_why_and_half_a_pressure_is_a_panel_with_a_reason() -> None:
    of = Measured(VISIT, PERSON, "2026-11-20")
    (panel,) = [checked(each) for each in observations(of, {"sbp": 152, "not_measured": {"dbp": "3"}})]
    assert coded(panel["component"][1]["dataAbsentReason"]) == {"not-performed"}
    assert panel["component"][1]["dataAbsentReason"]["text"] == "设备故障"
    (panel,) = [checked(each) for each in observations(of, {"not_measured": {"sbp": "1"}})]
    assert [coded(each["dataAbsentReason"]) for each in panel["component"]] == [{"asked-declined"}] * 2
    assert list(observations(of, {"weight": None})) == []


def test_both_arms_are_two_panels_and_a_value_with_its_own_day_has_it() -> None:
    of = Measured(VISIT, PERSON, "2026-11-20")
    values = {
        "sbp_left": 138,
        "dbp_left": 84,
        "sbp_right": 142,
        "dbp_right": 86,
        "hba1c": "6.8",
        "hba1c_date": "2026-11-02",
    }
    found = {each["id"].removeprefix(VISIT): checked(each) for each in observations(of, values)}
    assert found["-bp-left"]["bodySite"]["text"] == "左侧"
    assert found["-bp-right"]["component"][0]["valueQuantity"]["value"] == 142
    assert found["-hba1c"]["effectiveDateTime"] == "2026-11-02"
    assert found["-bp-left"]["effectiveDateTime"] == "2026-11-20"


def test_diseases_on_file_suspected_and_found_differ_in_their_certainty() -> None:
    assert known_disease("x", {"code": "1"}) is None
    known = checked(known_disease("x", {"resident_id": PERSON, "code": "2", "diagnosed_on": "2020"}))
    assert (coded(known["code"]), known["onsetString"]) == ({"I10", "2"}, "2020")
    suspected = checked(impression(ID, SLIP))
    assert coded(suspected["verificationStatus"]) == {"provisional"}
    assert coded(suspected["code"]) == {"hypertension"}, "a group of the figures, no diagnosis"
    found = checked(found_disease(RETURN, ANSWER, PERSON, ""))
    assert (found["code"]["text"], coded(found["verificationStatus"])) == ("高血压3级", {"confirmed"})
    assert found_disease(RETURN, {"opinion": "加药"}, PERSON, "") is None


def test_a_visit_says_where_it_was_and_one_without_anybody_is_cancelled() -> None:
    home = checked(visit_encounter(VISIT, {"resident_id": PERSON, "visit_date": "2026-11-20", "visit_mode": "2",
                                           "doctor_sign": "张一"}))  # fmt: skip
    assert (home["class"]["code"], home["status"]) == ("HH", "finished")
    nobody = checked(visit_encounter(VISIT, {"resident_id": PERSON, "visit_date": "2026-11-20", "outcome": "3"}))
    assert (nobody["status"], nobody["reasonCode"][0]["text"]) == ("cancelled", "拒访")
    assert (
        checked(clinic_encounter(VISIT, {"resident_id": PERSON, "encounter_date": "2026-11-20"}))["class"]["code"]
        == "AMB"
    )


def test_an_organisation_has_its_code_kind_and_the_one_above() -> None:
    found = checked(
        organisation("V1", {"name": "演示村卫生室", "kind": "village_clinic", "parent_code": "T1", "phone": "1"})
    )
    assert (found["partOf"]["reference"], found["identifier"][0]["value"]) == ("Organization/T1", "V1")
    assert coded(found["type"][0]) == {"prov", "village_clinic"}


def test_a_request_says_what_is_asked_of_whom_when_and_why() -> None:
    found = checked(service_request(source(*LOOP)))
    assert (found["status"], found["priority"], found["authoredOn"]) == (
        "completed",
        "stat",
        "2026-11-20T02:00:00.000Z",
    )
    assert found["occurrenceDateTime"] == "2026-11-20T11:20:00+08:00"
    assert found["performer"] == [{"reference": "Organization/H1", "display": "演示县医院"}]
    assert found["contained"][0]["organization"]["reference"] == "Organization/V1"
    assert found["reasonReference"][0]["reference"] == f"Condition/{ID}-impression"
    assert {"reference": f"Observation/{ID}-bp"} in found["supportingInfo"]
    assert {"text": "阿司匹林 300mg"} in found["note"], "what the sender added later is part of the request"
    assert found["identifier"][0]["value"] == SLIP["slip_no"]


def test_a_task_says_where_the_referral_stands_with_every_step_and_the_answer() -> None:
    found = checked(task(source(*LOOP)))
    assert (found["status"], found["businessStatus"]["text"]) == ("completed", "已回转")
    assert [each["text"].split()[0] for each in found["note"]] == ["已开具", "已接收", "已补充", "已到诊", "已回转"]
    assert found["output"][0]["valueReference"]["reference"] == f"Composition/{RETURN}"
    assert (found["owner"]["display"], found["lastModified"]) == ("演示县医院", "2026-11-22T02:00:00.000Z")
    declined = checked(task(source(ISSUE, step("decline", "20T03:00:00", "H1", reason="没有床位"))))
    assert (declined["status"], declined["statusReason"]["text"]) == ("rejected", "没有床位")
    early = checked(task(source(ISSUE, step("send_back", "20T03:00:00", "V1", return_id=RETURN))))
    assert "不能" in early["note"][1]["text"], "a step that did not count stays as a note"


@pytest.mark.parametrize("state", ["", *STATE_WORD])
def test_every_state_has_a_status_that_fhir_knows(state: str) -> None:
    found = checked({**task(source(ISSUE)), "status": task_status(ReferralState(state=state))})
    assert found["status"] == TASK_STATUS[state]


def test_a_slip_that_waits_for_more_is_on_hold_and_one_declined_after_acceptance_has_failed() -> None:
    incomplete = source(ISSUE, step("return_incomplete", "20T03:00:00", "H1", reason="缺心电图"))
    assert task(incomplete)["status"] == "on-hold"
    assert task(incomplete)["statusReason"]["text"] == "缺心电图"
    late = source(ISSUE, step("accept", "20T03:00:00", "H1"), step("decline", "20T04:00:00", "H1", reason="设备坏了"))
    assert task(late)["status"] == "failed"


def test_the_slip_is_a_document_that_holds_everything_it_names() -> None:
    others = [organisation(code, {"name": name}) for code, name in NAMES.items()]
    visit = visit_encounter(VISIT, {"resident_id": PERSON, "visit_date": "2026-11-20", "visit_mode": "1"})
    made = document(source(*LOOP), "https://county.example/fhir", "2026-11-22T03:00:00.000Z", others=[*others, visit])
    found = checked(made)
    head = found["entry"][0]["resource"]
    assert coded(head["type"]) == {"57133-1"}
    assert (head["status"], head["author"][0]["display"]) == ("amended", "演示村卫生室")
    assert [each["title"] for each in head["section"]] == [
        "初步印象", "主要现病史（转出原因）", "主要既往史", "治疗经过", "过敏史", "用药", "检查检验", "近期读数",
    ]  # fmt: skip
    assert "148/92 mmHg" in head["section"][-1]["text"]["div"]
    assert "氨氯地平 5mg" in head["section"][5]["text"]["div"]
    kinds = {each["resource"]["resourceType"] for each in found["entry"]}
    assert kinds == {
        "Composition",
        "Patient",
        "ServiceRequest",
        "Task",
        "Observation",
        "Condition",
        "Encounter",
        "Organization",
    }
    held = {each["fullUrl"].removeprefix("https://county.example/fhir/") for each in found["entry"]}
    assert len(held) == len(found["entry"])
    assert named(found) - held == {f"Composition/{RETURN}"}, "the answer is a document of its own"
    again = document(source(*LOOP), "https://county.example/fhir", "2026-11-23T03:00:00.000Z", others=[*others, visit])
    assert again["identifier"] == made["identifier"], "the same content has the same number"
    assert (
        document(source(ISSUE), "https://county.example/fhir", "2026-11-23T03:00:00.000Z")["identifier"]
        != made["identifier"]
    )


def test_the_answer_is_a_discharge_summary_after_a_stay_and_a_consult_note_else() -> None:
    made = document(source(*LOOP), "https://county.example/fhir", "2026-11-22T03:00:00.000Z", return_id=RETURN)
    found = checked(made)
    head = found["entry"][0]["resource"]
    assert (coded(head["type"]), head["id"]) == ({"18842-5"}, RETURN)
    assert [each["title"] for each in head["section"]] == ["诊断结果", "主要检查结果", "下一步治疗方案"]
    care = next(each["resource"] for each in found["entry"] if each["resource"]["id"] == f"{ID}-care")
    assert (care["class"]["code"], care["status"], care["period"]["end"]) == ("IMP", "finished", "2026-11-22")
    opinion = ReferralSource(
        ID, {**SLIP, "request": "consultation"}, LOOP, [(RETURN, {"opinion": "加药", "from_org": "H1"})]
    )
    consult = checked(document(opinion, "https://county.example/fhir", "2026-11-22T03:00:00.000Z", return_id=RETURN))
    assert coded(consult["entry"][0]["resource"]["type"]) == {"11488-4"}


def test_a_slip_with_nothing_but_its_least_is_valid_too() -> None:
    bare = ReferralSource(ID, {"resident_id": PERSON, "direction": "up", "urgency": "routine", "to_org": "H1"})
    found = checked(document(bare, "https://county.example/fhir", "2026-11-22T03:00:00.000Z"))
    assert found["entry"][0]["resource"]["author"] == [{"display": "未登记的机构"}]
    checked(referral_composition(ReferralSource(ID, {**SLIP, "pack": "坏的", "results": ["旧"]})))


def named(bundle: dict[str, Any]) -> set[str]:
    """Every resource that a reference of a bundle names."""

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            if isinstance(value.get("reference"), str) and not value["reference"].startswith("#"):
                yield value["reference"]
            for each in value.values():
                yield from walk(each)
        elif isinstance(value, list):
            for each in value:
                yield from walk(each)

    return set(walk(bundle))
