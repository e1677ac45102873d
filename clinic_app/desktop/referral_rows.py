"""Referrals as lines of a list: the inbox in its three groups, and what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.models.order import by_name
from clinic_app.desktop.models.rows import Row
from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.words import short_person_line
from clinic_app.protocol.referral_events import EVENT_WORD
from clinic_app.records.code_list import URGENCY
from clinic_app.records.referral import CENTRE, REQUEST
from clinic_app.store.queries.referral import ReferralRow
from clinic_app.store.queries.referral_desk import DeskRow

PRESSING = ("urgent", "emergency")
HOURS_TOLD = 48
"""A wait is told in hours up to two days, then in days."""
PATIENT, STATE, URGENT, WAITING = 0, 1, 2, 3


def _tr(text: str) -> str:
    return QCoreApplication.translate("referral_desk", text)


def pressing(urgency: str) -> int:
    """By which urgencies are put in order: the least pressing first."""
    codes = [each.code for each in URGENCY]
    return codes.index(urgency) if urgency in codes else -1


def desk_rows(rows: Sequence[DeskRow], now: datetime, today: date) -> list[Row]:
    """The inbox: a heading with its count before each group where there is more than one."""
    groups = (_tr("待答复"), _tr("待到诊"), _tr("在诊"))
    several = len({each.group for each in rows}) > 1
    found: list[Row] = []
    for number, words in enumerate(groups):
        members = [each for each in rows if each.group == number]
        if members and several:
            found.append(Row("", (f"{words}　{len(members)}",)))
        found += [_desk_row(each, now, today) for each in members]
    return found


def sent_row(row: ReferralRow, today: date, *, handed_on: bool, clock: tuple[str, str] = ("", "")) -> Row:
    """A referral of one's own, or one that has ended; `clock` is until when an emergency slip is to be completed."""
    texts = (
        short_person_line(row.patient_name, row.sex, row.age),
        clock[0] or record_word(EVENT_WORD["hand_over"] if handed_on else row.word),
        record_words(URGENCY).get(row.urgency, row.urgency),
        _tr("{count}天").format(count=row.days_since_issue(today)),
        f"{row.to_org_name} {row.to_dept}".rstrip(),
    )
    colours = {URGENT: "danger"} if row.urgency in PRESSING else {}
    if row.state == "returned" and not handed_on:
        colours[STATE] = "watch"
    if clock[0]:
        colours[STATE] = clock[1]
    sorts = {PATIENT: by_name(row.patient_name), URGENT: pressing(row.urgency), WAITING: row.days_since_issue(today)}
    return Row(row.id, texts, colours, "　".join(texts), sorts)


def _desk_row(each: DeskRow, now: datetime, today: date) -> Row:
    row = each.row
    texts = (
        short_person_line(row.patient_name, row.sex, row.age),
        _state(each, today),
        _urgency(each),
        _wait(each.hours_waiting(now)),
        f"{record_words(REQUEST).get(each.request, '')}　{row.from_org_name}",
    )
    colours = {URGENT: "danger"} if row.urgency in PRESSING else {}
    if each.escalated or each.late:
        colours |= {STATE: "danger", WAITING: "danger"}
    elif each.withdrawal_asked or each.unread:
        colours[STATE] = "watch"
    waited = each.hours_waiting(now)
    sorts = {PATIENT: by_name(row.patient_name), URGENT: pressing(row.urgency), WAITING: waited}
    return Row(row.id, texts, colours, "　".join(texts), sorts)


def _state(each: DeskRow, today: date) -> str:
    """What this desk has to know first."""
    if each.withdrawal_asked:
        return _tr("请求撤回")
    if each.escalated:
        return _tr("超时未读")
    if each.unread:
        return _tr("未读")
    if each.late:
        return _tr("超时未答复")
    if each.incomplete:
        return _tr("等补充")
    if each.row.state == "accepted" and each.slot[0]:
        # 11-24 08:20: a column has no room for more.
        return f"{each.slot[0].removeprefix(f'{today.year}-')} {each.slot[1]}".rstrip()
    return record_word(each.row.word)


def _urgency(each: DeskRow) -> str:
    """急救 with what is suspected."""
    words = record_words(URGENCY).get(each.row.urgency, each.row.urgency)
    suspected = record_words(CENTRE).get(each.suspicion, "")
    return f"{words} {suspected}".rstrip()


def _wait(hours: int) -> str:
    if hours < HOURS_TOLD:
        return _tr("{count}小时").format(count=hours)
    return _tr("{count}天").format(count=hours // 24)
