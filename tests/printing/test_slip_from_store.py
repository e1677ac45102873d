"""Papers of a referral as they are drawn from the file of a laptop."""

from __future__ import annotations

import pytest

from clinic_app import paper
from clinic_app.printing.slip_template import FILE
from clinic_app.store.database import Database

from .family import Family, register
from .reading import text_of
from .referral_desk import become, refer, step


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
