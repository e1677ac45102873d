"""The month's register: both directions, what became of each slip, on paper and as a spreadsheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from clinic_app import paper
from clinic_app.gathered.register import HEAD, export_register, sums_of
from clinic_app.printing.referral_register import NAMES, RegisterPart, register_pdf
from clinic_app.store.database import Database
from clinic_app.store.local_tables import audit
from clinic_app.store.queries import referral_register

from .family import register
from .reading import assert_calm, flat, ink_of, pages_of, text_of
from .referral_desk import become, refer, send_back, step

MONTH = date(2026, 11, 1)
LONG = "高血压3级，很高危；近三天头痛头晕加重，两次随访血压均未达标；" * 6


def written(database: Database) -> tuple[str, str]:
    """One slip that came back and was followed up, one that waits; their ids."""
    become(database, "V1")
    family = register(database)
    closed = refer(database, family, "grandmother", urgency="urgent", from_doctor_sign="演示村医")
    waiting = refer(database, family, "grandfather", direction="level")
    become(database, "H1")
    step(database, closed, "accept", dept="心血管内科", doctor="演示医生")
    step(database, closed, "arrive")
    send_back(database, closed, diagnosis="高血压3级", inpatient_no="ZY-7", return_date="2026-11-22")
    become(database, "V1")
    step(database, closed, "followed_up", outcome="improved")
    return closed, waiting


def test_both_ends_keep_the_same_line_each_in_its_own_direction(database: Database) -> None:
    closed, waiting = written(database)
    with database.read() as connection:
        sender = referral_register.register(connection, "V1", MONTH)
        receiver = referral_register.register(connection, "H1", MONTH)
        nobody = referral_register.register(connection, "V1", date(2026, 10, 1))
    assert [row.id for row in sender.sent] == [closed, waiting]
    assert (sender.received, receiver.sent) == ([], [])
    assert receiver.received == sender.sent
    row = sender.sent[0]
    today = date(2026, 11, 22)
    assert (row.accepted_on, row.accepted_by, row.arrived_on) == (today, "演示医生", today)
    assert (row.returned_on, row.diagnosis, row.inpatient_no) == (today, "高血压3级", "ZY-7")
    assert (row.followed_up_on, row.outcome, row.state) == (today, "improved", "已随访")
    assert (nobody.sent, nobody.received) == ([], [])
    assert sums_of(sender.sent) == "共2张：上转1，平转1；已接收1，已到诊1，已回转1，已随访1"


def test_a_step_that_did_not_count_is_not_in_the_register(database: Database) -> None:
    become(database, "V1")
    slip = refer(database, register(database), "grandmother")
    step(database, slip, "withdraw", reason="家属改主意")
    become(database, "H1")
    step(database, slip, "accept", doctor="演示医生")
    with database.read() as connection:
        row = referral_register.register(connection, "V1", MONTH).sent[0]
    assert (row.accepted_on, row.state) == (None, "已撤回")


def test_the_paper_has_a_line_for_each_slip_and_a_place_to_sign(database: Database) -> None:
    written(database)
    pdf = paper.render(database, "register", "2026-11")
    assert_calm(pdf)
    assert ink_of(pdf) == set()
    found = text_of(pdf)
    assert len(pages_of(pdf)) == 1, "nothing was received"
    for words in ("双向转诊登记表（转出）", "演示村卫生室2026年11月", "共2张", "转入单位、科室", "䶮某甲", "高血压3级",
                  "上转紧急", "11-22演示医生", "11-22好转", "已随访", "登记人"):  # fmt: skip
        assert flat(words) in found, words
    become(database, "H1")
    assert "转出单位、医生" in text_of(paper.render(database, "register", "2026-11"))
    assert "本月没有转出的转诊单" in text_of(paper.render(database, "register", "2026-01"))
    with pytest.raises(paper.NothingToPrint, match="2026-11 的样子"):
        paper.render(database, "register", "11月")


def test_long_registers_go_on_and_nothing_is_cut() -> None:
    line = ["1", *[f"{name}的内容" for name in NAMES[1:]]]
    lines = [[str(number), *line[1:]] for number in range(1, 41)]
    lines[7][7] = LONG
    pdf = register_pdf([RegisterPart("转出", "转入单位、科室", lines, "共40张"),
                        RegisterPart("转入", "转出单位、医生", lines[:1], "共1张")], "演示", "2026年11月")  # fmt: skip
    assert_calm(pdf)
    pages = pages_of(pdf)
    assert len(pages) >= 4
    assert f"第1页　共{len(pages)}页" in pages[0]
    assert sum("登记人" in page for page in pages) == 2
    assert text_of(pdf).count("高血压3级") == 6


def test_the_spreadsheet_has_a_sheet_for_each_direction_and_is_an_audited_act(
    database: Database, tmp_path: Path
) -> None:
    written(database)
    path = tmp_path / "登记.xlsx"
    assert export_register(database, MONTH, path) == 2
    book = openpyxl.load_workbook(path)
    sent, received = (list(book[name].iter_rows(values_only=True)) for name in ("转出", "转入"))
    book.close()
    assert sent[1] == HEAD
    line = dict(zip(HEAD, sent[2], strict=True))
    assert (line["姓名"], line["请求"], line["途径"], line["诊断结果"]) == ("䶮某甲", "门诊", "医共体内", "高血压3级")
    assert (line["随访日期"], line["随访结果"], line["转诊医生"]) == ("2026-11-22", "好转", "演示村医")
    assert len(received) == 3
    assert str(received[-1][0]).startswith("导出人 演示村医")
    assert "用途 没有写" in str(received[-1][0])
    with database.read() as connection:
        done = connection.execute(select(audit.c.target).where(audit.c.action == "export")).scalars().all()
    assert done == ["register:2026-11:2"]
