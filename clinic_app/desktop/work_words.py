"""The list of work in words: its rows, what is due, why somebody comes first, who tried to reach them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from clinic_app.care.work_item import FOLLOWUP, KIND_WORDS, OVERDUE, REFILL, DueReason, Why, WorkItem
from clinic_app.desktop.day_words import month_day, window
from clinic_app.desktop.models.rows import Row
from clinic_app.desktop.models.worklist import HOUSEHOLD, Entry
from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.words import listed, short_day, short_person_line
from clinic_app.guidelines.due import ELDERLY, DueState
from clinic_app.records.code_list import SHORT_PROGRAMME
from clinic_app.records.contact_attempt import CHANNEL, RESULT
from clinic_app.store.queries.due import Attempt

_SHORT = {option.code: option.label for option in SHORT_PROGRAMME}


def tr(text: str) -> str:
    """A sentence of this module in the language of the window."""
    return QCoreApplication.translate("work_words", text)


def group_entries(items: Sequence[WorkItem]) -> list[Entry]:
    """Groups and households in the order of their first person; a household of several has a row of its own."""
    groups: dict[tuple[str, str], dict[str, list[WorkItem]]] = {}
    for item in items:
        households = groups.setdefault((item.village_code, item.group_name), {})
        households.setdefault(item.household_id or item.resident_id, []).append(item)
    found: list[Entry] = []
    for households in groups.values():
        found.append(Entry(tuple(item for members in households.values() for item in members)))
        for household, members in households.items():
            several = len(members) > 1
            if several:
                found.append(Entry(tuple(members), HOUSEHOLD + household))
            found += [Entry((item,), item.resident_id, first_of_door=not several) for item in members]
    return found


def household_row(entry: Entry) -> Row:
    """3号　李某甲家　2人3项: everything that can be done at this door."""
    first = entry.items[0]
    reasons = [reason for item in entry.items for reason in item.reasons]
    head = tr("{name}家").format(name=first.head_name) if first.head_name else tr("一家")
    count = tr("{people}人{duties}项").format(people=len(entry.items), duties=len(reasons))
    texts = (first.house_no, head, due_words(reasons), count, "", tr("Enter 一起办"))
    return Row(entry.id, texts, {column: "accent" for column in (0, 1)}, "　".join(part for part in texts if part))


def person_row(entry: Entry, today: date) -> Row:
    """One person: what is due, until when, the last reading, why they come first."""
    item = entry.items[0]
    indent = "" if entry.first_of_door else "　"
    person = indent + short_person_line(item.name, item.sex, item.age)
    overdue = item.state is DueState.OVERDUE
    texts = (
        item.house_no if entry.first_of_door else "",
        person,
        due_words(item.reasons),
        _when(item, today),
        item.last_reading.removeprefix("血压 ").partition("（")[0],
        reason_words(item, today),
    )
    colours = {3: "danger"} if overdue else {}
    if texts[5]:
        colours[5] = "watch"
    return Row(item.resident_id, texts, colours, "　".join(part for part in texts if part))


def short_programmes() -> dict[str, str]:
    """高血压, 糖尿病: the programmes short enough for a column, by their codes."""
    return {code: record_word(words) for code, words in _SHORT.items()}


def due_words(reasons: Iterable[DueReason]) -> str:
    """高血压、续药剩3天: each once, short enough for a column."""
    return listed(dict.fromkeys(_short(reason) for reason in reasons))


def reason_words(item: WorkItem, today: date) -> str:
    """Why somebody comes first and who tried to reach them; that they are overdue stands in a column of its own."""
    why = listed(why_words(each) for each in item.whys if each.words != OVERDUE)
    return "　".join(part for part in (why, _tried(item, today)) if part)


def why_words(why: Why) -> str:
    """One reason in the language of the window, with the rule's number."""
    said = record_word(why.words).format(count=why.count)
    return tr("{words}（{rule}）").format(words=said, rule=why.rule) if why.rule else said


def attempt_line(attempt: Attempt, today: date) -> str:
    """昨天 打电话 无人接听　再试 11月28日."""
    parts = [
        short_day(attempt.attempted_on, today),
        record_words(CHANNEL).get(attempt.channel, ""),
        record_words(RESULT).get(attempt.result, ""),
        attempt.reason,
    ]
    said = " ".join(part for part in parts if part)
    again = attempt.next_try_on
    return said + (tr("　再试 {day}").format(day=short_day(again, today)) if again else "")


def _short(reason: DueReason) -> str:
    if reason.kind == FOLLOWUP:
        return tr("自理评估") if reason.programme == ELDERLY else record_word(_SHORT[reason.programme])
    if reason.kind == REFILL and reason.days_left is not None and reason.days_left >= 0:
        return tr("续药剩{days}天").format(days=reason.days_left)
    return record_word(KIND_WORDS[reason.kind])


def _when(item: WorkItem, today: date) -> str:
    if item.state is DueState.OVERDUE:
        return overdue_words(item.due_date, today)
    reason = min(item.reasons, key=lambda each: each.due_date)
    if (reason.opens.year, reason.opens.month) != (reason.due_date.year, reason.due_date.month):
        return tr("至{day}").format(day=month_day(reason.due_date))
    return window(reason.opens, reason.due_date)


def overdue_words(due: date, today: date) -> str:
    """逾期12天."""
    return tr("逾期{days}天").format(days=(today - due).days)


def _tried(item: WorkItem, today: date) -> str:
    if not item.attempts:
        return ""
    later = item.waits_until(today)
    if item.refused:
        words = tr("本人拒绝")
    elif item.unreached:
        words = tr("已试{count}次").format(count=item.unreached)
    else:
        words = tr("已约")
    return words + (tr(" {day}再去").format(day=month_day(later)) if later else "")
