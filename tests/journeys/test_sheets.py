"""Sheets of other systems come in as numbered batches, are told row by row, and are taken back with one step."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.exchange.marked_copy import copy_name
from clinic_app.progress import Watch
from clinic_app.sheet_import import (
    FILL,
    SheetReport,
    Wish,
    all_batches,
    import_sheet,
    look_at,
    try_sheet,
    undo_batch,
    write_result,
)
from clinic_app.store.database import Database
from clinic_app.store.import_batches import batch_of_record
from tests.conftest import PASSWORD
from tests.journeys.command_line import run

PEOPLE = (
    "姓名,性别,身份证号,出生日期,村代码,组,门牌号,电话,高血压\n"
    "䶮某甲,女,11010519491231002X,1949-12-31,990101100201,一组,3号,,是\n"
    "李某乙,男,,1950-01-02,990101100201,一组,3号,13900000002,否\n"
    "王某丙,男,,1951-02-03,990101100201,一组,4号,,否\n"
)
VISITS = (
    "随访登记表\n"
    "患者姓名,身份证号码,出生日期,随访日期,随访方式,血压(mmHg),症状,药物1,用法1,随访医生,此次随访分类\n"
    "䶮某甲,11010519491231002X,,2026-11-10,家庭,152/96,头痛头晕、乏力,氨氯地平,5mg 每日1次,甲医生,控制不满意\n"
    "李某乙,,1950.1.2,2026/11/11,2 家庭,128/78,无症状,,,甲医生,控制满意\n"
    "张某丁,,1960-01-01,2026-11-11,家庭,128/78,,,,,\n"
    "李某乙,,1950-01-02,2026-11-12,家庭,78/128,,,,,\n"
    "䶮某乙,11010519491231002X,,2026-11-10,家庭,,,,,,\n"
    "王某丙,,1951-02-03,2026-13-40,家庭,,,,,,\n"
)


def write(folder: Path, text: str, encoding: str = "utf-8", name: str = "sheet.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def bring(database: Database, path: Path, kind: str = "", **wish: Any) -> SheetReport:
    """Look, try, import; the trial foretells the import and saves nothing."""
    table, found = look_at(database, path, kind)
    tried = try_sheet(database, table, Wish(found, **wish))
    done = import_sheet(database, table, Wish(found, **wish))
    assert (tried.counts, tried.errors) == (done.counts, done.errors)
    return done


def in_force(database: Database, kind: str) -> list[dict[str, Any]]:
    return [dict(each.fields) for each in exported_records(database, kind) if not each.void]


def test_residents_come_in_join_those_on_file_and_are_taken_back(
    database: Database, tmp_path: Path, clock: FrozenClock
) -> None:
    first = bring(database, write(tmp_path, PEOPLE))
    assert (first.kind, first.counts) == (
        "residents", {"rows": 3, "new": 3, "changed": 0, "matched": 0, "refused": 0},
    )  # fmt: skip
    people = {each["name"] for each in in_force(database, "resident")}
    assert people == {"䶮某甲", "李某乙", "王某丙"}
    clock.advance(timedelta(minutes=5))
    more = PEOPLE.replace("1951-02-03,990101100201,一组,4号,,", "1951-02-03,990101100201,一组,4号,13900000003,")
    second = bring(database, write(tmp_path, more + "赵某戊,男,,1970-01-01,990101100201,二组,1号,,否\n"), existing=FILL)
    assert (second.counts["new"], second.counts["changed"], second.counts["matched"]) == (1, 1, 2)
    taken = undo_batch(database, second.batch)
    assert not taken.left
    phones = {each["name"]: each.get("phone") for each in in_force(database, "resident")}
    assert phones == {"䶮某甲": None, "李某乙": "13900000002", "王某丙": None}
    taken = undo_batch(database, first.batch)
    assert not taken.left
    assert not in_force(database, "resident")
    assert not in_force(database, "household")
    assert not in_force(database, "chronic_registration")
    assert [each.state for each in all_batches(database)] == ["undone", "undone"]


def test_follow_ups_find_their_people_and_bad_rows_are_told_in_words(
    database: Database, tmp_path: Path, clock: FrozenClock
) -> None:
    bring(database, write(tmp_path, PEOPLE))
    clock.advance(timedelta(minutes=5))
    done = bring(database, write(tmp_path, VISITS, "gb18030", "visits.csv"))
    assert done.kind == "hypertension"
    assert done.counts == {"rows": 6, "new": 2, "changed": 0, "matched": 0, "refused": 4}
    told = {each.line: (each.column, each.message) for each in done.errors}
    assert told[5] == ("患者姓名", "本机没有对得上的“张某丁”，核对出生日期，或先建档、同步")
    assert told[6][1] == "收缩压应高于舒张压，核对是否填反"
    assert "䶮某甲" in told[7][1]
    assert told[8][0] == "随访日期"
    visit = next(each for each in in_force(database, "visit") if each["sbp"] == 152)
    assert visit["medicines"] == [{"name": "氨氯地平", "usage": "5mg 每日1次"}]
    assert visit["doctor_sign"] == "甲医生"
    sections = in_force(database, "hypertension_followup")
    assert {each["classification"] for each in sections} == {"1", "2"}
    again = bring(database, write(tmp_path, VISITS))
    assert (again.counts["new"], again.counts["matched"]) == (0, 2)
    # A corrected visit stays, with its section and the registration that it opened.
    corrected = next(each for each in exported_records(database, "visit") if each.fields.get("sbp") == 128)
    clock.advance(timedelta(minutes=5))
    save(database, [{"type": "visit", "id": corrected.id, "fields": {"sbp": 130}, "amends": True, "reason": "抄错"}])
    taken = undo_batch(database, done.batch)
    assert {each.line for each in taken.left} == {4}
    assert {each.type for each in taken.left} == {"visit", "hypertension_followup", "chronic_registration"}
    assert {each.message for each in taken.left if each.type == "visit"} == {"导入以后有人改过，留着"}
    assert [each["sbp"] for each in in_force(database, "visit")] == [130]
    assert undo_batch(database, first_number(database)).left


def first_number(database: Database) -> str:
    return all_batches(database)[-1].id


def test_deaths_and_moves_end_what_is_due_and_say_what_does_not_fit(
    database: Database, tmp_path: Path, clock: FrozenClock
) -> None:
    bring(database, write(tmp_path, PEOPLE))
    deaths = (
        "姓名,身份证号,出生日期,死亡日期,死亡原因\n䶮某甲,11010519491231002X,,2026-10-01,脑血管病\n"
        "李某乙,,1950-01-02,2027-01-01,\n"
    )
    died = bring(database, write(tmp_path, deaths))
    assert (died.kind, died.counts["new"], died.counts["refused"]) == ("deaths", 1, 1)
    visit = in_force(database, "visit")[0]
    assert (visit["outcome"], visit["death_cause"], visit["death_somatic"]) == ("6", "1", "4")
    moves = "姓名,出生日期,迁出日期,迁往\n王某丙,1951-02-03,2026-10-02,邻县\n"
    moved = bring(database, write(tmp_path, moves))
    assert (moved.kind, moved.counts["new"]) == ("moves", 1)
    again = bring(database, write(tmp_path, moves + "王某丙,1951-02-03,2026-10-02,邻县\n"))
    assert (again.counts["matched"], again.counts["refused"]) == (1, 1)
    both = "姓名,出生日期,身份证号,迁移类型,迁移日期,去向\n王某丙,1951-02-03,,迁出,2026-10-02,邻县\n"
    both += "䶮某甲,,11010519491231002X,迁入,,\n"
    both += "钱某丁,,110105195001020018,迁入,2026-10-05,\n"
    mixed = bring(database, write(tmp_path, both))
    assert mixed.kind == "moves"
    told = {each.line: each for each in mixed.errors}
    assert {line: (each.column, each.moved_in) for line, each in told.items()} == {
        4: ("迁移类型", ("110105195001020018", "钱某丁"))
    }, "who is on file has arrived; who is not is looked up and claimed"
    registered = "姓名,身份证号,病种,确诊日期\n䶮某甲,11010519491231002X,高血压、糖尿病,2019-05-06\n"
    done = bring(database, write(tmp_path, registered))
    assert (done.kind, done.counts["new"]) == ("registrations", 1)
    programmes = {each["programme"]: each.get("diagnosed_on") for each in in_force(database, "chronic_registration")}
    assert programmes["diabetes"] == "2019-05"


def test_columns_that_a_person_mapped_are_remembered_for_the_source(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path, PEOPLE.replace("电话", "老年机"))
    table, kind = look_at(database, path)
    place = next(place for place, name in table.names.items() if name == "老年机")
    assert place not in table.mapping
    import_sheet(database, table.mapped({**table.mapping, place: "phone"}), Wish(kind))
    other = look_at(database, write(tmp_path, PEOPLE.replace("电话", "老年机"), name="next.csv"))[0]
    assert other.mapping[place] == "phone"


def test_a_stopped_import_says_what_waits_and_the_same_sheet_goes_on(database: Database, tmp_path: Path) -> None:
    table, kind = look_at(database, write(tmp_path, PEOPLE))
    watch = Watch()
    watch = Watch(lambda point: watch.stop() if point.step == "save" and point.done == 1 else None)
    report = import_sheet(database, table, Wish(kind), watch)
    assert (report.stopped, report.count("new"), report.waiting) == (True, 2, 1)
    report = import_sheet(database, table, Wish(kind))
    assert (report.count("new"), report.count("matched"), report.waiting) == (1, 2, 0)


@pytest.mark.parametrize("text", ["", "1,2\n3,4\n", "姓名,性别\n李某,男\n"])
def test_a_sheet_without_what_it_needs_is_said_in_one_sentence(database: Database, tmp_path: Path, text: str) -> None:
    table, kind = look_at(database, write(tmp_path, text))
    report = import_sheet(database, table, Wish(kind))
    assert report.problem
    assert not report.batch
    assert not all_batches(database)


def test_a_record_tells_its_batch(database: Database, tmp_path: Path) -> None:
    done = bring(database, write(tmp_path, PEOPLE))
    resident = next(iter(exported_records(database, "resident")))
    with database.read() as connection:
        assert batch_of_record(connection, resident.id) == done.batch == "20261122-01"


def test_the_copy_says_of_each_row_what_became_of_it_and_marks_the_cell(database: Database, tmp_path: Path) -> None:
    bring(database, write(tmp_path, PEOPLE))
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in VISITS.splitlines():
        book.active.append(line.split(","))
    book.active["K4"] = "=HYPERLINK(1)"
    book.create_sheet("别的")
    book.save(tmp_path / "visits.xlsx")
    table, kind = look_at(database, tmp_path / "visits.xlsx")
    report = import_sheet(database, table, Wish(kind))
    target = tmp_path / copy_name(table.path)
    write_result(database, table, report, target)
    copied = openpyxl.load_workbook(target)
    assert len(copied.worksheets) == 1
    sheet = copied.active
    assert sheet is not None
    assert sheet["K4"].value is None
    said = [sheet.cell(line, 12).value for line in range(2, 9)]
    assert said[:3] == ["导入结果", "新增", "新增"]
    assert said[3] == "退回：患者姓名：本机没有对得上的“张某丁”，核对出生日期，或先建档、同步"
    assert sheet.cell(8, 4).fill.fgColor.rgb == "FFFFD9D6"
    assert sheet.cell(3, 1).value == "䶮某甲"
    again = look_at(database, target)[0]
    assert "导入结果" in again.unknown
    plain = tmp_path / "visits.csv"
    table = look_at(database, write(tmp_path, VISITS, "gb18030"))[0]
    write_result(database, table, report, plain)
    assert plain.read_bytes().decode("gb18030").splitlines()[1].endswith(",导入结果")


def test_the_command_line_brings_sheets_lists_batches_and_takes_one_back(database: Database, tmp_path: Path) -> None:
    bring(database, write(tmp_path, PEOPLE))
    database.close()
    options = ("--data", database.folder, "--json")
    moves = write(tmp_path, "姓名,出生日期,走的日子\n王某丙,1951-02-03,2026-10-02\n", name="moves.csv")
    told = run("import", "moves", moves, *options, password=PASSWORD, expect=1)
    assert told[0]["missing_columns"] == ["迁出日期"]
    told = run("import", "moves", moves, "--column", "走的日子=move.moved_on", *options, password=PASSWORD)
    assert (told[0]["new"], told[0]["batch"][-3:]) == (1, "-01")
    listed = run("import", "list", *options, password=PASSWORD)
    assert [each["kind"] for each in listed] == ["moves", "residents"]
    told = run("import", "undo", told[0]["batch"], *options, password=PASSWORD)
    assert (told[0]["taken_back"], told[0]["left"]) == (1, [])
