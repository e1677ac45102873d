"""Rows out of any spreadsheet or CSV file."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from clinic_app.exchange.sheet import Sheet, excel_day, read_sheets

TEXT = "姓名,性别\r\n王甲,男\r\n𬎆乙,女\r\n"


def csv_of(tmp_path: Path, raw: bytes) -> Sheet:
    path = tmp_path / "list.csv"
    path.write_bytes(raw)
    (sheet,) = read_sheets(path)
    return sheet


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_recognised(tmp_path: Path, encoding: str) -> None:
    sheet = csv_of(tmp_path, TEXT.encode(encoding))
    assert cells(sheet) == [("姓名", "性别"), ("王甲", "男"), ("𬎆乙", "女")]
    assert not sheet.problem


def test_a_broken_byte_spoils_its_own_row_only(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        raw = TEXT.encode(encoding).replace("王甲".encode(encoding), "王".encode(encoding) + b"\xff")
        sheet = csv_of(tmp_path, raw)
        assert [bool(row.problem) for row in sheet.rows] == [False, True, False]
        assert "编码" in sheet.rows[1].problem


@pytest.mark.parametrize("mark", ["\t", ";", "，"])
def test_other_separators_are_recognised(tmp_path: Path, mark: str) -> None:
    sheet = csv_of(tmp_path, TEXT.replace(",", mark).encode())
    assert cells(sheet)[1] == ("王甲", "男")


def test_lines_are_numbered_as_the_person_sees_them(tmp_path: Path) -> None:
    sheet = csv_of(tmp_path, '姓名,住址\n\n王甲,"甲路\n1号"\n李乙,x\n'.encode())
    assert [row.line for row in sheet.rows] == [1, 3, 5]
    assert sheet.rows[1].cells[1] == "甲路\n1号"


def test_an_open_quotation_mark_is_said_at_its_row(tmp_path: Path) -> None:
    body = "姓名,住址\n" + '王甲,"甲路\n' + "李乙,x\n" * 30
    sheet = csv_of(tmp_path, body.encode())
    assert "引号" in sheet.rows[1].problem


def test_an_endless_cell_ends_the_reading_with_a_sentence(tmp_path: Path) -> None:
    sheet = csv_of(tmp_path, ('姓名,住址\n王甲,"' + "x" * 200_000).encode())
    assert "引号" in sheet.problem


def test_nul_is_dropped(tmp_path: Path) -> None:
    assert cells(csv_of(tmp_path, "姓名,性别\n王\0甲,男\n".encode()))[1] == ("王甲", "男")


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_problem(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(raw)
    assert all(isinstance(sheet, Sheet) for sheet in read_sheets(path))


def test_a_workbook_is_read_with_dates_numbers_and_truths_as_text(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "出生", "电话", "体重", "高血压", "证件"])
    sheet.append(["王甲", datetime(1958, 3, 7), 19900000001, 61.5, True, 990101195803071237])
    sheet.append([None] * 6)
    sheet.append(["李乙", date(1960, 1, 2), None, None, False, 1.23456789012345e17])
    path = tmp_path / "list.xlsx"
    book.save(path)
    (read,) = read_sheets(path)
    assert read.rows[1].cells[:5] == ("王甲", "1958-03-07", "19900000001", "61.5", "是")
    assert [row.line for row in read.rows] == [1, 2, 4]
    assert read.rows[1].numeric == {2, 3, 5}
    assert read.rows[2].blurred == {5}


def test_a_broken_workbook_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("anything", "x")
    assert "损坏" in read_sheets(path)[0].problem
    path.write_bytes(b"PK\x03\x04 no more")
    assert "损坏" in read_sheets(path)[0].problem


def test_old_and_missing_files_say_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "list.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")
    assert ".xlsx" in read_sheets(path)[0].problem
    assert "打不开" in read_sheets(tmp_path / "nothing.csv")[0].problem


def test_day_numbers_of_a_spreadsheet_are_dates() -> None:
    assert excel_day("21251") == "1958-03-07"
    assert excel_day("1958-03-07") == "1958-03-07"
    assert excel_day("19580307") == "19580307"
