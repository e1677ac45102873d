"""Sheets of residents become checked people and families."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from clinic_app.care.save import save
from clinic_app.exchange import resident_columns as columns
from clinic_app.exchange.resident_saves import MOST_RECORDS_IN_SAVE, to_saves
from clinic_app.exchange.residents_file import ResidentsFile, Row, read_residents
from clinic_app.store.database import Database
from clinic_app.store.queries.household import households
from clinic_app.store.queries.residents import resident_card, resident_ids
from tests.conftest import NOW

VILLAGE = "990101001001"
TODAY = date(2026, 11, 22)
NUMBER = "990101195803071237"
CUT = "身份证号在表格里成了数字，后几位已丢失，把这一列设成文本后重填"
Read = Callable[..., ResidentsFile]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a CSV text; village and directory may be given."""

    def read_text(text: str, **more: Any) -> ResidentsFile:
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        return read_residents(path, TODAY, **{"village": VILLAGE, **more})

    return read_text


def only(found: ResidentsFile) -> Row:
    (row,) = found.rows
    assert row.errors == ()
    return row


def messages(found: ResidentsFile) -> list[str]:
    return [str(error) for error in found.errors]


def test_the_usual_columns_fill_the_fields(read: Read) -> None:
    row = only(read(
        "姓名,性别,出生日期,身份证号码,联系电话,村代码,民族,与户主关系,家庭住址,婚姻状况\n"
        f"王甲子,男,1958-03-07,{NUMBER},199 0000 4321,{VILLAGE},汉族,户主,演示县甲路1号,已婚\n"
    ))  # fmt: skip
    assert row.fields == {
        "name": "王甲子", "sex": "1", "birth_date": "1958-03-07", "id_no": NUMBER, "phone": "199 0000 4321",
        "village_code": VILLAGE, "ethnicity": "01", "relation_to_head": "1", "current_address": "演示县甲路1号",
        "marital": "2",
    }  # fmt: skip
    assert row.line == 2


@pytest.mark.parametrize("header", ["姓名", "患者姓名", " 姓 名 ", "姓名（必填）", "*姓名", "姓名："])
def test_a_column_is_known_by_its_other_names(header: str) -> None:
    assert columns.key_of(header) == "name"


def test_every_listed_column_name_is_known_and_means_one_thing() -> None:
    names = [name for listed in columns.HEADERS.values() for name in listed]
    assert len(names) == len(set(names))
    assert all(columns.key_of(name) == key for key, listed in columns.HEADERS.items() for name in listed)


def test_birth_and_sex_come_from_a_good_number(read: Read) -> None:
    row = only(read(f"姓名,身份证号\n王甲,{NUMBER}\n"))
    assert (row.fields["birth_date"], row.fields["sex"]) == ("1958-03-07", "1")
    old = only(read("姓名,身份证号\n王甲,990101580307123\n"))
    assert old.fields["id_no"] == NUMBER


def test_a_birth_date_that_is_given_is_held_against_the_number(read: Read) -> None:
    found = read(f"姓名,身份证号,出生日期\n王甲,{NUMBER},1959-03-07\n")
    assert messages(found) == ["第2行“出生日期”：出生日期与身份证号不一致（身份证号为1958-03-07）"]


def test_a_title_above_the_header_is_passed_over(read: Read) -> None:
    found = read("演示村居民名单,,\n\n姓名,性别,出生日期\n王甲,男,19580307\n")
    assert [row.line for row in found.rows] == [4]
    assert found.rows[0].errors == ()


def test_unknown_columns_are_reported_with_their_cells(read: Read) -> None:
    found = read("姓名,性别,出生日期,爱好,姓名\n王甲,男,1958-03-07,下棋,曾用名\n")
    assert found.unknown_columns == ("爱好", "姓名")
    assert found.rows[0].unknown == {"爱好": "下棋", "姓名": "曾用名"}


