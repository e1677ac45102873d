"""Papers of a referral as they are drawn from the file of a laptop."""

from __future__ import annotations

import pytest

from clinic_app import paper
from clinic_app.printing.slip_template import FILE
from clinic_app.store.database import Database

from .family import Family, register
from .reading import text_of
from .referral_desk import become, refer, send_back, step


@pytest.fixture
def family(database: Database) -> Family:
    become(database, "V1")
    return register(database)


def test_the_papers_say_what_was_supplemented_and_a_county_prints_its_own_lines(
    database: Database, family: Family
) -> None:
    slip = refer(
        database,
        family,
        "grandmother",
        urgency="emergency",
        suspicion="stroke",
        onset_at="2026-11-22T01:00:00.000Z",
        sbp=186,
        dbp=112,
        request="bed",
        consent="later",
    )
    before = text_of(paper.render(database, "referral", slip))
    for word in ("急救", "怀疑：卒中", "发病11月22日09:00", "至11月22日12:00", "血压186/112mmHg", "请求：住院床位"):
        assert word in before
    supplement = {"present_illness": "右侧肢体无力，言语不清。", "consent": "agree", "consent_relation": "之子"}
    step(database, slip, "complete", supplement=supplement)
    assert "主要现病史（转出原因）：右侧肢体无力，言语不清。" in text_of(paper.render(database, "referral", slip))
    consent = text_of(paper.render(database, "consent", slip))
    assert "√同意转诊" in consent
    assert "与患者关系：之子" in consent
    assert "现在就去，不要等。" in text_of(paper.render(database, "guide", slip))
    assert "转诊回执" in text_of(paper.render(database, "receipt", slip))
    (database.folder / FILE).write_text('version = "县"\n[[out]]\nlabel = "院方审批意见"\nalways = true\n', "utf-8")
    own = text_of(paper.render(database, "referral", slip))
    assert "院方审批意见：" in own
    assert "接收安排：" not in own
    assert "院方审批意见：" in text_of(paper.referral_draft(database, {"to_org": "H1"}))


def test_a_remote_consultation_comes_back_as_the_national_form(database: Database, family: Family) -> None:
    slip = refer(
        database, family, "grandmother", request="consultation", present_illness="头晕三天", from_doctor_sign="张某"
    )
    become(database, "H1")
    step(database, slip, "accept")
    doctors = [{"organisation": "演示县人民医院", "doctors": "王某、李某"}]
    send_back(database, slip, opinion="加用氯沙坦，两周后复查。", consultants=doctors)
    found = text_of(paper.render(database, "consultation", slip))
    for word in ("会诊记录表", "头晕三天", "加用氯沙坦，两周后复查。", "演示县人民医院", "王某、李某", "张某"):
        assert word in found
    back = text_of(paper.render(database, "return", slip))
    assert "会诊意见：加用氯沙坦，两周后复查。" in back
    assert "演示县人民医院：王某、李某" in back
