"""From the household visit to the county's answer and back, by the command line alone, over a real server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from clinic_app.clock import SystemClock
from clinic_app.records.identifiers import new_id
from tests.conftest import NOW
from tests.journeys.command_line import Laptop, demo_county, finished, in_own_process

VILLAGE = "990101100201"


@dataclass
class County:
    url: str
    village: Laptop
    township: Laptop
    hospital: Laptop

    def sync_all(self, rounds: int = 2) -> None:
        for _ in range(rounds):
            for laptop in (self.village, self.township, self.hospital):
                laptop.run("sync")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with demo_county(tmp_path_factory) as demo:
        desks = (
            ("village", "990101V1", "village_doctor"),
            ("township", "990101T1", "township_clinician"),
            ("hospital", "990101H1", "hospital_receiver"),
        )
        laptops = [demo.laptop(*desk) for desk in desks]
        for laptop in laptops:
            laptop.run("sync")
        yield County(demo.url, *laptops)


@pytest.fixture(autouse=True)
def secrets_home() -> None:
    """The laptops of this module share the module's home, so the test-wide one stays out."""


def save_of_visit(resident: str, **fields: Any) -> dict[str, Any]:
    seen = new_id(NOW)
    today = SystemClock().today().isoformat()
    visit = {"resident_id": resident, "visit_date": today, "visit_mode": "2", **fields}
    return {
        "records": [
            {"type": "visit", "id": seen, "fields": visit},
            {"type": "hypertension_followup", "fields": {"visit_id": seen, "symptoms": ["2"]}},
            {"type": "diabetes_followup", "fields": {"visit_id": seen, "fbg": "8.4"}},
        ]
    }


def state_of(laptop: Laptop, referral: str) -> list[str]:
    events = [line for key, line in laptop.export("--type", "referral_event").items()]
    return sorted(line["fields"]["event"] for line in events if line["fields"]["referral_id"] == referral)


def test_the_loop_closes_and_everybody_agrees(county: County, tmp_path: Path) -> None:
    person = {"name": "䶮某甲", "sex": "2", "birth_date": "1958-03-07", "village_code": VILLAGE, "drug_allergy": ["2"]}
    verdicts = county.village.put(
        {"type": "resident", "fields": person}, {"type": "resident", "fields": {"name": "x"}}, expect=1
    )
    assert [verdict["ok"] for verdict in verdicts] == [True, False]
    assert {error["field"] for error in verdicts[1]["errors"]} == {"sex", "birth_date", "village_code"}
    resident = verdicts[0]["ids"][0]

    county.village.put(save_of_visit(resident, sbp=186, dbp=112))
    section = next(line["fields"] for key, line in county.village.export().items() if key[0] == "hypertension_followup")
    assert (section["classification"], section["proposed_referral"]) == ("2", "urgent")

    request = {
        "resident_id": resident,
        "direction": "up",
        "urgency": "urgent",
        "to_org": "990101H1",
        "to_dept": "心血管内科",
    }
    referral = county.village.put({"type": "referral", "fields": request})[0]["ids"][0]
    slip = tmp_path / "slip.pdf"
    county.village.run("print", "referral", referral, "--out", slip)
    assert "䶮某甲" in pypdfium2.PdfDocument(slip)[0].get_textpage().get_text_bounded()

    county.sync_all()
    step = {"referral_id": referral}
    county.hospital.put(
        {"type": "referral_event", "fields": {**step, "event": "accept", "slot": "11月25日 9:20"}},
        {"type": "referral_event", "fields": {**step, "event": "arrive"}},
        {"type": "return", "fields": {**step, "diagnosis": "高血压3级", "next_plan": "门诊随访"}},
    )
    county.sync_all()
    due = county.village.run("worklist")[0]
    assert (due["resident_id"], due["reasons"][0]["kind"]) == (resident, "return")

    county.village.put(save_of_visit(resident, sbp=136, dbp=82))
    county.sync_all()
    assert state_of(county.village, referral) == ["accept", "arrive", "deliver", "followed_up", "issue", "send_back"]

    everything, township, hospital = (each.export() for each in (county.village, county.township, county.hospital))
    assert everything == township
    assert hospital.items() <= everything.items()
    assert {key[0] for key in hospital} & {"resident", "household", "visit"} == set()
    assert all(line["rev"] > 0 for line in everything.values())
    for laptop in (county.village, county.township, county.hospital):
        assert laptop.run("check")[0]["ok"]


def test_a_save_and_a_sync_without_a_line_lose_nothing(county: County, tmp_path: Path) -> None:
    lonely = Laptop(tmp_path / "lonely")
    lonely.run("init", "--user", "lonely")
    lonely.by = in_own_process
    person = {"name": "王某乙", "sex": "1", "birth_date": "1950-01-02", "village_code": VILLAGE}
    saved = lonely.put({"type": "resident", "fields": person})[0]["ids"][0]
    lonely.by = finished
    assert lonely.run("sync", expect=6)[0]["pending"] == 1
    assert ("resident", saved) in lonely.export()


def test_a_used_or_made_up_code_enrols_nobody(county: County, tmp_path: Path) -> None:
    other = Laptop(tmp_path / "other")
    other.run("init", "--user", "other")
    refused = finished("enrol", "--server", county.url, "--code", "AAAA-BBBB", "--data", other.folder)
    assert refused.returncode == 6
    assert "入网码" in refused.stderr


def test_a_wrong_password_is_one_sentence(county: County) -> None:
    refused = in_own_process("worklist", "--data", county.village.folder, password="wrong")
    assert refused.returncode != 0
    assert refused.stderr.strip().splitlines() == ["用户名或密码不对，数据没有改动，核对后再试"]


def test_a_restored_backup_holds_what_was_saved(county: County, tmp_path: Path) -> None:
    county.village.run("backup", tmp_path / "saved.clinic")
    restored = Laptop(tmp_path / "restored", in_own_process)
    restored.run("restore", tmp_path / "saved.clinic")
    restored.by = finished
    assert restored.export() == county.village.export()
