"""Papers of a real laptop: what is in the encrypted file stands on the page that was asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clinic_app import paper
from clinic_app.care.save import save
from clinic_app.cli.main import main
from clinic_app.records import identifiers
from clinic_app.records.identifiers import made_at, new_id
from clinic_app.store.database import Database
from clinic_app.store.practice import mark_practice
from tests.conftest import NOW, PASSWORD

from .family import VILLAGE, Family, register, visit
from .reading import assert_calm, flat, pages_of, text_of

NOBODY = new_id(NOW)
BY_RESIDENT = (
    "hypertension_followup", "diabetes_followup", "mental_followup", "tuberculosis_followup", "copd_followup",
    "elderly_assessment", "tuberculosis_first_visit", "health_examination", "encounter", "consultation",
    "mental_supplement", "cover", "basic-information", "information-card",
)  # fmt: skip


@pytest.fixture
def family(database: Database) -> Family:
    """The family, nobody visited yet."""
    return register(database)


def printed(database: Database, kind: str, record_id: str) -> str:
    pdf = paper.render(database, kind, record_id)
    assert_calm(pdf)
    return text_of(pdf)


def test_every_kind_of_the_contract_can_be_printed() -> None:
    assert {*BY_RESIDENT, "household-visit", "household-roster", "family", "day-sheet", "referral", "return"} <= set(
        paper.kinds()
    )


@pytest.mark.parametrize("kind", BY_RESIDENT)
def test_nobody_has_no_paper_and_that_is_said_in_a_sentence(database: Database, kind: str) -> None:
    with pytest.raises(paper.NothingToPrint) as refusal:
        paper.render(database, kind, NOBODY)
    assert str(refusal.value).startswith(("本机没有", "这位居民还没有"))


def test_a_resident_without_such_a_visit_a_house_and_a_village_unknown_are_refused_in_words(
    database: Database, family: Family
) -> None:
    for kind, record_id in (
        ("mental_followup", family.people["grandmother"]),
        ("elderly_assessment", family.people["grandmother"]),
        ("encounter", family.people["grandmother"]),
        ("household-visit", NOBODY),
        ("family", NOBODY),
        ("household-roster", "000000000000"),
        ("no-such-paper", NOBODY),
    ):
        with pytest.raises(paper.NothingToPrint, match="没有"):
            paper.render(database, kind, record_id)


def test_four_visits_of_a_year_stand_in_their_order_whatever_order_they_were_typed_in(
    database: Database, family: Family
) -> None:
    days = ("2026-08-12", "2026-02-11", "2026-11-20", "2026-05-13", "2025-11-30")
    for number, day in enumerate(days):
        visit(database, family, "daughter", day, "mental_followup", {"risk_level": "0"}, note=str(number))
    found = printed(database, "mental_followup", family.people["daughter"])
    places = [found.index(each) for each in ("2026年2月11日", "2026年5月13日", "2026年8月12日", "2026年11月20日")]
    assert places == sorted(places)
    assert "2025年" not in found


def test_a_visit_asked_for_is_the_last_on_its_sheet(database: Database, family: Family) -> None:
    days = ("2026-02-11", "2026-02-25", "2026-05-13", "2026-08-12", "2026-11-20")
    ids = [visit(database, family, "grandmother", day, "hypertension_followup", {"adr": "1"}) for day in days]
    assert len(pages_of(paper.render(database, "hypertension_followup", family.people["grandmother"]))) == 2
    fifth = printed(database, "hypertension_followup", ids[4])
    assert "2026年11月20日" in fifth
    assert "2026年8月12日" not in fifth
    second = printed(database, "hypertension_followup", ids[1])
    assert "2026年2月11日" in second
    assert "2026年5月13日" not in second


def test_a_course_of_tuberculosis_goes_on_over_the_turn_of_the_year(database: Database, family: Family) -> None:
    for month, day in enumerate(("2025-11-20", "2025-12-20", "2026-01-20"), 1):
        visit(database, family, "grandson", day, "tuberculosis_followup", {"treatment_month": month})
    found = printed(database, "tuberculosis_followup", family.people["grandson"])
    assert "2025年11月20日" in found
    assert "第3月" in found


def test_the_newest_assessment_by_resident_and_an_older_one_by_its_visit(database: Database, family: Family) -> None:
    answers = {"eating": "0", "grooming": "0", "dressing": "0", "toileting": "0", "mobility": "0"}
    old = visit(database, family, "grandfather", "2025-11-20", "elderly_assessment", answers)
    visit(database, family, "grandfather", "2026-11-21", "elderly_assessment", {**answers, "mobility": "10"})
    newest = printed(database, "elderly_assessment", family.people["grandfather"])
    assert "各项评分相加10" in newest
    assert "4不能自理3" in newest
    assert "各项评分相加0" in printed(database, "elderly_assessment", old)


@pytest.fixture
def ids_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids of one process never go back: those of these tests begin at their frozen clock."""
    monkeypatch.setattr(identifiers, "_last", 0)


@pytest.mark.usefixtures("ids_of_now")
def test_a_visit_written_down_two_days_later_says_so(database: Database, family: Family) -> None:
    visit(database, family, "daughter", "2026-11-20", "mental_followup", {"risk_level": "0"}, typist="王某㛃")
    found = printed(database, "mental_followup", family.people["daughter"])
    assert "2026年11月20日补记：2026-11-22代录：王某㛃看诊：张某𠅤" in found


