from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from clinic_app.county.database import CountyDatabase
from clinic_app.county.problems import CountyProblem
from clinic_app.county.reference import Loaded, load_reference
from clinic_app.county.reference_file import TABLES, read_rows
from clinic_app.demo.alliance import dated
from clinic_app.paths import resources_folder
from tests.county.conftest import Enrolled

Load = Callable[[str, str], Loaded]
SLOT_HEAD = "organisation,department,kind,date,starts,ends,minutes,capacity,item,doctor\n"


@pytest.fixture
def load(county: CountyDatabase, tmp_path: Path) -> Load:
    def load_text(kind: str, text: str) -> Loaded:
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        return load_reference(county, kind, path, "test")

    load_text("departments", "code,organisation,name\nN1,H1,心内科\nN2,H1,放射科\n")
    return load_text


def test_what_a_referral_chooses_from_reaches_every_laptop(load: Load, enrolled: Enrolled) -> None:
    session = load("slots", SLOT_HEAD + "H1,N1,门诊,2026/11/23,8:00,9:00:00,20,2,,钱主任\n")
    assert (session.rows, session.changed, session.notices) == (1, 1, ())
    load("slots", SLOT_HEAD + "H1,N2,examination,2026-11-23,14:00,,30,1,CT,\n")
    load("beds", "organisation,department,free,counted_on,phone\nH1,N1,6,2026-11-22,0000-11\n")
    load(
        "capabilities",
        "organisation,centre,level,phone,area,minutes\nH1,卒中,中心,0000-12,T1,25\nH1,胸痛,unit,0000-1,,\n",
    )
    load("costs", "scheme,valid_from,level,deductible,rate,source\n城乡居民,2026-01-01,县级,600,75,演示文件\n")
    load("diseases", "kind,code,name\n乡镇卫生院,J18.9,肺炎\n")
    load("recognised", "code,name,valid_days\nCT-HEAD,头颅CT,30\n")
    laptop = enrolled()
    laptop.pull()
    slots = laptop.held("care_slot")
    assert slots["H1:N1:2026-11-23:08:00::钱主任"] == {
        "organisation": "H1", "department": "N1", "kind": "clinic", "slot_date": "2026-11-23", "starts": "08:00",
        "ends": "09:00", "minutes": 20, "capacity": 2, "doctor": "钱主任",
    }  # fmt: skip
    assert slots["H1:N2:2026-11-23:14:00:CT:"]["item"] == "CT"
    assert laptop.held("bed_count")["H1:N1"]["free"] == 6
    assert set(laptop.held("capability")) == {"H1:stroke:T1", "H1:chest_pain:"}
    assert laptop.held("cost_rule")["城乡居民:2026-01-01:county"]["rate"] == "75"
    assert laptop.held("disease_list") == {
        "township_centre:J18.9": {"kind": "township_centre", "code": "J18.9", "name": "肺炎"}
    }
    assert laptop.held("recognised_item")["CT-HEAD"]["valid_days"] == 30


def test_a_row_is_taken_out_of_force_and_comes_back(load: Load, enrolled: Enrolled) -> None:
    rows = "kind,code,name,retired\ntownship_centre,J18.9,肺炎,"
    load("diseases", rows)
    assert load("diseases", rows + "是").changed == 1
    assert load("diseases", rows + "是").changed == 0
    laptop = enrolled()
    laptop.pull()
    assert laptop.records["disease_list", "township_centre:J18.9"].body["void"] is True
    assert load("diseases", rows).changed == 1
    assert load("departments", "code,organisation,name,retired\nN2,H1,放射科,停用\n").changed == 1
    laptop.pull()
    assert laptop.records["department", "H1:N2"].body["void"] is True
    assert "void" not in laptop.records["disease_list", "township_centre:J18.9"].body


