"""A list of the screen as a spreadsheet, read back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from clinic_app.exchange.list_file import write_list


def cells(path: Path) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return rows


def test_title_names_and_rows_come_back_as_texts(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    write_list(path, "今日工作", ("姓名", "电话"), [("李𡛓", "19900007777"), ("王某", "007")])
    assert cells(path) == [("今日工作", None), ("姓名", "电话"), ("李𡛓", "19900007777"), ("王某", "007")]
    assert [each.name for each in tmp_path.iterdir()] == ["名单.xlsx"]


def test_nothing_is_a_formula_and_control_characters_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_list(path, "=1+1", ("+a",), [("@b",), ("-c",), ("甲\x07乙",)])
    assert [row[0] for row in cells(path)] == ["'=1+1", "'+a", "'@b", "'-c", "甲乙"]


def test_an_older_list_of_the_name_stays_when_the_new_one_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_list(path, "一", ("姓名",), [])
    (tmp_path / "list.xlsx.part").mkdir()
    with pytest.raises(OSError, match="list"):
        write_list(path, "二", ("姓名",), [])
    assert cells(path)[0] == ("一",)
