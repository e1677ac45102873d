"""The statistics of referrals on paper, from the very tables that the page and the county show."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from clinic_app import paper
from clinic_app.gathered.referral_statistics import period_of
from clinic_app.guidelines.indicator_facts import Period, ReferralFact
from clinic_app.guidelines.referral_figures import ReferralStatistics
from clinic_app.printing.referral_statistics import figure_cell, referral_statistics_pdf
from clinic_app.store.database import Database

from .family import register
from .reading import assert_calm, flat, ink_of, pages_of, text_of
from .referral_desk import become, refer, send_back, step

PERIOD = Period(2026, None, date(2026, 11, 22), datetime(2026, 11, 22, 2, 30, tzinfo=UTC))


def fact(number: int, **more: object) -> ReferralFact:
    known: dict[str, object] = {
        "id": str(number), "resident_id": "r", "village_code": "990101001001", "direction": "up", "urgency": "routine",
        "referral_date": f"2026-{1 + number % 11:02d}-10", "doctor": "", "issued_at": "2026-10-10T01:00:00.000Z",
        "answered_at": "2026-10-10T03:00:00.000Z", "accepted_at": "2026-10-10T03:00:00.000Z", "arrived_at": "",
        "returned_at": "", "followed_up_at": "", "state": "accepted", "sender": f"V{number % 30}", "receiver": "H1",
        "sent_back_at": "", "request": "clinic", "path": "alliance", "insurance_registered": False,
        "disease": "hypertension", "previous_id": "",
    }  # fmt: skip
    return ReferralFact(**{**known, **more})  # type: ignore[arg-type]


def test_the_sheet_has_every_dimension_its_total_and_what_each_figure_counts(database: Database) -> None:
    become(database, "V1")
    family = register(database)
    slip = refer(database, family, "grandmother")
    refer(database, family, "grandfather", path="outside", insurance_registered=True)
    become(database, "H1")
    step(database, slip, "accept")
    step(database, slip, "arrive")
    send_back(database, slip, diagnosis="高血压3级")
    become(database, "V1")
    step(database, slip, "followed_up")
    pdf = paper.render(database, "referral-statistics", "2026")
    assert_calm(pdf)
    assert ink_of(pdf) == set()
    found = text_of(pdf)
    for words in ("双向转诊统计表", "演示村卫生室　2026年全年　截至2026-11-22", "按月份", "按转出单位", "按转入单位",
                  "按病种", "演示县人民医院", "11月2", "合计2", "50.0%1/2", "0.0%0/1", "指标的定义"):  # fmt: skip
        assert flat(words) in found, words
    assert "第4季度" in text_of(paper.render(database, "referral-statistics", "2026Q4"))
    for wrong in ("2026-11", "26", "2026Q5"):
        with pytest.raises(paper.NothingToPrint, match="2026Q4 的样子"):
            period_of(wrong)


def test_a_table_longer_than_its_page_goes_on_under_its_heading() -> None:
    statistics = ReferralStatistics(PERIOD, [fact(number) for number in range(90)], (), {"H1": "演示县人民医院"}, "")
    pdf = referral_statistics_pdf(statistics, "演示县", practice=True)
    assert_calm(pdf)
    pages = pages_of(pdf)
    with_senders = [page for page in pages if "按转出单位" in page]
    assert len(with_senders) > 1
    assert all("上转人次" in page for page in with_senders)
    assert all(flat("练习单，不是真实单据") in flat(page) for page in pages)
    for sender in range(30):
        assert any(f"V{sender}" in page for page in pages), sender


def test_a_rate_stands_over_its_numbers() -> None:
    statistics = ReferralStatistics(PERIOD, [fact(1), fact(2, answered_at="", accepted_at="", state="issued")])
    total = statistics.table("month").total
    assert figure_cell(total["referrals_up"]) == "2"
    assert figure_cell(total["referral_answered"]) == "50.0%\n1/2"
    assert figure_cell(total["referral_precise"]) == "—"
    assert figure_cell(total["referral_down_rate"]) == "没有基数\n0/—"