def test_a_file_without_a_header_says_so(read: Read) -> None:
    assert "表头" in read("王甲,男\n李乙,女\n").problem
    assert "表头" in read("").problem


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (",男,1958-03-07,", "第2行“姓名”：缺少姓名"),
        ("王甲,,1958-03-07,", "第2行“性别”：缺少性别"),
        ("王甲,男,,", "第2行“生日”：缺少出生日期"),
        ("王甲,男,1958-02-30,", "第2行“生日”：出生日期写的日期不存在：1958-02-30"),
        ("王甲,男,2027-01-01,", "第2行“生日”：出生日期晚于今天"),
        ("王甲,男,1958-03-07,990101195803071238", "第2行“证件号码”：身份证号校验位不对，有一位可能抄错"),
        ("王甲,男,1958-03-07,1.23457E+17", f"第2行“证件号码”：{CUT}"),
        ("王甲,男,1958-03-07,,多一列", "第2行：这一行的列数比表头多，核对是不是多了逗号"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_line_and_column(read: Read, cells: str, sentence: str) -> None:
    assert messages(read(f"姓名,性别,生日,证件号码\n{cells}\n")) == [sentence]


def test_a_number_that_excel_cut_short_is_noticed(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "身份证号", "出生日期"])
    sheet.append(["王甲", 990101195803071000.0, 21251])
    sheet.append(["李乙", NUMBER, 21251])
    book.save(tmp_path / "list.xlsx")
    first, second = read_residents(tmp_path / "list.xlsx", TODAY, village=VILLAGE).rows
    assert "后几位已丢失" in first.errors[0].message
    assert second.errors == ()
    assert second.fields["birth_date"] == "1958-03-07"


def test_short_rows_are_fine_and_bad_rows_do_not_stop_good_ones(read: Read) -> None:
    found = read("姓名,性别,出生日期,电话\n王甲,男,1958-03-07\n,,x\n李乙,女,1960-01-01,1\n")
    assert [row.fields["name"] for row in found.good] == ["王甲", "李乙"]


def test_villages_go_by_name_code_or_the_given_default(read: Read) -> None:
    directory = {"villages": {"演示甲村": VILLAGE, "演示乙村": "990101001002"}, "village": ""}
    text = "姓名,性别,出生日期,村\n王甲,男,1958-03-07,{}\n"
    assert only(read(text.format("演示乙村"), **directory)).fields["village_code"] == "990101001002"
    assert only(read(text.format("演示乙村村委会"), **directory)).fields["village_code"] == "990101001002"
    assert only(read(text.format(VILLAGE), **directory)).fields["village_code"] == VILLAGE
    assert only(read(text.format(""))).fields["village_code"] == VILLAGE
    assert "村名录里没有“丙村”" in messages(read(text.format("丙村"), **directory))[0]
    assert "缺少村代码" in messages(read(text.format(""), **directory))[0]
    assert messages(read(text.format("123"))) == ["第2行“村代码”：村代码应为12位数字"]


@pytest.mark.parametrize(
    ("word", "code"),
    [("户主", "1"), ("妻", "2"), ("丈夫", "2"), ("长子", "3"), ("外孙女", "4"), ("母亲", "5"), ("奶奶", "6"),
     ("哥哥", "7"), ("保姆", "8"), ("2", "2"), ("12", "8")],
)  # fmt: skip
def test_kinship_words_become_the_printed_codes(word: str, code: str) -> None:
    assert columns.relation(word) == code


@pytest.mark.parametrize("cell", ["是", "√", "1", "✓", "Y", "有"])
def test_a_yes_puts_a_person_under_management(read: Read, cell: str) -> None:
    row = only(read(f"姓名,性别,出生日期,高血压,糖尿病,既往病史\n王甲,男,1958-03-07,{cell},否,无\n"))
    assert row.programmes == ("hypertension",)
    assert row.fields["past_disease"] == ["2"]


def test_a_cell_that_says_neither_yes_nor_no_is_asked_about(read: Read) -> None:
    found = read("姓名,性别,出生日期,高血压\n王甲,男,1958-03-07,可能\n")
    assert messages(found) == ["第2行“高血压”：应写“是”或“否”"]


@pytest.mark.parametrize(
    ("cell", "codes", "other"),
    [
        ("无", ["1"], ""),
        ("高血压、糖尿病", ["2", "3"], ""),
        ("2 3", ["2", "3"], ""),
        ("脑中风，痛风", ["7", "13"], "痛风"),
        ("无，冠心病", ["4"], ""),
    ],
)
def test_diseases_become_codes_and_nothing_is_lost(cell: str, codes: list[str], other: str) -> None:
    assert columns.diseases(cell) == (codes, other)


