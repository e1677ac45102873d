"""A list in older codes comes in as the third edition counts; what it cannot tell is left out and said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clinic_app.care.export import exported_records
from clinic_app.cli.main import main
from clinic_app.exchange.residents_file import Row, read_residents
from clinic_app.records.edition import EditionError, edition
from clinic_app.resident_import import import_residents
from clinic_app.store.database import Database
from tests.conftest import PASSWORD

TODAY = date(2026, 11, 22)
VILLAGE = "990101100201"
HEADER = "姓名,性别,出生日期,村代码,民族,RH阴性,职业,禽畜栏,医疗费用支付方式\n"
LINE = f"李某甲,女,1958-03-07,{VILLAGE},2,1,5,3,3/7\n"


def rows(folder: Path, text: str, name: str = "") -> tuple[Row, ...]:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return read_residents(path, TODAY, edition=edition(name) if name else None).rows


def test_a_list_of_2011_is_read_in_its_codes(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, HEADER + LINE, "2011")
    assert row.errors == row.notices == ()
    assert {name: row.fields[name] for name in ("ethnicity", "rh", "occupation", "livestock", "payment")} == {
        "ethnicity": "99", "rh": "2", "occupation": "4", "livestock": "4", "payment": ["3", "7"],
    }  # fmt: skip
    assert row.fields["original_codes"] == {"ethnicity": "2", "rh": "1", "occupation": "5", "livestock": "3"}


def test_an_ambiguous_cell_is_left_out_with_a_notice_and_the_person_comes_in(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, HEADER + LINE.replace(",3,3/7", ",4,3/7"), "2011")
    assert row.errors == ()
    assert [str(each) for each in row.notices] == [
        "第2行“禽畜栏”：2011年版禽畜栏没有4，有的系统用它表示“无”，重填；没有导入这一项"
    ]
    assert "livestock" not in row.fields
    assert row.fields["original_codes"]["livestock"] == "4"


def test_the_older_question_of_rh_is_told_by_its_words_or_by_its_edition(tmp_path: Path) -> None:
    header = "姓名,性别,出生日期,村代码,RH阴性\n"
    line = "李某甲,女,1958-03-07,990101100201,{}\n"
    for cell, rh in (("否", "2"), ("是", "1"), ("不详", "3")):
        (row,) = rows(tmp_path, header + line.format(cell))
        assert (row.fields["rh"], row.fields["original_codes"]) == (rh, {"rh": cell})
    (row,) = rows(tmp_path, header + line.format("2"))
    assert "rh" not in row.fields
    assert "--edition" in row.notices[0].message
    assert row.notices[0].column == "RH阴性"
    (row,) = rows(tmp_path, header + line.format("2"), "2011")
    assert row.fields["rh"] == "1"


def test_words_are_words_in_every_edition(tmp_path: Path) -> None:
    text = HEADER + f"李某甲,女,1958-03-07,{VILLAGE},回族,否,军人,室外,全自费\n"
    (row,) = rows(tmp_path, text, "2011")
    assert row.errors == ()
    assert {name: row.fields[name] for name in ("ethnicity", "ethnicity_other", "occupation", "livestock")} == {
        "ethnicity": "99", "ethnicity_other": "回族", "occupation": "6", "livestock": "4",
    }  # fmt: skip


def test_without_an_edition_a_code_that_the_third_lacks_is_refused(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, HEADER + LINE.replace(",1,5,", ",否,9,"))
    assert [each.column for each in row.errors] == ["民族", "职业"]
    assert "--edition" in row.errors[0].message


def test_the_standard_s_codes_keep_the_minority_s_name(tmp_path: Path) -> None:
    text = "姓名,性别,出生日期,村代码,民族,婚姻状况,与户主关系\n" + f"李某甲,女,1958-03-07,{VILLAGE},03,30,10\n"
    (row,) = rows(tmp_path, text, "gb-codes")
    assert {name: row.fields[name] for name in ("ethnicity", "ethnicity_other", "marital", "relation_to_head")} == {
        "ethnicity": "99", "ethnicity_other": "回族", "marital": "3", "relation_to_head": "2",
    }  # fmt: skip


def test_the_import_tells_what_it_left_out_and_keeps_the_old_codes(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEADER + LINE.replace(",3,3/7", ",4,3/7"), encoding="utf-8")
    with pytest.raises(EditionError):
        import_residents(database, path, written_in="2009")
    summary = import_residents(database, path, written_in="2011")
    assert (summary.residents, summary.refused, len(summary.notices)) == (1, 0, 1)
    assert summary.as_json()["notices"][0]["column"] == "禽畜栏"
    (kept,) = exported_records(database, "resident")
    assert kept.fields["rh"] == "2"
    assert kept.fields["original_codes"]["livestock"] == "4"


def test_the_command_takes_an_edition_and_names_those_that_there_are(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEADER + LINE, encoding="utf-8")
    monkeypatch.setattr("clinic_app.cli.session._from_environment", None)
    for name, code in (("2011", 0), ("2009", 1)):
        monkeypatch.setenv("CLINIC_APP_PASSWORD", PASSWORD)
        words = ["import", "residents", str(path), "--edition", name, "--data", str(database.folder)]
        assert main(words) == code
    assert "没有“2009”这个版本，可选：2017、2011" in capsys.readouterr().err
