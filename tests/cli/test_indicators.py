"""`clinic-app indicators` and `county indicators` through the command itself, on real files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clinic_app.cli.main import main
from clinic_app.protocol.body import Body
from clinic_app.store.database import Database
from clinic_app.store.projection import write_body
from tests.conftest import PASSWORD
from tests.guidelines.indicator_fixture import VILLAGES, id_of, records


@pytest.fixture
def data(database: Database, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A laptop that holds the fixture's records."""
    with database.write() as connection:
        for record in records():
            body = Body(record["fields"], author="a", authored_at=record.get("at"))
            write_body(connection, record["type"], record["id"], body, 1)
    database.close()
    monkeypatch.setenv("CLINIC_APP_PASSWORD", PASSWORD)
    return database.folder


def said(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["indicators", *words, "--json"]) == 0
    line = capsys.readouterr().out
    assert line.count("\n") == 1
    found: dict[str, Any] = json.loads(line)
    return found


def of(found: dict[str, Any], key: str) -> dict[str, Any]:
    return next(each for each in found["indicators"] if each["key"] == key)


def test_one_object_says_period_edition_figures_and_definitions(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "--data", str(data), "--year", "2026", "--quarter", "3")
    assert (found["year"], found["quarter"], found["from"], found["to"]) == (2026, 3, "2026-07-01", "2026-09-30")
    control = of(found, "hypertension_control")
    assert (control["numerator"], control["denominator"], control["percent"]) == (3, 4, 75.0)
    assert {"definition", "source", "verified", "label", "group", "of"} <= control.keys()
    rate = of(found, "file_rate")
    assert (rate["numerator"], rate["denominator"], rate["percent"]) == (12, None, None)
    assert "counted" not in control


def test_the_parts_are_villages_and_doctors(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "--data", str(data), "--year", "2026")
    parts = {(each["scope"]["kind"], each["scope"]["name"]): each for each in found["parts"]}
    assert {("village", VILLAGES[0]), ("village", VILLAGES[1]), ("doctor", "张一"), ("doctor", "李二")} <= parts.keys()
    assert of(parts["doctor", "李二"], "hypertension_control")["denominator"] == 1


def test_who_is_behind_a_figure_is_named_by_id_when_asked(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "--data", str(data), "--year", "2026", "--people")
    control = of(found, "hypertension_control")
    assert control["counted"] == [id_of("A")]
    assert sorted(control["rest"]) == sorted(id_of(each) for each in ("B", "C", "M"))


def test_in_words_each_figure_stands_over_its_definition(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["indicators", "--data", str(data), "--year", "2026"]) == 0
    out = capsys.readouterr().out
    assert "血压控制率（考核目标）  1/4  25.0%\n      期内最近一次随访血压达到考核目标" in out
    assert "健康档案建档率  12/—  没有基数" in out
    assert "慢阻肺随访人数  1/1  100.0%（未核实）" in out


def test_a_workbook_is_written_beside_the_words(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.xlsx"
    assert main(["indicators", "--data", str(data), "--year", "2026", "--xlsx", str(path)]) == 0
    assert openpyxl.load_workbook(path).sheetnames == ["指标", "分村分医生", "质量查看"]
    assert main(["indicators", "--data", str(data), "--year", "2026", "--xlsx", str(tmp_path / "no" / "out.xlsx")]) == 1
    assert "写不进去" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--year", "26"], ["--year", "3000"]])
def test_a_year_that_is_none_is_refused_in_a_sentence(
    data: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["indicators", "--data", str(data), *words]) == 1
    assert "四位数字" in capsys.readouterr().err


def test_a_quarter_is_one_to_four(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["indicators", "--year", "2026", "--quarter", "5"])
    assert "--quarter" in capsys.readouterr().err


def test_referrals_are_told_by_dimension_with_the_words_of_their_lines(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["referral-figures", "--data", str(data), "--year", "2026"]) == 0
    out = capsys.readouterr().out
    assert "按病种" in out
    assert "急症：胸痛  上转人次 1" in out
    assert "精准转诊占比 33.3%（1/3）" in out
    assert main(["referral-figures", "--data", str(data), "--year", "26"]) == 1
    assert "四位数字" in capsys.readouterr().err
