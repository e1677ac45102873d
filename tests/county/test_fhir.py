"""Reading the county as FHIR over real HTTP: who may, what they get, pages, documents, export, the audit trail."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from clinic_app.cli.main import main
from clinic_app.clock import FrozenClock
from clinic_app.county import fhir_tokens
from clinic_app.county.database import CountyDatabase
from clinic_app.county.problems import CountyProblem
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import resident, visit
from tests.exchange.fhir.checked import checked

Ids = Callable[[], str]
NUMBER = "990101195703020010"


@dataclass
class Filled:
    """A referral that went through its loop, and what stands around it."""

    person: str
    seen: str
    slip: str
    answer: str
    other: str


@pytest.fixture
def filled(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> Filled:
    """One patient of V1, visited, referred to H1, sent back; somebody of V2 with a visit and no referral."""
    village, hospital, neighbour = enrolled(), enrolled("H1", "hospital_receiver"), enrolled("V2")
    made = Filled(ids(), ids(), ids(), ids(), ids())
    slip = {
        "resident_id": made.person, "direction": "up", "urgency": "urgent", "to_org": "H1",
        "slip_no": "0001-0009-991-2",
        "referral_date": "2026-11-20", "patient_name": "龘\u3000甲", "sex": "1", "birth_date": "1957-03-02",
        "initial_impression": "高血压", "visit_id": made.seen,
        "pack": {"readings": [{"visit_date": "2026-11-19", "sbp": 182, "dbp": 110, "fbg": "6.4"}]},
    }  # fmt: skip
    step = {"referral_id": made.slip, "happened_at": "2026-11-20T02:00:00.000Z"}
    sugar = {"visit_id": made.seen, "fbg": "6.4", "classification": "2"}
    sent = village.push(*(village.line(each) for each in (
        resident(made.person, name="龘\u3000甲", id_no=NUMBER, birth_date="1957-03-02"),
        Operation("add", "diagnosis", ids(), {"resident_id": made.person, "code": "2"}),
        Operation("add", "diagnosis", ids(), {"resident_id": made.person, "code": "8"}),
        visit(made.seen, made.person, visit_date="2026-11-19", sbp=182, dbp=110),
        Operation("create", "diabetes_followup", ids(), sugar),
        Operation("create", "referral", made.slip, slip),
        Operation("event", "referral_event", ids(), {**step, "event": "issue"}),
    )))  # fmt: skip
    hospital.pull()
    answer = {"referral_id": made.slip, "return_date": "2026-11-21", "diagnosis": "高血压3级", "from_org": "H1"}
    sent += hospital.push(*(hospital.line(each) for each in (
        Operation("event", "referral_event", ids(), {**step, "event": "arrive"}),
        Operation("create", "return", made.answer, answer),
        Operation("event", "referral_event", ids(), {**step, "event": "send_back", "return_id": made.answer}),
    )))  # fmt: skip
    sent += neighbour.push(*(neighbour.line(each) for each in (
        resident(made.other, village_code="990101001002"),
        visit(ids(), made.other, visit_date="2026-11-19", sbp=120, dbp=80),
    )))  # fmt: skip
    assert {each.state for each in sent} == {"applied"}, [each.message for each in sent]
    return made


Get = Callable[..., Any]
Form = dict[str, str] | None


@pytest.fixture
def get(county: CountyDatabase, server: str, line: requests.Session) -> Get:
    """`get("/Patient", org="H1", status=200)`: one request by a fresh token, the answer checked as FHIR."""

    def asked(
        path: str,
        *,
        org: str = "",
        status: int = 200,
        token: str | None = None,
        sensitive: bool = False,
        form: Form = None,
    ) -> Any:
        shown = (
            token if token is not None else fhir_tokens.issue(county, "测试", org, 1, "test", sensitive=sensitive)[0]
        )
        url = path if path.startswith("http") else server + "/fhir" + path
        headers = {"Authorization": f"Bearer {shown}"}
        answered = line.get(url, headers=headers) if form is None else line.post(url, data=form, headers=headers)
        assert answered.status_code == status, answered.text
        assert answered.headers["Content-Type"].startswith("application/fhir+json")
        return checked(answered.content)

    return asked


def kinds(bundle: dict[str, Any]) -> list[str]:
    return [f"{each['resource']['resourceType']}/{each['resource']['id']}" for each in bundle.get("entry", ())]


def test_every_resource_of_the_loop_is_valid_and_says_what_was_written(filled: Filled, get: Get) -> None:
    person, slip = filled.person, filled.slip
    assert get(f"/Patient/{person}")["name"][0]["text"] == "龘 甲"
    request, task = get(f"/ServiceRequest/{slip}"), get(f"/Task/{slip}")
    assert (request["priority"], request["status"], task["status"]) == ("urgent", "completed", "completed")
    assert task["owner"]["display"] == "演示县医院"
    assert [each["text"] for each in task["note"]][-1] == "已回转"
    readings = get(f"/Observation?patient={person}")
    assert kinds(readings) == [f"Observation/{filled.seen}-bp", f"Observation/{filled.seen}-fasting-glucose"]
    assert kinds(get(f"/Observation?patient=Patient/{person}&code=http://loinc.org|85354-9")) == kinds(readings)[:1]
    conditions = get(f"/Condition?subject={person}")
    assert [each["resource"]["code"]["text"] for each in conditions["entry"]] == ["高血压", "高血压", "高血压3级"]
    restricted = get(f"/Condition?subject={person}", sensitive=True)
    assert [each["resource"]["meta"]["security"][0]["code"] for each in restricted["entry"] if
            "meta" in each["resource"]] == ["R"]  # fmt: skip
    encounters = get(f"/Encounter?patient={person}")
    assert set(kinds(encounters)) == {f"Encounter/{slip}-care", f"Encounter/{filled.seen}"}
    assert get("/Organization/H1")["name"] == "演示县医院"
    assert get(f"/Condition/{filled.answer}-diagnosis")["code"]["text"] == "高血压3级"
    assert get(f"/Composition/{filled.answer}")["type"]["coding"][0]["code"] == "11488-4"


def test_searches_find_by_number_card_status_and_focus_and_go_on_page_by_page(filled: Filled, get: Get) -> None:
    assert kinds(get("/ServiceRequest/_search", form={"identifier": "urn:clinic-app:slip-no|0001-0009-991-2"})) == [
        f"ServiceRequest/{filled.slip}"
    ]
    assert kinds(get("/ServiceRequest/_search?status=active", form={"identifier": "000100099912"})) == []
    assert kinds(get(f"/Task?focus=ServiceRequest/{filled.slip}")) == [f"Task/{filled.slip}"]
    assert kinds(get("/Patient/_search", form={"identifier": f"urn:oid:2.16.156.10011.1.3|{NUMBER}"})) == [
        f"Patient/{filled.person}"
    ]
    assert kinds(get("/Patient/_search", form={"identifier": "urn:elsewhere|1"})) == []
    assert kinds(get(f"/Patient?_id={filled.person},x")) == [f"Patient/{filled.person}"]
    seen: list[str] = []
    page = get("/Organization?_count=2")
    while True:
        seen += kinds(page)
        following = [each["url"] for each in page["link"] if each["relation"] == "next"]
        if not following:
            break
        page = get(following[0])
    assert seen == [f"Organization/{code}" for code in ("H1", "H2", "T1", "V1", "V2")]
    assert len(kinds(get("/Observation?_count=1"))) <= 2, "a page may end with the other readings of its record"


def test_the_slip_and_its_answer_are_documents(filled: Filled, get: Get) -> None:
    document = get(f"/Composition/{filled.slip}/$document")
    head = document["entry"][0]["resource"]
    assert head["type"]["coding"][0]["code"] == "57133-1"
    held = kinds(document)
    assert {f"Patient/{filled.person}", f"Observation/{filled.slip}-r1-bp", f"Encounter/{filled.seen}",
            "Organization/V1", "Organization/H1"} <= set(held)  # fmt: skip
    answer = get(f"/Composition/{filled.answer}/$document")
    assert answer["entry"][0]["resource"]["section"][0]["title"] == "诊断结果"


def test_a_token_of_a_hospital_sees_its_referrals_with_the_frozen_patient_and_no_files(
    filled: Filled, get: Get
) -> None:
    assert kinds(get("/ServiceRequest", org="H1")) == [f"ServiceRequest/{filled.slip}"]
    assert kinds(get("/Patient", org="H1")) == [f"Patient/{filled.person}"]
    assert "identifier" not in get(f"/Patient/{filled.person}", org="H1"), "the slip says no card number"
    assert kinds(get("/Observation", org="H1")) == [
        f"Observation/{filled.slip}-r1-bp", f"Observation/{filled.slip}-r1-fasting-glucose",
    ]  # fmt: skip
    get(f"/Encounter/{filled.seen}", org="H1", status=404)
    get(f"/Patient/{filled.other}", org="H1", status=404)
    assert kinds(get("/ServiceRequest", org="H2")) == []
    get(f"/Composition/{filled.slip}/$document", org="H2", status=404)
    assert f"Encounter/{filled.seen}" not in kinds(get(f"/Composition/{filled.slip}/$document", org="H1"))
    assert f"Patient/{filled.other}" in kinds(get("/Patient"))


def test_no_token_an_ended_one_a_wrong_one_and_unknown_questions_are_refused_in_fhir(
    county: CountyDatabase, get: Get, clock: FrozenClock
) -> None:
    token, reader = fhir_tokens.issue(county, "测试", "", 2, "test")
    assert get("/Organization", token=token)["type"] == "searchset"
    for wrong in ("", "fhir_x", token[:-1], token + "x"):
        assert get("/Organization", token=wrong, status=401)["issue"][0]["code"] == "login"
    for path, status in (("/Medication", 404), ("/Patient/x", 404), ("/Patient?name=x", 400),
                         ("/Patient?_count=0", 400), ("/Observation?code=1&code=2", 400)):  # fmt: skip
        assert get(path, token=token, status=status)["resourceType"] == "OperationOutcome"
    clock.advance(timedelta(days=2))
    get("/Organization", token=token, status=401)
    other, second = fhir_tokens.issue(county, "测试", "", 2, "test")
    fhir_tokens.revoke(county, second.id, "test")
    get("/Organization", token=other, status=401)
    with pytest.raises(CountyProblem):
        fhir_tokens.revoke(county, second.id, "test")
    for organisation, days in (("NO", 1), ("", 0), ("", 731)):
        with pytest.raises(CountyProblem):
            fhir_tokens.issue(county, "测试", organisation, days, "test")
    states = [
        (each.id, each.last_used_at is not None, each.revoked_at is not None) for each in fhir_tokens.readers(county)
    ]
    assert states[:2] == [(reader.id, True, False), (second.id, False, True)]


def test_what_can_be_read_is_told_to_everybody(server: str, line: requests.Session) -> None:
    found = checked(line.get(server + "/fhir/metadata").content)
    assert found["fhirVersion"] == "4.0.1"
    told = {each["type"]: {p["name"] for p in each["searchParam"]} for each in found["rest"][0]["resource"]}
    assert told["Observation"] == {"_id", "patient", "subject", "code"}
    assert {each["code"] for each in found["rest"][0]["resource"][0]["interaction"]} == {"read", "search-type"}
    assert line.post(server + "/fhir/Patient", json={}).status_code == 405


def test_each_reading_is_in_the_audit_trail_and_no_personal_data_is(
    filled: Filled, county: CountyDatabase, get: Get, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    get(f"/Patient/{filled.person}")
    get("/Patient/_search", form={"identifier": NUMBER})
    get("/Patient/nobody", status=404)
    with county.snapshot() as connection:
        rows = connection.execute("SELECT actor, target, detail FROM audit WHERE action = 'fhir_read' ORDER BY seq")
        noted = [tuple(row) for row in rows]
    assert [row[1:] for row in noted] == [
        (f"Patient/{filled.person}", "1"), ("Patient?identifier", "1"), ("Patient/?", "0"),
    ]  # fmt: skip
    assert all(row[0].startswith("fhir-token:") for row in noted)
    own = [each for each in caplog.records if not each.name.startswith("urllib3")]
    logged = "\n".join(f"{each.getMessage()} {getattr(each, 'ids', '')}" for each in own)
    assert "not_found" in logged
    assert NUMBER not in logged
    assert "龘" not in logged


def test_the_export_is_one_valid_resource_a_line_and_a_document_by_slip_number(
    filled: Filled, fresh_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, slip = tmp_path / "all.ndjson", tmp_path / "slip.json"
    words = ["county", "fhir", "--database", fresh_url, "--reason", "对接"]
    assert main([*words, str(out)]) == 0
    found = [checked(line) for line in out.read_bytes().splitlines()]
    assert {each["resourceType"] for each in found} == {
        "Organization", "Patient", "Condition", "Encounter", "Observation", "ServiceRequest", "Task", "Composition",
    }  # fmt: skip
    assert len({(each["resourceType"], each["id"]) for each in found}) == len(found)
    assert "\u3000" not in out.read_text(encoding="utf-8")
    assert main([*words, "--type", "Task", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == filled.slip
    assert main([*words, "--referral", "0001-0009-991-2", str(slip)]) == 0
    assert checked(slip.read_bytes())["entry"][0]["fullUrl"].startswith("https://county.invalid/fhir/Composition/")
    assert main([*words, "--referral", "1", str(slip)]) == 1
    assert main([*words, "--type", "Medication", str(out)]) == 1
    assert "没有“Medication”" in capsys.readouterr().err
    token = ["county", "fhir-token", "--database", fresh_url]
    assert main([*token, "add", "影像中心", "--org", "H1", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["token"].startswith("fhir_")
    assert main([*token, "list"]) == 0
    assert "影像中心  H1  在用" in capsys.readouterr().out
    assert main([*token, "revoke", made["id"]]) == 0
