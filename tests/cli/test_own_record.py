"""A person's own record on request: every answer by its label, withdrawn ones marked, who saved what and when."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from clinic_app.care.identity import link
from clinic_app.care.save import save
from clinic_app.cli.main import main
from clinic_app.gathered.own_record import HEAD
from clinic_app.protocol.audience import Scope
from clinic_app.store.database import Database
from clinic_app.store.device import Device, save_device
from clinic_app.store.local_tables import audit
from tests.conftest import PASSWORD, USER
from tests.desktop.people import household, id_of, resident, visit

OWN, TWIN, OTHER = id_of("李某甲"), id_of("李某甲二"), id_of("王某乙")


def test_everything_of_one_person_goes_into_a_file_in_words_and_nothing_of_anybody_else(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twin = {**resident("李某甲", "1957-03-02", "1", phone="19900007777"), "id": TWIN}
    save(database, [household(), resident("李某甲", "1957-03-02", "1"), twin, resident("王某乙", "1959-08-14", "2")])
    save(database, [{"type": "allergy", "fields": {"resident_id": OWN, "code": "5", "text": "海鲜"}}])
    save(database, visit("李某甲", "2026-08-03", sbp=148, dbp=92))
    wrong = save(database, visit("李某甲", "2026-08-04", sbp=203, dbp=92)).ids[0]
    save(database, [{"void": wrong, "reason": "录错了人"}])
    save(database, visit("王某乙", "2026-08-05", sbp=177, dbp=92))
    link(database, TWIN, OWN, "同一人")
    (tmp_path / "own").write_text(PASSWORD)

    def export(*told: str) -> tuple[int, str, str]:
        begin = ("--data", str(database.folder), "--user", USER, "--password-file", str(tmp_path / "own"))
        code = main([*begin, "records", "export", *told])
        said = capsys.readouterr()
        return code, said.out, said.err

    sheet, paper = tmp_path / "own.xlsx", tmp_path / "own.pdf"
    code, out, _ = export("--resident", TWIN, "--reason", "本人要求", "--out", str(sheet), "--json")
    assert code == 0
    book = openpyxl.load_workbook(sheet, read_only=True)
    rows = [[str(cell or "") for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    assert "应本人要求提供" in rows[0][0]
    assert "不全" not in rows[0][0]
    assert rows[1][: len(HEAD)] == list(HEAD)
    said = {(row[0], row[1], row[2]): row for row in rows[2:-1]}
    kinds = {row[0] for row in rows[2:-1]}
    assert {"居民", "药物过敏", "随访", "高血压随访", "慢病登记", "同一人关联"} <= kinds
    first = said["随访", "2026-08-03", "收缩压"]
    assert first[3] == "148 mmHg"
    assert first[4] == ""
    assert first[5].startswith(USER)
    assert said["随访", "2026-08-04", "收缩压"][3:5] == ["203 mmHg", "已作废：录错了人"]
    phones = [row[3] for row in rows[1:-1] if row[2] == "本人电话"]
    assert "19900007777" in phones, "both files of the person"
    everything = json.dumps(rows, ensure_ascii=False)
    assert "王某乙" not in everything
    assert "177" not in everything
    assert "不得外传" not in everything, "it is the person's own"
    assert json.loads(out)["records"] >= 8

    assert export("--resident", OWN, "--reason", "本人要求", "--out", str(paper))[0] == 0
    text = "".join(page.extract_text() for page in PdfReader(paper).pages)
    for words in ("本人健康档案", "应本人要求提供", "148", "已作废", "录错了人", USER):
        assert words in text.replace("\n", "")
    with database.read() as connection:
        noted = connection.execute(select(audit.c.target, audit.c.detail).where(audit.c.action == "export")).all()
    assert [tuple(each) for each in noted] == [(f"resident:{each}", "本人要求") for each in (TWIN, OWN)]

    for told in (
        ("--resident", OWN, "--out", str(tmp_path / "none.pdf")),
        ("--resident", OWN, "--reason", "本人要求", "--out", str(tmp_path / "none.txt")),
        ("--resident", id_of("nobody"), "--reason", "本人要求", "--out", str(tmp_path / "none.pdf")),
        ("--resident", OWN, "--reason", "本人要求", "--out", str(tmp_path / "missing" / "none.pdf")),
        (),
    ):
        code, out, words = export(*told)
        assert (code, out) == (1, "")
        assert words.count("\n") == 1
    assert not list(tmp_path.glob("none*"))

    # A role that may not let all of it out says so; one that has no file of the person is refused.
    for role, code in (("public_health", 0), ("hospital_receiver", 1)):
        scope = Scope("T1", "township_centre")
        place = Device("d1", 3, "990101", "T1", "演示卫生院", "township_centre", role, scope, "http://127.0.0.1:1", "")
        with database.write() as connection:
            save_device(connection, place)
        assert export("--resident", OWN, "--reason", "本人要求", "--out", str(sheet))[0] == code
    book = openpyxl.load_workbook(sheet, read_only=True)
    assert "不全：导出的账户按角色不能导出严重精神障碍" in str(book.worksheets[0]["A1"].value)
    book.close()
