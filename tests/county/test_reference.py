from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clinic_app.county.database import CountyDatabase
from clinic_app.county.problems import CountyProblem
from clinic_app.county.reference import load_reference
from tests.county.conftest import ORGANISATIONS, Enrolled

Load = Callable[..., object]


@pytest.fixture
def load(county: CountyDatabase, tmp_path: Path) -> Load:
    def load_text(kind: str, text: str, encoding: str = "utf-8") -> object:
        path = tmp_path / "in.csv"
        path.write_bytes(text.encode(encoding))
        return load_reference(county, kind, path, "test")

    return load_text


def head(county: CountyDatabase) -> int:
    with county.transaction() as connection:
        row = connection.execute("SELECT head FROM county").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_may_come_in_the_encodings_of_the_country(
    county: CountyDatabase, load: Load, enrolled: Enrolled, encoding: str
) -> None:
    load("villages", "code,name,township,ehr3,groups\r\n990101001001,䶮𬎆村,演示镇,001,一组;二组；三组\r\n", encoding)
    laptop = enrolled()
    laptop.pull()
    (village,) = laptop.held("village").values()
    groups = village.pop("groups")
    assert groups == ["一组", "二组", "三组"]
    assert village == {"code": "990101001001", "name": "䶮𬎆村", "township": "演示镇", "ehr3": "001"}


def test_every_laptop_gets_reference_records(load: Load, enrolled: Enrolled) -> None:
    load("departments", "code,organisation,name,phone\nN1,H1,内科,0000\nN1,H2,内科,\n")
    laptop = enrolled()
    laptop.pull()
    assert set(laptop.held("organisation")) == {"H1", "H2", "T1", "V1", "V2"}
    assert set(laptop.held("department")) == {"H1:N1", "H2:N1"}
    assert laptop.held("staff")["C1"]["villages"] == ["990101001002"]


def test_loading_again_writes_only_what_changed(county: CountyDatabase, load: Load, enrolled: Enrolled) -> None:
    before = head(county)
    load("organisations", ORGANISATIONS)
    assert head(county) == before
    load("organisations", ORGANISATIONS.replace("0000-1", "0000-9"))
    assert head(county) == before + 1
    laptop = enrolled()
    laptop.pull()
    assert laptop.held("organisation")["V1"]["phone"] == "0000-9"
    assert laptop.records["organisation", "V1"].rev == 2


def test_an_emptied_cell_clears_and_a_left_out_column_keeps(load: Load, enrolled: Enrolled) -> None:
    load("organisations", "code,name,kind,phone\nV1,演示村卫生室,village_clinic,\n")
    laptop = enrolled()
    laptop.pull()
    clinic = laptop.held("organisation")["V1"]
    assert "phone" not in clinic
    assert (clinic["parent_code"], clinic["villages"]) == ("T1", ["990101001001"])


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("organisations", "code,name,kind\nX1,某院,palace\n", "第2行：机构类别没有“palace”"),
        ("organisations", "code,name,kind\n,某院,bureau\n", "第2行：缺少机构代码"),
        ("organisations", "code,name,kind,villages\nX1,某室,village_clinic,12345\n", "第2行：村代码应为12位数字"),
        ("organisations", "code,name,kind\nX1,某院,bureau\nX1,又一院,bureau\n", "第3行：代码“X1”和第2行重复"),
        ("villages", "code,name\n99010100100,某村\n", "第2行：村代码应为12位数字"),
        ("departments", "code,organisation,name\nN1,X9,内科\n", "第2行：机构表里没有“X9”"),
        ("staff", "code,name,organisation,role\nS1,某人,X9,village_doctor\n", "第2行：机构表里没有“X9”"),
        ("staff", "code,name,organisation,role\nS1,某人,V1,boss\n", "第2行：角色没有“boss”"),
        ("staff", "name,role\n某人,village_doctor\n", "缺少列 code,organisation"),
        ("staff", "", "缺少列"),
        ("staff", "code,name,organisation,role\nS1,某人,V1,village_doctor,,,,x\n", "第2行：有8格"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(load: Load, kind: str, text: str, words: str) -> None:
    with pytest.raises(CountyProblem, match=r"没有载入|没有改动") as refused:
        load(kind, text)
    assert words in str(refused.value)


def test_a_file_with_one_wrong_row_changes_nothing_and_names_all_wrong_rows(county: CountyDatabase, load: Load) -> None:
    before = head(county)
    with pytest.raises(CountyProblem) as refused:
        load("staff", "code,name,organisation,role\nS1,某人,V1,village_doctor\nS2,,V1,village_doctor\n\nS3,某,V1,x\n")
    assert "第3行" in str(refused.value)
    assert "第5行" in str(refused.value)
    assert head(county) == before


def test_an_unknown_parent_is_remarked_and_loaded(load: Load) -> None:
    loaded = load("organisations", "code,name,kind,parent\nX1,某院,bureau,Z9\n")
    assert loaded.notices == ("第2行：机构表里没有“Z9”",)  # type: ignore[attr-defined]


def test_a_file_that_is_no_text_or_not_there_is_said(county: CountyDatabase, tmp_path: Path) -> None:
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\xff\xff\xff")
    for path, words in ((binary, "编码"), (tmp_path / "none.csv", "读不出来")):
        with pytest.raises(CountyProblem, match=words):
            load_reference(county, "staff", path, "test")


def test_yearly_figures_of_an_area_reach_every_laptop_and_a_left_out_column_keeps(
    load: Load, enrolled: Enrolled
) -> None:
    load("bases", "year,area,resident_population,hypertension_due\n2026,990101001001,1200,\n2026,T1,3000,260\n")
    load("bases", "year,area,elderly_population\n2026,T1,512\n")
    laptop = enrolled()
    laptop.pull()
    held = laptop.held("yearly_base")
    assert held["2026:990101001001"] == {"year": 2026, "area": "990101001001", "resident_population": 1200}
    whole = {"year": 2026, "area": "T1", "resident_population": 3000, "hypertension_due": 260}
    assert held["2026:T1"] == whole | {"elderly_population": 512}


def test_a_yearly_figure_that_is_no_number_refuses_the_file(load: Load) -> None:
    with pytest.raises(CountyProblem, match="第2行"):
        load("bases", "year,area,resident_population\n2026,T1,some\n")
