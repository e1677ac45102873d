"""What a referral says, as captions and words: the panel shows them one under the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QCoreApplication

from clinic_app.clock import parse_instant
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.referral_read import Loaded
from clinic_app.desktop.words import listed, medicine_line, moment, pressure, short_day, stored_words
from clinic_app.guidelines.referral_rules import (
    SteadyCost,
    default_referral_rules,
    estimate_of,
    steady_cost,
    time_left,
)
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.referral import CALL_LEVEL, CALL_RESULT
from clinic_app.store.queries.referral_desk import DayCost

RETURN_FIELDS = (
    "diagnosis", "opinion", "exam_results", "treatment_course", "next_plan", "rehab_advice", "treatment_and_advice",
    "discharged_on", "follow_up_by",
)  # fmt: skip
WHO_FIELDS = ("home_address",)
"""The telephone stands beside them, hidden until it is asked for (widgets/hidden_number.py)."""
ASKED_FIELDS = ("request", "requested_item", "requested_day", "path", "booked_by")
EMERGENCY_TIMES = ("onset_at", "called_at", "notified_at", "left_at")
VITALS = ("heart_rate", "respiratory_rate", "spo2", "temperature", "glucose", "consciousness")
CLINICAL_FIELDS = (
    "initial_impression", "present_illness", "past_history", "treatment_course", "allergy_text", "escort",
    "level_skip_reason", "own_list_reason", "consent", "insurance_registered",
)  # fmt: skip
COSTS_SHOWN = 5
Line = tuple[str, str]
"""A caption and its words; a heading has no words."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("referral_desk", text)


def content_lines(loaded: Loaded, today: date) -> list[Line]:
    """Everything that the slip and what followed it say, in reading order."""
    if loaded.file is None:
        return []
    fields = loaded.fields
    found: list[Line] = []
    if loaded.file.return_slip is not None:
        found.append((_tr("回转单"), ""))
        found += _plain("return", loaded.file.return_slip, RETURN_FIELDS)
        found += [(_tr("出院回访"), call_line(each, today)) for each in loaded.calls]
    if loaded.file.state.appointment:
        found.append((_tr("约定"), loaded.file.state.appointment))
    found.append((_tr("转诊单"), ""))
    found += _plain("referral", fields, WHO_FIELDS)
    found += _plain("referral", fields, ASKED_FIELDS)
    found += _emergency(fields, today)
    found += _plain("referral", fields, CLINICAL_FIELDS)
    found += _criteria(fields, today)
    found += [(_tr("检查结果"), result_line(each, today)) for each in shown_results(loaded)]
    found += _pack(fields.get("pack") or {}, today)
    estimate = estimate_of(fields.get("cost_hint") or {})
    found += [(_tr("费用估算"), estimate.words)] if estimate else []
    found += _costs(loaded.costs, str(fields.get("initial_impression") or ""), today)
    return [(caption, words) for caption, words in found if caption]


