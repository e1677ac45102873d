"""A list of the screen as a spreadsheet, read back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from clinic_app.exchange import spreadsheet
from clinic_app.exchange.list_file import write_list
from clinic_app.exchange.spreadsheet import TooManyPeople, Watermark

MARK = Watermark("李𡛓医", "演示甲村卫生室", "2026-11-22 10:30", "入户 & 电话")
FIGURES = Watermark("李𡛓医", "", "2026-11-22 10:30")


def cells(path: Path) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return rows


def test_title_names_and_rows_come_back_as_texts(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    write_list(path, "今日工作", ("姓名", "电话"), [("李𡛓", "19900007777"), ("王某", "007")], MARK)
    said = "导出人 李𡛓医　演示甲村卫生室　2026-11-22 10:30　用途 入户 & 电话　不得外传，用完删除"
    rows = [("今日工作", None), ("姓名", "电话"), ("李𡛓", "19900007777"), ("王某", "007"), (said, None)]
    assert cells(path) == rows
    book = openpyxl.load_workbook(path)
    assert (book.properties.creator, book.properties.description) == ("李𡛓医", said)
    # On each printed page too, where an ampersand would begin a code.
    assert book.worksheets[0].oddFooter.left.text == said.replace("&", "＆")
    book.close()
    assert [each.name for each in tmp_path.iterdir()] == ["名单.xlsx"]


def test_nothing_is_a_formula_and_control_characters_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_list(path, "=1+1", ("+a",), [("@b",), ("-c",), ("甲\x07乙",)], FIGURES)
    assert [row[0] for row in cells(path)][:-1] == ["'=1+1", "'+a", "'@b", "'-c", "甲乙"]


def test_an_older_list_of_the_name_stays_when_the_new_one_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_list(path, "一", ("姓名",), [], MARK)
    (tmp_path / "list.xlsx.part").mkdir()
    with pytest.raises(OSError, match="list"):
        write_list(path, "二", ("姓名",), [], MARK)
    assert cells(path)[0] == ("一",)


def test_a_list_of_more_people_than_a_file_may_name_is_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_PEOPLE", 3)
    path = tmp_path / "list.xlsx"
    write_list(path, "一", ("姓名",), [(f"王某{number}",) for number in range(3)], MARK)
    before = path.read_bytes()
    with pytest.raises(TooManyPeople, match="没有写文件"):
        write_list(path, "二", ("姓名",), ((f"王某{number}",) for number in range(4)), MARK)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["list.xlsx"]


def test_a_mark_without_a_reason_names_who_and_when_only() -> None:
    assert FIGURES.words == "导出人 李𡛓医　2026-11-22 10:30"