def test_a_row_that_was_never_there_cannot_be_taken_out_of_force(load: Load) -> None:
    assert load("recognised", "code,name,valid_days,retired\nX,某项,7,1\n").changed == 0


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("slots", SLOT_HEAD + "H1,N9,clinic,2026-11-23,08:00,,20,1,,\n", "第2行：科室表里没有“H1:N9”"),
        ("slots", SLOT_HEAD + "H9,N1,clinic,2026-11-23,08:00,,20,1,,\n", "第2行：机构表里没有“H9”"),
        ("slots", SLOT_HEAD + "H1,N1,clinic,2026-11-23,八点,,20,1,,\n", "第2行：开始时间应写成 08:20，写的是“八点”"),
        ("slots", SLOT_HEAD + "H1,N1,clinic,2026-11-23,08:00,午前,20,1,,\n", "结束时间应写成 08:20，写的是“午前”"),
        ("slots", SLOT_HEAD + "H1,N1,clinic,2026-11-23,24:00,,20,1,,\n", "第2行：开始时间应写成 08:20"),
        ("slots", SLOT_HEAD + "H1,N1,clinic,2026-11-23,08:00,08:19,20,1,,\n", "结束时间08:19前排不下一个20分钟的时段"),
        ("slots", SLOT_HEAD + "H1,N1,clinic,2026-11-23,08:00,09:00,四,1,,\n", "第2行：时段长度"),
        ("slots", SLOT_HEAD + "H1,N1,clinic,2026-11-23,08:00,09:00,4,1,,\n", "第2行：时段长度"),
        (
            "slots",
            SLOT_HEAD + "H1,N1,clinic,2026-11-23,08:00,09:00,20,1,,\nH1,N1,clinic,2026-11-23,08:40,,20,1,,\n",
            "第3行：08:40和第2行重复",
        ),
        ("beds", "organisation,department,free,counted_on\nH1,N1,-1,2026-11-22\n", "第2行：空床数"),
        ("capabilities", "organisation,centre,level,phone\nH1,stroke,centre,\n", "第2行：缺少24小时电话"),
        ("costs", "scheme,valid_from,level,deductible,rate\n城乡居民,2026-01-01,county,600,101\n", "第2行：报销比例"),
        (
            "costs",
            "scheme,valid_from,level,deductible,rate\n城乡居民,2026-01-01,省级,600,50\n",
            "第2行：级别没有“省级”",
        ),
        ("recognised", "code,name,valid_days\nCT,某项,0\n", "第2行：有效天数"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(load: Load, kind: str, text: str, words: str) -> None:
    with pytest.raises(CountyProblem, match="没有载入") as refused:
        load(kind, text)
    assert words in str(refused.value)


def test_what_is_odd_is_remarked_and_loaded(load: Load) -> None:
    line = "H1,N{},{},2026-11-23,08:00,10:00,{},1,{},\n"
    lines = [line.format(1, "clinic", 21, ""), line.format(2, "examination", 31, "头颅mr平扫")]
    lines += [line.format(2, "examination", 40, "胃镜"), line.format(1, "clinic", 20, "")[:-1] + "李主任\n"]
    assert load("slots", SLOT_HEAD + "".join(lines)).notices == (
        "第2行：时段21分钟，规定不超过20分钟（二级以上医院）",
        "第3行：时段31分钟，规定不超过30分钟（二级以上医院）",
    )
    head = "organisation,centre,level,phone,area\n"
    rows = "H1,stroke,centre,0,V9\nH1,stroke,centre,0,V1\nH1,stroke,centre,0,990101001001\n"
    assert load("capabilities", head + rows).notices == ("第2行：不认识的出发地“V9”",)


@pytest.mark.parametrize("kind", TABLES)
def test_the_shipped_examples_can_be_loaded(kind: str) -> None:
    assert read_rows(TABLES[kind], resources_folder() / "demo" / f"{kind}.csv", date(2026, 11, 25))


def test_the_practice_county_offers_the_sample_day_on_each_of_its_own() -> None:
    text = "head\nH1,2026-11-23,08:00\nT1,2026-01-01,x\n"
    days = [date(2027, 1, 1), date(2027, 1, 2)]
    assert "".join(dated(text, days)) == "head\nH1,2027-01-01,08:00\nH1,2027-01-02,08:00\nT1,2026-01-01,x\n"
