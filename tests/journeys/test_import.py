"""A village's list comes in from a sheet; broken rows are told one by one."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from clinic_app.resident_import import import_residents
from clinic_app.store.database import Database
from clinic_app.store.search import search
from tests.conftest import DatabaseFactory

HEADER = "姓名,性别,身份证号,出生日期,村代码,组,门牌号,户主,高血压\n"
GOOD = (
    "䶮某甲,女,11010519491231002X,1949-12-31,990101100201,一组,3号,䶮某甲,是\n"
    "李某乙,男,,1950.1.2,990101100201,一组,3号,䶮某甲,否\n"
)
BROKEN = (
    "王某丙,男,110105194912310021,1949-12-31,990101100201,一组,4号,,否\n"
    "张某丁,男,,2099-01-01,990101100201,一组,5号,,否\n"
    ",男,,1960-01-01,990101100201,一组,6号,,否\n"
    '"刘某戊,女,,1960-01-01\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_good_rows_come_in_and_each_broken_row_is_told(database: Database, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes((HEADER + GOOD + BROKEN).encode(encoding))
    dry = import_residents(database, path, dry_run=True)
    assert (dry.residents, dry.households, search_names(database)) == (2, 1, [])
    summary = import_residents(database, path)
    assert (summary.residents, summary.households) == (2, 1)
    assert {each.line for each in summary.problems} == {4, 5, 6, 7}
    assert search_names(database) == ["䶮某甲"]


def test_the_same_file_again_adds_nobody(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEADER + GOOD, encoding="utf-8")
    import_residents(database, path)
    again = import_residents(database, path)
    assert (again.residents, again.households, again.refused) == (0, 0, 2)


def test_a_workbook_is_read_like_a_csv(make_database: DatabaseFactory, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in (HEADER + GOOD).splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "list.xlsx")
    summary = import_residents(make_database(), tmp_path / "list.xlsx")
    assert (summary.residents, summary.households, summary.problems) == (2, 1, ())


def test_an_import_can_be_stopped_and_keeps_what_was_saved(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    other = GOOD.replace("3号", "8号").replace("某", "某某").replace("11010519491231002X", "")
    path.write_text(HEADER + GOOD + other, encoding="utf-8")
    summary = import_residents(database, path, progress=lambda done, of: False)
    assert (summary.residents, summary.stopped) == (2, True)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04", "没有表头\n1,2".encode(), b"\xff" * 100])
def test_what_is_no_list_is_said_in_one_sentence(database: Database, tmp_path: Path, content: bytes) -> None:
    for name in ("odd.csv", "odd.xlsx"):
        (tmp_path / name).write_bytes(content)
        summary = import_residents(database, tmp_path / name)
        assert summary.problem
        assert summary.residents == 0


def search_names(database: Database) -> list[str]:
    with database.read() as connection:
        return [hit.title for hit in search(connection, "yanmoujia") if hit.type == "resident"]
