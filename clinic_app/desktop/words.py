"""Values in the words that screens show: dates, ages, windows, masked numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication

from clinic_app.clock import LOCAL_ZONE, parse_instant
from clinic_app.desktop.day_words import full_day, month_day
from clinic_app.desktop.translation import record_word
from clinic_app.devices.reading import Reading
from clinic_app.guidelines.body import age_on
from clinic_app.records.code_list import SEX
from clinic_app.store.queries.wording import EMPTY, field_of, value_words

WRONG_CLOCK = 5 * 60
"""Seconds by which a clock may differ from the county's without a word."""


def tr(text: str) -> str:
    """A sentence of this module in the language of the window."""
    return QCoreApplication.translate("words", text)


def sex_word(code: object) -> str:
    """男, 女, or the long words of the other two codes."""
    return next((tr(option.label) for option in SEX if option.code == str(code)), "")


def age(birth_date: str | None, today: date) -> int | None:
    """Full years, None without a birth date or before it."""
    if not birth_date:
        return None
    born = date.fromisoformat(birth_date)
    return age_on(born, today) if born <= today else None


def listed(words: Iterable[str]) -> str:
    """高血压、糖尿病: things one after the other, parted as the language of the window does."""
    return tr("、").join(words)


def person_line(name: str, sex: object, years: int | None) -> str:
    """李某某　女　67岁."""
    parts = [name, sex_word(sex), tr("{years}岁").format(years=years) if years is not None else ""]
    return "　".join(part for part in parts if part)


def short_person_line(name: str, sex: object, years: int | None) -> str:
    """李某某　女67岁, for a column."""
    said = sex_word(sex)
    if years is not None:
        said = tr("{sex}{years}岁").format(sex=said, years=years)
    return "　".join(part for part in (name, said) if part)


def short_day(day: str | date | None, today: date) -> str:
    """8月3日, with the year when it is another one; 今天, 昨天, 明天."""
    if not day:
        return ""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    near = {0: tr("今天"), -1: tr("昨天"), 1: tr("明天")}.get((found - today).days)
    if near:
        return near
    return month_day(found) if found.year == today.year else full_day(found)


def moment(instant: str | None, today: date) -> str:
    """10:42 today, otherwise 11月25日 9:20."""
    if not instant:
        return ""
    local = parse_instant(instant).astimezone(LOCAL_ZONE)
    clock = f"{local.hour}:{local.minute:02d}"
    return clock if local.date() == today else f"{short_day(local.date(), today)} {clock}"


def waiting(since: str | None, now: datetime) -> str:
    """How long ago an instant was, in words."""
    if not since:
        return ""
    gone = now - parse_instant(since)
    if gone < timedelta(minutes=1):
        return tr("刚刚")
    if gone < timedelta(hours=1):
        return tr("{count}分钟前").format(count=int(gone.total_seconds() // 60))
    if gone < timedelta(days=1):
        return tr("{count}小时前").format(count=int(gone.total_seconds() // 3600))
    return tr("{count}天前").format(count=gone.days)


def reading_words(reading: Reading) -> str:
    """What a meter measured: 152/96 · 心率 72（袖带过松）."""
    parts = [f"{reading.sbp}/{reading.dbp}"] if reading.sbp is not None else []
    if reading.heart_rate is not None:
        parts.append(tr("心率 {value}").format(value=reading.heart_rate))
    if reading.glucose is not None:
        fasting = {True: tr("空腹血糖 {value}"), False: tr("非空腹血糖 {value}"), None: tr("血糖 {value}")}
        parts.append(fasting[reading.fasting].format(value=reading.glucose))
    remarks = listed(record_word(each) for each in reading.remarks)
    return " · ".join(parts) + (tr("（{remarks}）").format(remarks=remarks) if remarks else "")


def clock_words(offset: int, now: datetime) -> str:
    """What is wrong with this computer's clock, with the county's date and time; `offset` is how far that is ahead."""
    county = (now + timedelta(seconds=offset)).astimezone(LOCAL_ZONE)
    gap = abs(offset)
    if gap >= 86_400:
        size = tr("{count}天").format(count=round(gap / 86_400))
    elif gap >= 3_600:
        size = tr("{count}小时").format(count=round(gap / 3_600))
    else:
        size = tr("{count}分钟").format(count=round(gap / 60))
    words = (
        tr("电脑的时钟慢了{size}，县平台现在是 {time}")
        if offset > 0
        else tr("电脑的时钟快了{size}，县平台现在是 {time}")
    )
    when = f"{full_day(county.date())} {county.hour}:{county.minute:02d}"
    return words.format(size=size, time=when)


def masked_phone(phone: str | None) -> str:
    """139****8888; shorter numbers lose their middle as well."""
    if not phone:
        return ""
    if len(phone) >= 11:
        return f"{phone[:3]}****{phone[-4:]}"
    return phone[:2] + "*" * max(len(phone) - 4, 1) + phone[-2:] if len(phone) > 4 else "****"


def masked_identity(number: str | None) -> str:
    """All but the first six and the last four characters hidden."""
    if not number:
        return ""
    return f"{number[:6]}********{number[-4:]}" if len(number) >= 15 else masked_phone(number)


def grouped_identity(number: str | None) -> str:
    """990101 19580307 0021: in groups, as it is read aloud."""
    if not number or len(number) != 18:
        return number or ""
    return f"{number[:6]} {number[6:14]} {number[14:]}"


def pressure(values: Mapping[str, Any]) -> str:
    """152/96, or one half with a dash, or nothing."""
    sbp, dbp = values.get("sbp"), values.get("dbp")
    if sbp is None and dbp is None:
        return ""
    return f"{sbp if sbp is not None else '—'}/{dbp if dbp is not None else '—'}"


def medicine_line(row: Mapping[str, Any]) -> str:
    """氨氯地平 5mg 每日1次."""
    times = row.get("times_per_day")
    parts = [row.get("name"), row.get("dose"), f"每日{times}次" if times is not None else "", row.get("usage")]
    return " ".join(str(part) for part in parts if part)


def stored_words(type_name: str, name: str, value: Any) -> str:
    """A stored value in the words of its form: codes as they are read, medicines as a line."""
    if name == "medicines" and isinstance(value, list):
        return "；".join(medicine_line(each) for each in value if isinstance(each, Mapping)) or record_word(EMPTY)
    return record_word(value_words(field_of(type_name, name), value))
