"""How the parts of a referral that are no single words read on paper: times, vitals, results, record pack, cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from clinic_app.clock import LOCAL_ZONE, parse_instant
from clinic_app.guidelines.referral_rules import ReferralRules, default_referral_rules, estimate_of
from clinic_app.printing.values import as_date, label_of, words_of
from clinic_app.records.referral import BOOKED_BY, CONSENT, PATH, REQUEST, Referral

Values = Mapping[str, Any]
COURSE = (("onset_at", "发病"), ("called_at", "呼叫120"), ("notified_at", "通知接收方"), ("left_at", "离开"))
VITALS = ("heart_rate", "respiratory_rate", "spo2", "temperature", "glucose", "consciousness")
NOT_RECOGNISED = "1"
FOR_THE_PEN = "____"
NOT_YET = "__:__"


def request_words(values: Values) -> str:
    """`检查（CT），希望11月24日`; a plain clinic slot needs no words."""
    request, item = values.get("request"), words_of(values.get("requested_item"))
    wished = as_date(values.get("requested_day"))
    words = label_of(REQUEST, request) if request not in (None, "") else ""
    words += f"（{item}）" if item else ""
    return words + (f"，希望{wished.month}月{wished.day}日" if wished else "")


def path_words(values: Values) -> str:
    """医共体外 or 自行前往; inside the alliance goes without saying."""
    path = values.get("path")
    return "" if path in (None, "", "alliance") else label_of(PATH, path)


def booked_by_words(values: Values) -> str:
    """Who booked, where it was not the patient."""
    return label_of(BOOKED_BY, values["booked_by"]) if values.get("booked_by") else ""


def insurance_words(values: Values) -> str:
    """已备案 or 未备案, nothing where nobody asked."""
    registered = values.get("insurance_registered")
    return "" if registered is None else "已备案" if registered else "未备案"


def consent_words(values: Values) -> str:
    """`同意（李小某，之女）`."""
    if not values.get("consent"):
        return ""
    by = "，".join(words_of(values[name]) for name in ("consent_by", "consent_relation") if values.get(name))
    return label_of(CONSENT, values["consent"]) + (f"（{by}）" if by else "")


def course_words(values: Values) -> str:
    """`发病11月22日11:20　呼叫120 11:32　离开____时____分`: what is not known yet is left for the pen.

    Empty for a referral that is no emergency, that is one without any of these times.
    """
    times = [(word, _moment(values.get(name))) for name, word in COURSE]
    known = [moment for _, moment in times if moment]
    if not known:
        return ""
    parts, day = [], None
    for word, moment in times:
        if moment is None:
            parts.append(f"{word} {NOT_YET}")
            continue
        shown = f"{moment:%H:%M}" if moment.date() == day else f"{moment.month}月{moment.day}日{moment:%H:%M}"
        day = moment.date()
        parts.append(f"{word} {shown}")
    return "　".join(parts)


def window_words(values: Values, rules: ReferralRules) -> str:
    """`发病后3小时内，至11月22日14:20`: until when a treatment helps; the same on every reprint."""
    onset = _moment(values.get("onset_at"))
    window = rules.window(str(values.get("suspicion") or ""))
    if onset is None or window is None:
        return ""
    end = onset + window.length
    return f"{window.words}，至{end.month}月{end.day}日{end:%H:%M}"


def vitals_words(values: Values) -> str:
    """`血压186/112mmHg　心率98次/分钟　意识清醒`."""
    fields = Referral.declaration.fields
    parts = []
    if values.get("sbp") is not None or values.get("dbp") is not None:
        pressure = "/".join(words_of(values.get(name)) or FOR_THE_PEN for name in ("sbp", "dbp"))
        parts.append(f"血压{pressure}{fields['sbp'].unit}")
    for name in VITALS:
        if values.get(name) is not None:
            field = fields[name]
            parts.append(f"{field.label}{label_of(field.options, values[name])}{field.unit}")
    return "　".join(parts)


def checklist_words(values: Values, rules: ReferralRules) -> str:
    """What has been done, in the words of the check-list."""
    items = ((code, rules.checklist_item(code)) for code in values.get("checklist") or ())
    return "；".join(item.words if item else code for code, item in items)


def criteria_words(values: Values, rules: ReferralRules) -> str:
    """The criteria that were ticked; one of another edition stays a code."""
    criteria = ((code, rules.criterion(code)) for code in values.get("criteria") or ())
    return "；".join(criterion.words if criterion else code for code, criterion in criteria)


def readings_words(values: Values) -> str:
    """`11月22日 186/112mmHg 空腹血糖7.8；11月8日 168/102mmHg` of the record pack."""
    return "；".join(filter(None, (_reading(each) for each in _pack(values).get("readings") or ())))


def _reading(each: Values) -> str:
    day = as_date(each.get("visit_date"))
    parts = [f"{day.month}月{day.day}日"] if day else []
    if each.get("sbp") is not None and each.get("dbp") is not None:
        parts.append(f"血压{each['sbp']}/{each['dbp']}")
    parts += [f"{word}{each[name]}" for name, word in (("fbg", "空腹血糖"), ("weight", "体重")) if each.get(name)]
    return " ".join(parts) if len(parts) > 1 else ""


def medicines_words(values: Values) -> str:
    """The medicines of the record pack with what is written of their use."""
    return "；".join(filter(None, (_medicine(each) for each in _pack(values).get("medicines") or ())))


def _medicine(each: object) -> str:
    if not isinstance(each, Mapping):
        return words_of(each)
    times = each.get("times_per_day")
    parts = (each.get("name"), each.get("dose"), f"每日{times}次" if times is not None else "", each.get("usage"))
    return " ".join(words_of(part) for part in parts if part)


def results_words(values: Values) -> str:
    """`CT：未见出血（11月22日，演示县人民医院）` of every result that travels with the slip."""
    return "；".join(filter(None, (_result(each) for each in values.get("results") or ())))


def _result(each: Values) -> str:
    day = as_date(each.get("examined_on"))
    where = [f"{day.month}月{day.day}日"] if day else []
    where += [words_of(each["organisation"])] if each.get("organisation") else []
    # The receiver's own word about a result: not recognised, with the reason for doing it again.
    where += (
        [f"重做：{words_of(each['reason'])}"] if each.get("recognised") == NOT_RECOGNISED and each.get("reason") else []
    )
    value = f"：{words_of(each['value'])}" if each.get("value") else ""
    return f"{words_of(each.get('item'))}{value}" + (f"（{'，'.join(where)}）" if where else "")


def cost_words(values: Values) -> str:
    """`县级住院：起付线600元，报销75%（城乡居民，2026-01-01起执行的费用表，估算）`, empty without a table."""
    hint = values.get("cost_hint")
    hints: Iterable[Any] = hint.get("estimates") or [hint] if isinstance(hint, Mapping) else ()
    found = (estimate_of(each) for each in hints)
    return "；".join(each.words for each in found if each)


def rules_of(values: Values) -> ReferralRules:
    """The referral rules that were in force on the day of the slip."""
    return default_referral_rules(as_date(values.get("referral_date")))


def _pack(values: Values) -> Values:
    pack = values.get("pack")
    return pack if isinstance(pack, Mapping) else {}


def _moment(value: object) -> datetime | None:
    """A stored instant in local time; what is none is left for the pen."""
    try:
        return parse_instant(str(value)).astimezone(LOCAL_ZONE) if value else None
    except ValueError:
        return None
