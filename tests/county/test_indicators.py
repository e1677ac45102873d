"""The office's page of indicators and its table: who may see them, what they say, and that they name nobody."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import requests

from clinic_app.cli.main import main
from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase
from clinic_app.county.indicators import Indicators
from clinic_app.county.reference import load_reference
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, VILLAGE, resident, visit

Ids = Callable[[], str]


@pytest.fixture
def visited(county: CountyDatabase, enrolled: Enrolled, ids: Ids, tmp_path: Path) -> CountyDatabase:
    """Two people in one village, one of them under management and visited; and a population for that village."""
    path = tmp_path / "bases.csv"
    path.write_text(f"year,area,resident_population\n2026,{VILLAGE},8\n", encoding="utf-8")
    load_reference(county, "bases", path, "test")
    laptop, person, seen = enrolled(), ids(), ids()
    registration = {"resident_id": person, "programme": "hypertension", "registered_on": "2026-01-05"}
    section = {"visit_id": seen, "classification": "1", "meets_assessment_target": True}
    operations = [
        resident(person, name="龘龘龘", phone="19900001234"),
        resident(ids()),
        Operation("add", "chronic_registration", ids(), registration),
        visit(seen, person, visit_date="2026-05-06", sbp=130, dbp=80),
        Operation("create", "hypertension_followup", ids(), section),
    ]
    assert {each.state for each in laptop.push(*(laptop.line(each) for each in operations))} == {"applied"}
    return county


def rows(office: requests.Session, server: str, **asked: str) -> dict[tuple[str, str], dict[str, str]]:
    answered = office.get(server + "/indicators.csv", params=asked)
    assert answered.content.startswith(b"\xef\xbb\xbf")
    found = csv.DictReader(io.StringIO(answered.content.decode("utf-8-sig")))
    return {(row["代码"], row["指标键"]): row for row in found}


def test_the_table_has_every_area_with_the_definition_beside_the_figure(
    visited: CountyDatabase, server: str, office: requests.Session
) -> None:
    found = rows(office, server, year="2026")
    assert {code for code, _ in found} == {"990101", "T1", VILLAGE, OTHER_VILLAGE, "990101001009"}
    rate = found[VILLAGE, "file_rate"]
    assert (rate["分子"], rate["分母"], rate["率（%）"], rate["范围"]) == ("2", "8", "25.0", "村")
    assert "常住居民数" in rate["定义"]
    assert rate["核实"] == "间接核实"
    assert found["T1", "file_rate"]["分母"] == "没有基数"
    control = found["990101", "hypertension_control"]
    assert (control["分子"], control["分母"], control["率（%）"]) == ("1", "1", "100.0")


def test_a_quarter_without_a_follow_up_counts_as_not_on_target(
    visited: CountyDatabase, server: str, office: requests.Session
) -> None:
    assert rows(office, server, year="2026", quarter="2")["T1", "hypertension_control"]["分子"] == "1"
    third = rows(office, server, year="2026", quarter="3")["T1", "hypertension_control"]
    assert (third["分子"], third["分母"]) == ("0", "1")


def test_the_page_shows_figures_and_definitions_names_nobody_and_runs_nothing(
    visited: CountyDatabase, server: str, office: requests.Session
) -> None:
    page = office.get(server + "/indicators?year=2026").text
    assert "血压控制率（考核目标）" in page
    assert "没有基数" in page
    assert "供查看，不作扣分" in page
    assert "来源：" in page
    assert "<script" not in page
    for secret in ("龘", "19900001234"):
        assert secret not in page
        assert secret not in office.get(server + "/indicators.csv").text
    assert 'href="/indicators"' in office.get(server + "/").text


@pytest.mark.parametrize("query", ["year=26", "year=1999", "quarter=5", "year=2026&quarter=x", "year=２０２６"])
def test_a_period_that_is_none_is_refused_with_a_sentence(server: str, office: requests.Session, query: str) -> None:
    answered = office.get(f"{server}/indicators?{query}")
    assert answered.status_code == 400


def test_a_period_is_counted_again_only_when_the_county_or_the_day_has_changed(
    visited: CountyDatabase, enrolled: Enrolled, ids: Ids, clock: FrozenClock
) -> None:
    indicators = Indicators(visited)
    first = indicators.read(2026, None)
    assert indicators.read(2026, None) is first
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids())))
    second = indicators.read(2026, None)
    assert second.areas[0].figures["file_rate"].numerator == first.areas[0].figures["file_rate"].numerator + 1


def test_the_command_says_every_area_and_writes_the_same_table(
    visited: CountyDatabase, fresh_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "figures.csv"
    words = ["county", "indicators", "--database", fresh_url, "--year", "2026", "--csv", str(path), "--json"]
    assert main(words) == 0
    areas = {each["code"]: each for each in map(json.loads, capsys.readouterr().out.splitlines())}
    figures = {each["key"]: each for each in areas["T1"]["indicators"]}
    assert figures["file_rate"] == {"key": "file_rate", "numerator": 2, "denominator": None}
    assert areas[VILLAGE]["kind"] == "village"
    rows_ = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert {row["代码"] for row in rows_} == areas.keys()
    assert main([*words[:5], "1999"]) == 1
    assert "年度" in capsys.readouterr().err


def test_referrals_are_told_by_month_and_organisation_on_a_page_a_table_and_by_the_command(
    visited: CountyDatabase, server: str, office: requests.Session, enrolled: Enrolled, ids: Ids, fresh_url: str,
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    person, slip = ids(), ids()
    fields = {"resident_id": person, "direction": "up", "urgency": "routine", "to_org": "H1",
              "referral_date": "2026-11-20", "patient_name": "龘龘龘", "insurance_registered": True}  # fmt: skip
    laptop = enrolled()
    operations = [
        resident(person, name="龘龘龘"),
        Operation("create", "referral", slip, fields),
        Operation("event", "referral_event", ids(), {"referral_id": slip, "event": "issue"}),
    ]
    assert {each.state for each in laptop.push(*(laptop.line(each) for each in operations))} == {"applied"}
    page = office.get(server + "/referral-figures?year=2026").text
    assert "演示村卫生室" in page
    assert "100.0%（1/1）" in page
    assert "<script" not in page
    table = office.get(server + "/referral-figures.csv?year=2026").content.decode("utf-8-sig")
    for secret in ("龘", slip, person):
        assert secret not in page + table
    found = {(row["分组"], row["代码"], row["指标键"]): row["分子"] for row in csv.DictReader(io.StringIO(table))}
    assert found["转入单位", "H1", "referrals_up"] == found["", "", "referrals_up"] == "1"
    assert found["月份", "2026-10", "referrals_up"] == "0"
    out = tmp_path / "figures.csv"
    words = ["county", "referral-figures", "--database", fresh_url, "--year", "2026", "--json"]
    assert main([*words, "--csv", str(out), "--xlsx", str(tmp_path / "figures.xlsx")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sender"][0]["key"] == "V1"
    assert told["total"]["figures"]["referral_precise"] == {"numerator": 1, "denominator": 1, "percent": 100.0}
    assert openpyxl.load_workbook(tmp_path / "figures.xlsx").sheetnames[-1] == "定义"
    assert main([*words, "--csv", str(tmp_path / "no" / "figures.csv")]) == 1
    assert "写不进去" in capsys.readouterr().err
