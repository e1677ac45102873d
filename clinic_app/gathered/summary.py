"""健康小结 of one resident: the overview and the trends as words and charts for paper."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from clinic_app.gathered import NothingToPrint
from clinic_app.glance import charts, medicine_words, programme_word, state_words, supplies, targets, turn_words
from clinic_app.guidelines.term import TERM_WORD
from clinic_app.printing.summary import Summary, SummaryChart
from clinic_app.printing.trend import ASSESSMENT, CLINICAL
from clinic_app.printing.values import age_of, label_of, short_number
from clinic_app.records.code_list import SEX
from clinic_app.store.device import load_device
from clinic_app.store.queries.contract import contracts_of, current_contract
from clinic_app.store.queries.overview import ProgrammeState, programme_states
from clinic_app.store.queries.residents import ResidentCard, resident_card
from clinic_app.store.queries.trend import Trend, trend

YEARS = 3
"""How far back the charts of a printed summary go."""
TURNS = 6


def summary(connection: Connection, resident_id: str, on: date) -> Summary:
    """The page of a resident as things stand. Raises NothingToPrint when the resident is not on this laptop."""
    card = resident_card(connection, resident_id, on)
    if card is None:
        raise NothingToPrint("本机没有这位居民的档案")
    since = (on - timedelta(days=YEARS * 365)).isoformat()
    found = trend(connection, card.id, since)
    device = load_device(connection)
    contract = current_contract(contracts_of(connection, card.id), on)
    return Summary(
        person="　".join(part for part in (card.name, label_of(SEX, card.sex), age_of(card.age)) if part),
        record_no8=short_number(card.record_no),
        printed_on=on,
        lines=tuple(_lines(connection, card, on)),
        charts=tuple(_charts(found, card, on)),
        clinic=device.organisation_name if device else "",
        phone=str(contract.fields.get("team_phone") or "") if contract else "",
    )


def _lines(connection: Connection, card: ResidentCard, on: date) -> list[tuple[str, str]]:
    states = programme_states(connection, card)
    referrals = [
        f"{each.referral_date or ''} 转往{each.to_org_name}{each.to_dept}　{each.word}" for each in card.open_referrals
    ]
    return [
        ("药物过敏", card.allergy_text or "没有问过"),
        ("既往疾病", card.diagnosis_text),
        ("病种管理", "\n".join(_state(state, card.age, on) for state in states)),
        ("用药", "\n".join(_medicines(card, on))),
        ("下次随访", "\n".join(_next(state) for state in states if state.value("next_visit_date"))),
        ("转诊", "\n".join(referrals)),
        ("签约", _contract(connection, card, on)),
        ("住址", card.address),
    ]


def _state(state: ProgrammeState, age: int | None, on: date) -> str:
    """高血压 控制满意（2026-10-11）, and under it each target with its own answer."""
    name = programme_word(state.programme)
    if not state.visit_date:
        return f"{name}　还没有随访"
    words = f"{name}　{state_words(state) or '未分类'}（{state.visit_date}）"
    names = {ASSESSMENT: ("考核目标", "meets_assessment_target"), CLINICAL: ("临床目标", "meets_clinical_target")}
    answers = []
    for kind, target in targets(state.programme, age, on).items():
        word, field = names[kind]
        met = {True: "达到", False: "未达到"}.get(bool(state.value(field)), "")
        answers.append(f"　　{word} {target.words}　{'未测全' if state.value(field) is None else met}")
    return "\n".join([words, *answers])


def _next(state: ProgrammeState) -> str:
    return f"{programme_word(state.programme)}　{state.value('next_visit_date')}前"


def _medicines(card: ResidentCard, on: date) -> list[str]:
    found = []
    for supply in supplies(card.medicines, on):
        left = f"　{supply.last_day:%Y-%m-%d}吃完前取药" if supply.last_day else ""
        found.append(medicine_words(supply.row) + left)
    return found


def _contract(connection: Connection, card: ResidentCard, on: date) -> str:
    found = current_contract(contracts_of(connection, card.id), on)
    if found is None:
        return ""
    term = f"{TERM_WORD[found.state(on)]}　{found.fields.get('starts_on')}至{found.fields.get('ends_on')}"
    people = "　".join(str(each) for name in ("team", "doctor") if (each := found.fields.get(name)))
    return "\n".join(part for part in (term, people, "、".join(found.packages)) if part)


def _charts(found: Trend, card: ResidentCard, on: date) -> list[SummaryChart]:
    drawn = charts(found, card.age, card.programmes, on)
    turns = tuple(f"{each.day}　{turn_words(each)}" for each in found.turns[-TURNS:])
    pairs = (("血压（mmHg）　近三年", drawn.pressure), ("空腹血糖（mmol/L）　近三年", drawn.glucose))
    shown = [(title, chart) for title, chart in pairs if chart is not None]
    # What the signs stand for is said once, under the last chart.
    last = len(shown) - 1
    return [
        SummaryChart(title, chart, explained=place == last, turns=turns if place == last else ())
        for place, (title, chart) in enumerate(shown)
    ]