def window_words(fields: Mapping[str, Any], now: datetime) -> tuple[str, str]:
    """How much of the treatment window is left, and its colour; empty where there is none."""
    window = default_referral_rules().window(str(fields.get("suspicion") or ""))
    if window is None or not fields.get("onset_at"):
        return "", ""
    left = int(time_left(window, parse_instant(str(fields["onset_at"])), now).total_seconds() // 60)
    if left <= 0:
        return _tr("{words}：已过 {minutes} 分钟").format(words=record_word(window.words), minutes=-left), "danger"
    words = _tr("{words}：还剩 {hours} 小时 {minutes} 分").format(
        words=window.words, hours=left // 60, minutes=left % 60
    )
    return words, "danger"


def call_line(call: Mapping[str, Any], today: date) -> str:
    """主管医师 11月18日 接通：血压平稳."""
    words = {option.code: record_word(option.label) for option in CALL_LEVEL}
    results = {option.code: record_word(option.label) for option in CALL_RESULT}
    parts = [words.get(call["level"], ""), short_day(call["called_on"], today), results.get(call["result"], "")]
    said = "；".join(str(each) for each in (call.get("condition"), call.get("problem")) if each)
    return " ".join(part for part in parts if part) + (f"：{said}" if said else "")


def result_line(result: Mapping[str, Any], today: date) -> str:
    """心电图 11月20日 演示镇卫生院：窦性心律（互认）."""
    parts = [result.get("item"), short_day(result.get("examined_on"), today), result.get("organisation")]
    line = " ".join(str(part) for part in parts if part)
    line += f"：{result['value']}" if result.get("value") else ""
    if result.get("recognised") == "2":
        return _tr("{line}（互认）").format(line=line)
    if result.get("recognised") == "1":
        return _tr("{line}（重做：{reason}）").format(line=line, reason=result.get("reason") or "")
    return line


def shown_results(loaded: Loaded) -> Sequence[Mapping[str, Any]]:
    """The results as the receiver answered them last, else as the sender sent them."""
    if loaded.file is None:
        return ()
    for event in reversed(loaded.file.events):
        if event.get("event") == "recognise" and event.get("results"):
            return [each for each in event["results"] if isinstance(each, Mapping)]
    return [each for each in loaded.fields.get("results") or () if isinstance(each, Mapping)]


def _plain(record_type: str, fields: Mapping[str, Any], names: Sequence[str]) -> Iterator[Line]:
    declared = RECORD_TYPES[record_type].fields
    for name in names:
        if fields.get(name) not in (None, "", [], False):
            yield record_word(declared[name].label), stored_words(record_type, name, fields[name])


def _emergency(fields: Mapping[str, Any], today: date) -> Iterator[Line]:
    yield from _plain("referral", fields, ("suspicion",))
    declared = RECORD_TYPES["referral"].fields
    times = [
        f"{record_word(declared[name].label)} {moment(fields[name], today)}"
        for name in EMERGENCY_TIMES
        if fields.get(name)
    ]
    if times:
        yield _tr("时间"), "　".join(times)
    vitals = [f"{_tr('血压')} {pressure(fields)}"] if pressure(fields) else []
    vitals += [f"{caption} {words}" for caption, words in _plain("referral", fields, VITALS)]
    if vitals:
        yield _tr("生命体征"), "　".join(vitals)
    rules = default_referral_rules(today)
    done = [
        record_word(item.words) if (item := rules.checklist_item(code)) else str(code)
        for code in fields.get("checklist") or ()
    ]
    if done:
        yield _tr("已做"), "；".join(done)


def _criteria(fields: Mapping[str, Any], today: date) -> Iterator[Line]:
    rules = default_referral_rules(today)
    for code in fields.get("criteria") or ():
        found = rules.criterion(str(code))
        yield _tr("转诊标准"), record_word(f"{found.words}（{found.rule}）") if found else str(code)


def _pack(pack: Mapping[str, Any], today: date) -> Iterator[Line]:
    for reading in pack.get("readings") or ():
        sugar = _tr("血糖 {value}").format(value=reading["fbg"]) if reading.get("fbg") else ""
        day = short_day(reading.get("visit_date"), today)
        yield _tr("读数"), "　".join(part for part in (day, pressure(reading), sugar) if part)
    medicines = "；".join(medicine_line(each) for each in pack.get("medicines") or ())
    if medicines:
        yield _tr("用药"), medicines


def _costs(costs: Sequence[DayCost], diagnosis: str, today: date) -> Iterator[Line]:
    if costs:
        shown = [_tr("{day} {amount}元").format(day=short_day(each.day, today), amount=each.amount) for each in costs]
        yield _tr("住院日费用"), listed(shown[-COSTS_SHOWN:])
        for reason in steady_reasons(costs, diagnosis, today):
            yield _tr("下转提示"), reason


def steady_reasons(costs: Sequence[DayCost], diagnosis: str, today: date) -> tuple[str, ...]:
    """Why the patient may go down, where the daily cost has been steady; the doctor decides."""
    found = steady_hint(costs, diagnosis, today)
    return found.reasons if found is not None and found.steady else ()


def steady_hint(costs: Sequence[DayCost], diagnosis: str, today: date) -> SteadyCost | None:
    """The rules' answer over the days entered; None before there are enough."""
    rules = default_referral_rules(today)
    return steady_cost(rules, {each.day: Decimal(each.amount) for each in costs}, rules.disease_of(diagnosis))