@pytest.mark.usefixtures("ids_of_now")
def test_a_visit_written_down_the_next_day_is_not_late(database: Database, family: Family) -> None:
    visit(database, family, "daughter", "2026-11-21", "mental_followup", {"risk_level": "0"})
    assert "补记" not in printed(database, "mental_followup", family.people["daughter"])


def test_void_visits_and_records_are_on_no_paper(database: Database, family: Family) -> None:
    made = visit(database, family, "daughter", "2026-11-21", "mental_followup", {"risk_level": "0"})
    save(database, [{"void": made, "reason": "录错人"}])
    with pytest.raises(paper.NothingToPrint):
        paper.render(database, "mental_followup", family.people["daughter"])


def test_basic_information_takes_diseases_and_allergies_from_the_safety_set(database: Database, family: Family) -> None:
    found = printed(database, "basic-information", family.people["grandmother"])
    assert "月2" in found
    assert "月3" in found
    assert "5其他2///" in found
    assert "胆囊切除" in found
    assert "201-00358" in found


def test_the_card_of_a_resident_names_allergy_and_diseases(database: Database, family: Family) -> None:
    found = printed(database, "information-card", family.people["grandmother"])
    assert "过敏史：青霉素" in found
    assert "■高血压■糖尿病" in found
    assert "99010110120100358" in found


def test_encounters_and_consultations_by_their_own_id_or_the_newest_of_a_resident(
    database: Database, family: Family
) -> None:
    ids = []
    for day, words in (("2026-11-01", "头晕"), ("2026-11-20", "咳嗽")):
        fields = {"resident_id": family.people["child"], "encounter_date": day, "subjective": words}
        ids.append(save(database, [{"type": "encounter", "fields": fields}]).ids[0])
    assert "咳嗽" in printed(database, "encounter", family.people["child"])
    assert "头晕" in printed(database, "encounter", ids[0])


def test_the_visit_sheet_knows_key_groups_and_what_was_done_today(database: Database, family: Family) -> None:
    visit(database, family, "grandfather", "2026-11-22", "copd_followup", {"classification": "1"})
    found = printed(database, "household-visit", family.household)
    assert "■65岁以上■高血压■糖尿病□孕产妇■0～6岁儿童■残疾人■严重精神障碍■肺结核■慢阻肺□低收入" in found
    assert "65岁以上、慢阻肺慢阻肺随访" in found
    assert "2026年11月22日" in found


def test_the_roster_of_a_village_lists_its_households_by_group(database: Database, family: Family) -> None:
    save(database, [
        {"type": "household", "fields": {"village_code": VILLAGE, "group_name": "二组", "house_no": "7号",
                                         "head_name": "赵某丁"}},
    ])  # fmt: skip
    pages = [flat(page) for page in pages_of(paper.render(database, "household-roster", VILLAGE))]
    assert len(pages) == 2
    assert "共1户" in pages[0]
    assert any("䶮某甲5" in page for page in pages)
    assert any("赵某丁0" in page for page in pages)


def test_a_familys_set_has_every_form_that_exists_once(database: Database, family: Family) -> None:
    visit(database, family, "grandmother", "2026-11-21", "hypertension_followup", {"adr": "1"}, sbp=150, dbp=92)
    visit(database, family, "grandfather", "2026-11-21", "copd_followup", {"classification": "1"})
    visit(database, family, "daughter", "2026-11-21", "mental_followup", {"risk_level": "0"})
    visit(database, family, "grandson", "2026-11-21", "tuberculosis_first_visit", {"patient_type": "1"})
    visit(database, family, "grandmother", "2026-11-21", "health_examination", {"symptoms": ["1"]})
    pdf = paper.render(database, "family", family.household)
    assert_calm(pdf)
    found = text_of(pdf)
    titles = ("入户走访记录表", "高血压患者随访服务记录表", "慢阻肺患者随访表", "肺结核患者第一次入户随访记录表")
    assert [found.count(title) for title in titles] == [1, 1, 2, 1]
    # The child of four has a cover and a card, no basic information form.
    assert found.count("个人基本信息表") == 4
    assert found.count("乡镇（街道）名称") == 5
    assert found.count("信息卡（正面）") == 5
    assert "糖尿病患者随访服务记录表" not in found


def test_papers_of_a_practice_laptop_say_so(database: Database, family: Family) -> None:
    with database.write() as connection:
        mark_practice(connection, apart=False)
    for kind, record_id in (
        ("cover", family.people["child"]),
        ("household-visit", family.household),
        ("household-roster", VILLAGE),
        ("family", family.household),
    ):
        assert "练习单，不是真实单据" in text_of(paper.render(database, kind, record_id)), kind


def test_an_id_tells_when_its_record_was_made() -> None:
    made = made_at(NOBODY)
    assert made is not None
    assert abs((made - NOW).total_seconds()) < 1.0
    assert made_at("2f1c1b1e-0c1d-4d5a-9b1e-0c1d4d5a9b1e") is None
    assert made_at("x") is None


def test_the_command_prints_a_familys_set_and_help_names_every_kind(
    database: Database,
    family: Family,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CLINIC_APP_PASSWORD", PASSWORD)
    out = tmp_path / "family.pdf"
    folder = str(database.folder)
    assert main(["print", "family", family.household, "--out", str(out), "--data", folder, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["bytes"] == out.stat().st_size
    assert main(["print", "cover", NOBODY, "--out", str(out), "--data", folder]) == 1
    assert "本机没有这位居民的档案" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["print", "--help"])
    said = capsys.readouterr().out
    for kind in paper.kinds():
        assert f"  {kind} " in said, kind