def test_people_of_one_family_number_or_one_door_are_one_save(read: Read) -> None:
    found = read(
        "姓名,性别,出生日期,户号,组,门牌号,与户主关系\n"
        "王甲,男,1958-03-07,A1,3组,12号,户主\n"
        "李乙,女,1960-01-01,A1,,,妻\n"
        "张丙,男,1970-01-01,,3组,12号,户主\n"
        "赵丁,女,1971-01-01,,3组,12号,妻\n"
        "孙戊,女,1980-01-01,,,,\n"
    )
    plan = to_saves(found.rows, NOW, TODAY)
    assert plan.lines == ((2, 3), (4, 5), (6,))
    assert (plan.residents, plan.households) == (5, 2)
    assert [[each["type"] for each in records] for records in plan.saves] == [
        ["household", "resident", "resident"], ["household", "resident", "resident"], ["resident"],
    ]  # fmt: skip
    family = plan.saves[0][0]["fields"]
    assert family == {"village_code": VILLAGE, "group_name": "3组", "house_no": "12号", "head_name": "王甲"}
    assert {each["fields"]["household_id"] for each in plan.saves[0][1:]} == {plan.saves[0][0]["id"]}
    assert "household_id" not in plan.saves[2][0]["fields"]


def test_a_person_twice_in_the_file_or_already_known_is_imported_once(read: Read) -> None:
    found = read(
        "姓名,性别,出生日期,身份证号\n"
        f"王甲,男,1958-03-07,{NUMBER}\n王甲子,男,1958-03-07,{NUMBER}\n"
        "李乙,女,1960-01-01,\n李乙,女,1960-01-01,\n旧人,女,1950-01-01,\n"
    )  # fmt: skip
    plan = to_saves(found.rows, NOW, TODAY, known=lambda fields: "旧人 女 1950" if fields["name"] == "旧人" else None)
    assert [str(error) for error in plan.errors] == [
        "第3行：与第2行是同一个人，没有再导入",
        "第5行：与第4行是同一个人，没有再导入",
        "第6行：已有这位居民（旧人 女 1950），没有再导入",
    ]
    assert plan.lines == ((2,), (4,))


def test_people_join_a_family_that_is_already_there(read: Read) -> None:
    found = read("姓名,性别,出生日期,门牌号\n王甲,男,1958-03-07,12号\n")
    plan = to_saves(found.rows, NOW, TODAY, known_household=lambda fields: "the-family")
    assert plan.households == 0
    assert [each["fields"]["household_id"] for each in plan.saves[0]] == ["the-family"]


def test_a_home_for_many_is_saved_in_parts_that_fit(read: Read) -> None:
    people = "".join(f"住户{number},男,1958-03-07,A1,是\n" for number in range(150))
    plan = to_saves(read("姓名,性别,出生日期,户号,高血压\n" + people).rows, NOW, TODAY)
    assert all(len(records) <= MOST_RECORDS_IN_SAVE + 2 for records in plan.saves)
    assert sum(len(part) for part in plan.lines) == 150
    assert sum(each["type"] == "household" for records in plan.saves for each in records) == 1


def test_the_saves_are_what_care_saves(read: Read, database: Database) -> None:
    found = read(
        "姓名,性别,出生日期,户号,门牌号,户主姓名,高血压,过敏史,民族,与户主关系\n"
        "𬎆甲,男,1958-03-07,A1,12号,𬎆甲,√,青霉素、头孢,苗族,户主\n"
        "李乙,女,1960-01-01,A1,,,,无,汉,妻\n"
    )
    assert messages(found) == []
    for records in to_saves(found.rows, NOW, TODAY).saves:
        save(database, records)
    with database.read() as connection:
        first, second = (resident_card(connection, each, TODAY) for each in resident_ids(connection)[::-1])
        (family,) = households(connection)
    assert first
    assert second
    assert (first.name, first.programmes, first.diagnosis_text) == ("𬎆甲", ("hypertension",), "高血压")
    assert first.allergy_text == "青霉素、其他（头孢）"
    assert second.allergy_text == "无"
    assert (family.head_name, family.members) == ("𬎆甲", 2)


@given(text=st.text(alphabet=st.sampled_from('姓名性别,王甲"\n\r\t男1958-3x\x00\ud7ff√'), max_size=120))
def test_any_file_is_rows_and_sentences(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.csv"
    path.write_text("姓名,性别,出生日期\n" + text, encoding="utf-8")
    found = read_residents(path, TODAY, village=VILLAGE)
    plan = to_saves(found.rows, NOW, TODAY)
    assert plan.residents + len(plan.errors) == len(found.good)
