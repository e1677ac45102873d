"""What `records put` takes, `records export` gives back, and another laptop takes again without a difference."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clinic_app.cli.main import main
from clinic_app.records.catalogue import RECORD_TYPES, SECTION_PROGRAMME
from clinic_app.store.database import Database
from tests.care.people import record as of
from tests.care.people import resident, section, visit
from tests.conftest import PASSWORD, DatabaseFactory

Run = Callable[..., tuple[int, list[Any], str]]
ACTS = [{"act": "1", "times": 2}, {"act": "5", "times": 1}]
SECTIONS: dict[str, dict[str, Any]] = {
    "elderly_assessment": {"eating": "0", "grooming": 1, "dressing": "3", "toileting": "0", "mobility": "5"},
    "mental_followup": {
        "risk_level": 2, "symptoms": ["1", "12"], "symptoms_other": "自言自语", "insight": "2", "sf_work": "9",
        "dangerous_acts": ACTS, "lock": "1", "admission": 2, "discharged_on": "2026-10-01", "lab": "2",
        "lab_other": "血常规正常", "adherence": 4, "adr": 9, "severe_adr": False, "effect": "9", "referral": "1",
        "psychiatric_medicines": [{"name": "演示药", "per": "day", "times": 2, "dose_mg": "25.5"}],
        "rehabilitation": ["1", "5"], "rehabilitation_other": "种菜",
    },
    "tuberculosis_first_visit": {
        "patient_type": 1, "sputum": "2", "resistance": "3", "symptoms": ["0"], "regimen": "演示方案", "usage": "1",
        "dosage_form": ["1", "4"], "supervisor": 2, "single_room": 1, "ventilation": "3", "pickup_place": "演示镇",
        "pickup_time": "2026-12-01", "edu_card": "1", "edu_contacts": "2",
    },
    "tuberculosis_followup": {
        "treatment_month": 2, "intensive": True, "supervisor": "2", "symptoms": [6, 10], "missed_doses": 0,
        "adr": "2", "adr_other": "皮疹", "complication": "1", "visits_due": 8, "visits_done": 8, "doses_due": 60,
        "doses_done": 57,
    },
    "copd_followup": {
        "symptoms": ["2", "3"], "signs": ["1"], "exacerbations": 0, "fev1": "1.25", "spo2": 95, "cat_score": 10,
        "mmrc": "0", "gold_grade": "2", "adherence": "1", "adr": "1", "inhaler": "2", "classification": "2",
        "vaccines": ["1"],
    },
    "health_examination": {
        "symptoms": ["25"], "symptoms_other": "打鼾", "pulse_rate": 72, "sbp_left": 138, "dbp_left": 82,
        "elderly_health": "2", "exercise_state": "1", "smoking_state": "2", "drinks": ["1"], "vision_left": "4.8",
        "pedal_pulse": "2", "white_cells": "6.5", "urine_protein": "+-", "fbg": "6.3", "hba1c": "6.8",
        "problem_eye": ["4"],
        "hospital_stays": [{"from_date": "2026-03-01", "to_date": "2026-03-09", "reason": "肺炎"}],
        "year_medicines": [{"name": "演示药", "usage": "口服", "dose": "5mg", "adherence": "1"}],
        "vaccinations": [{"name": "流感疫苗", "given_on": "2026-10-20"}], "evaluation": "2",
        "abnormal_findings": [{"finding": "白内障"}], "guidance": ["1", "2"], "risk_control": ["5"],
        "weight_goal": "60",
    },
}  # fmt: skip


def everything() -> list[dict[str, Any]]:
    """A record of every new kind, with a value of every shape."""
    person = resident()
    seen = visit(
        person["id"], sbp=138, dbp=82, respiratory_rate=18,
        medicines=[{"name": "氨氯地平", "times_per_day": 1, "dose": "5mg", "dispensed_on": "2026-11-20",
                    "days_supplied": 56, "long_prescription": "病情稳定，患者已签字"}],
    )  # fmt: skip
    lost = visit(person["id"], "2026-11-21", outcome="5", lost_reason="1")
    contract = of(
        "contract", resident_id=person["id"], starts_on="2026-01-01", ends_on="2026-12-31", packages=["基本包"],
        categories=["2"], signed_on="2025-12-30", fee="50", signed_by="1", signature_checked=True,
    )  # fmt: skip
    return [
        person, seen, lost, *(section(kind, seen, **fields) for kind, fields in SECTIONS.items()), contract,
        of("contract_service", contract_id=contract["id"], item="上门", given_on="2026-11-20", visit_id=seen["id"]),
        of("mental_supplement", resident_id=person["id"], guardian_name="演示监护人", consent=1, dangerous_acts=ACTS,
           past_symptoms=["1"], past_admissions=2),
        of("encounter", resident_id=person["id"], encounter_date="2026-11-20", subjective="咳嗽\n三天", plan="多饮水"),
        of("consultation", resident_id=person["id"], consult_date="2026-11-20", reason="血糖",
           consultants=[{"organisation": "演示县医院", "doctors": "甲医生"}]),
        of("contact_attempt", resident_id=person["id"], attempted_on="2026-11-20", channel="1", result=2,
           purpose=["mental"], next_try_on="2026-11-24"),
        of("tour", village_code="990101100201", tour_date="2026-11-21", kind="2", state="2", attendance=31, served=12),
    ]  # fmt: skip


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def command(database: Database, *words: object) -> tuple[int, list[Any], str]:
        monkeypatch.setenv("CLINIC_APP_PASSWORD", PASSWORD)
        monkeypatch.setattr("clinic_app.cli.session._from_environment", None)
        capsys.readouterr()
        code = main([*map(str, words), "--data", str(database.folder), "--json"])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return command


def put(run: Run, database: Database, folder: Path, *saves: Any) -> list[Any]:
    path = folder / "saves.ndjson"
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in saves), encoding="utf-8")
    return run(database, "records", "put", path)[1]


def exported(run: Run, database: Database, folder: Path) -> list[dict[str, Any]]:
    out = folder / "out.ndjson"
    assert run(database, "records", "export", out)[0] == 0
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_every_new_kind_goes_out_and_into_another_laptop_as_it_is(
    make_database: DatabaseFactory, run: Run, tmp_path: Path
) -> None:
    first, second = make_database("first"), make_database("second")
    records = everything()
    assert {*SECTION_PROGRAMME} - {"hypertension_followup", "diabetes_followup"} == set(SECTIONS)
    (said,) = put(run, first, tmp_path, {"records": records})
    assert said["ok"], said
    assert said["ids"] == [each["id"] for each in records]
    out = exported(run, first, tmp_path)
    kinds = {each["type"] for each in out}
    assert kinds == {*(each["type"] for each in records), "chronic_registration"}
    again = [{"type": each["type"], "id": each["id"], "fields": each["fields"]} for each in out]
    (said,) = put(run, second, tmp_path, {"records": again})
    assert said["ok"], said
    assert "notices" not in said
    assert exported(run, second, tmp_path) == out


def test_what_was_given_is_what_comes_out(make_database: DatabaseFactory, run: Run, tmp_path: Path) -> None:
    database, records = make_database(), everything()
    put(run, database, tmp_path, {"records": records})
    out = {each["id"]: each["fields"] for each in exported(run, database, tmp_path)}
    for each in records:
        declared = RECORD_TYPES[each["type"]].fields
        for name, value in each["fields"].items():
            kept = out[each["id"]][name]
            wanted = [str(code) for code in value] if declared[name].kind.value == "codes" else value
            assert kept == wanted or str(kept) == str(wanted), (each["type"], name)


def test_lines_in_older_codes_are_translated_and_keep_them(
    make_database: DatabaseFactory, run: Run, tmp_path: Path
) -> None:
    database = make_database()
    person, seen = resident(rh="1", livestock="3", occupation=5, ethnicity="2"), visit(resident()["id"])
    seen["fields"]["resident_id"] = person["id"]
    sugar = section("diabetes_followup", seen, fbg="6.4", symptoms="2/10", dorsalis_pedis=2)
    old = [{**person, "edition": "2011"}, {**seen, "edition": "visit-mode-7"}, {**sugar, "edition": "2011"}]
    (said,) = put(run, database, tmp_path, {"records": old})
    assert said["ok"], said
    assert [(each["record"], each["field"]) for each in said["notices"]] == [(2, "dorsalis_pedis")]
    out = {each["id"]: each["fields"] for each in exported(run, database, tmp_path)}
    file, part = out[person["id"]], out[sugar["id"]]
    assert (file["rh"], file["livestock"], file["occupation"], file["ethnicity"]) == ("2", "4", "4", "99")
    assert file["original_codes"] == {"rh": "1", "livestock": "3", "occupation": 5, "ethnicity": "2"}
    assert (part["symptoms"], part["symptoms_other"], "dorsalis_pedis" in part) == (["2"], "其他", False)
    assert part["original_codes"] == {"symptoms": "2/10", "dorsalis_pedis": 2}


def test_a_patch_in_older_codes_keeps_the_ones_from_before(
    make_database: DatabaseFactory, run: Run, tmp_path: Path
) -> None:
    database, person = make_database(), resident(rh="1")
    put(run, database, tmp_path, {**person, "edition": "2011"})
    (said,) = put(run, database, tmp_path, {**person, "fields": {"livestock": "1"}, "edition": "2011"})
    assert said["ok"]
    (out,) = exported(run, database, tmp_path)
    assert out["fields"]["original_codes"] == {"rh": "1", "livestock": "1"}


@pytest.mark.parametrize(
    ("name", "kind", "fields", "named"),
    [
        ("2009", "resident", {}, "edition"),
        ("2011+rh-reversed", "resident", {}, "edition"),
        ("visit-mode-7", "visit", {"visit_mode": "5"}, "visit_mode"),
        ("2011", "mental_followup", {"classification": "0"}, "classification"),
    ],
)
def test_what_an_edition_cannot_tell_refuses_the_line(
    make_database: DatabaseFactory, run: Run, tmp_path: Path, name: str, kind: str, fields: dict[str, Any], named: str
) -> None:
    (said,) = put(run, make_database(), tmp_path, {**of(kind, **fields), "edition": name})
    assert [each["field"] for each in said["errors"]] == [named]
