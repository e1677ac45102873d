"""今日工作: who is due, overdue or waiting after a return; computed on read, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from clinic_app.care.work_item import (
    ADVERSE,
    ANSWERED_NO,
    BASICALLY_STABLE,
    CALLS_BACK,
    COMPLICATION,
    CONTRACT,
    DANGER,
    DECLINED,
    DISCHARGE,
    DISCHARGED,
    EXAMINATION,
    FIRST_VISIT,
    FOLLOWUP,
    IN_A_ROW,
    INCOMPLETE,
    NO_MEDICINE,
    NOT_SEEN,
    OVERDUE,
    REFILL,
    RETURN,
    RETURNED,
    SENT_DOWN,
    SLIP,
    SLIP_DUE,
    SLIP_LATE,
    SOON_AFTER_NOTICE,
    STATES,
    TAKEN_DOWN,
    UNCONTROLLED,
    UNSTABLE,
    WEIGHT,
    DueReason,
    Why,
    WorkItem,
    days_unreached,
)
from clinic_app.care.worklist_question import Asked, due_reason
from clinic_app.care.worklist_referrals import referral_duties
from clinic_app.guidelines import due as rules
from clinic_app.guidelines.body import age_on
from clinic_app.guidelines.due import ELDERLY, MENTAL, TUBERCULOSIS, WINDOW_DAYS, DueState, DueWindow, LastVisit
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.records.catalogue import PROGRAMME_SECTION
from clinic_app.records.code_list import PROGRAMME
from clinic_app.store.database import Database
from clinic_app.store.queries import due as facts
from clinic_app.store.queries.due import Attempt, FirstVisit, Person, Wanted
from clinic_app.store.queries.referral_waiting import (
    died_under_referral,
)
from clinic_app.store.queries.stored import day
from clinic_app.store.queries.worklist import DueRow, due_of_residents, each_due

__all__ = [
    "FOLLOWUP",
    "RETURN",
    "WINDOW_DAYS",
    "DueReason",
    "WorkItem",
    "day_sheet_order",
    "most_urgent_first",
    "walking_order",
    "worklist",
]

FIRST = {SLIP: 0, INCOMPLETE: 1, DECLINED: 1, **dict.fromkeys(CALLS_BACK, 2)}
"""What stands first among the reasons of one person."""
EXAMINED = ("hypertension", "diabetes", MENTAL)
"""Programmes that ask for the yearly examination, as every resident of 65 and more; one examination serves them all."""
FOLLOWED = tuple(programme for programme in PROGRAMME_SECTION if programme != ELDERLY)
"""Programmes whose next follow-up comes from the last; the elderly are assessed once a year, registered or not."""
_EXAMINATION_RULE = {"hypertension": "H-12", "diabetes": "D-10", MENTAL: "P-12"}
_IN_DANGER = {"hypertension": "H-07", "diabetes": "D-06", MENTAL: "P-09", TUBERCULOSIS: "T-07"}
_REFERRED = {"hypertension": "H-11", "diabetes": "D-09"}
_RECHECKED = {"hypertension": "H-10", "diabetes": "D-08"}
_NOT_MET = 2
"""T-03: seen by nobody twice within the first days is told to the specialised institution."""


@dataclass(slots=True)
class _Found:
    """What was found of one person so far."""

    person: Person
    reasons: list[DueReason] = field(default_factory=list)
    followups: list[DueRow] = field(default_factory=list)
    reading: tuple[int, int, date] | None = None


def worklist(
    database: Database, on: date, village: str | None = None, *, residents: Sequence[str] | None = None
) -> list[WorkItem]:
    """Everybody with something that may be done on a day or is overdue, the most urgent first.

    `village` is a code; `residents` asks for these people only, as a household's page does.
    """
    books = default_rule_books()
    with database.shown() as connection:
        asked = Asked(
            connection, on, Wanted(village, residents), books, books.general_in_force(on), database.clock.now()
        )
        found: dict[str, _Found] = {}
        for person, reason in referral_duties(asked):
            found.setdefault(person.resident_id, _Found(person)).reasons.append(reason)
        for row, follow_up in _followups(asked):
            kept = found.get(row.resident_id)
            if kept is None and follow_up is None:
                continue
            if kept is None:
                kept = found[row.resident_id] = _Found(_person(row))
            kept.followups.append(row)
            kept.reasons += [follow_up] if follow_up else []
        for person, reason, reading in _others(asked):
            kept = found.setdefault(person.resident_id, _Found(person))
            kept.reasons.append(reason)
            kept.reading = kept.reading or reading
        for resident_id in died_under_referral(connection, on) & found.keys():
            del found[resident_id]
        tried = facts.attempts(connection, on) if found else {}
    items = [_item(each, tried.get(key, ()), asked) for key, each in found.items()]
    return sorted(items, key=lambda item: most_urgent_first(item, on))


def most_urgent_first(item: WorkItem, on: date) -> tuple[object, ...]:
    """The order of urgency: who is to be tried again later stands below; then risk, then overdue; then the way."""
    later = item.waits_until(on) or date.min
    return (later, -item.risk, STATES.index(item.state), item.due_date, *walking_order(item))


def walking_order(item: WorkItem) -> tuple[str, int, str, int, str, str, str]:
    """The order of a walk: village, group, door, household, person; numbers count as numbers."""
    group, door = item.group_name, item.house_no
    return (item.village_code, _number(group), group, _number(door), door, item.household_id, item.resident_id)


def day_sheet_order(items: Iterable[WorkItem]) -> list[WorkItem]:
    """The people of a day sheet in the order of the walk; the paper and the grid that is keyed from it agree on it."""
    return sorted(items, key=walking_order)


def _number(words: str) -> int:
    digits = words[: len(words) - len(words.lstrip("0123456789"))]
    return int(digits) if digits.isascii() and digits else 0


def _followups(asked: Asked) -> Iterator[tuple[DueRow, DueReason | None]]:
    """Everybody under management; the reason is None where nothing is due yet."""
    connection, on, wanted = asked.connection, asked.on, asked.wanted
    rows: Iterable[DueRow]
    if wanted.resident_ids is not None:
        rows = due_of_residents(connection, on, wanted.resident_ids, FOLLOWED)
    else:
        rows = each_due(connection, on, wanted.village, FOLLOWED)
    first_visits = facts.first_visits(connection, on)
    for row in rows:
        kind, window = _followup_window(asked, row, first_visits.get(row.resident_id))
        if window is None or window.state(on) is DueState.UPCOMING:
            yield row, None
        else:
            words = "肺结核第一次入户" if kind == FIRST_VISIT else _label(row.programme) + "随访"
            yield row, due_reason(asked, kind, row.programme, words, window)


def _followup_window(asked: Asked, row: DueRow, first: FirstVisit | None) -> tuple[str, DueWindow | None]:
    book = asked.books.in_force(row.programme, asked.on)
    last = None
    if row.last_visit_date is not None:
        last = LastVisit(
            row.last_visit_date, row.next_visit_date, row.classification, row.supervisor, intensive=row.intensive
        )
    if row.programme != TUBERCULOSIS:
        return FOLLOWUP, rules.next_window(book, row.registered_on, last)
    if row.stopped_on is not None:
        return FOLLOWUP, None
    if last is None and first is not None:
        # Treatment begins with its intensive phase.
        last = LastVisit(first.visit_date, first.next_visit_date, None, first.supervisor, intensive=True)
    return FOLLOWUP if last else FIRST_VISIT, rules.next_window(book, row.registered_on, last)


def _others(asked: Asked) -> Iterator[tuple[Person, DueReason, tuple[int, int, date] | None]]:
    yield from _yearly(asked)
    for person, reason in (*_refills(asked), *_contracts(asked)):
        yield person, reason, None


def _yearly(asked: Asked) -> Iterator[tuple[Person, DueReason, tuple[int, int, date] | None]]:
    """The yearly examination and the yearly assessment of the elderly."""
    on = asked.on
    examination_days = asked.general.days("examination_days")
    assessment_days = asked.books.in_force(ELDERLY, on).days("yearly_days")
    elder_born = rules.birthday(on, on.year - rules.ELDERLY_FROM)
    before = [on - timedelta(days=days - WINDOW_DAYS) for days in (examination_days, assessment_days)]
    rows = facts.yearly(
        asked.connection, on, asked.wanted,
        elder_born=elder_born, examination=(before[0], EXAMINED), assessed_before=before[1],
    )  # fmt: skip
    for row in rows:
        born = day(row.person.birth_date)
        elder = born is not None and born <= elder_born
        born = born if elder else None
        begun = min((each for each in (row.managed_on, row.elderly_on) if each), default=None)
        reading = (row.sbp, row.dbp, row.pressure_date) if row.sbp and row.dbp and row.pressure_date else None
        if elder or row.managed_on:
            rule = "E-02" if elder else next((_EXAMINATION_RULE[p] for p in EXAMINED if p in row.programmes), "")
            window = rules.yearly_window(
                examination_days, rule, on, last=row.examined_on, registered_on=begun, born=born
            )
            if window is not None and window.state(on) is not DueState.UPCOMING:
                yield row.person, due_reason(asked, EXAMINATION, "", "健康体检", window), reading
        if elder or row.elderly_on:
            window = rules.yearly_window(
                assessment_days, "E-02", on, last=row.assessed_on, registered_on=row.elderly_on, born=born
            )
            if window is not None and window.state(on) is not DueState.UPCOMING:
                yield row.person, due_reason(asked, FOLLOWUP, ELDERLY, "老年人自理评估", window), reading


def _refills(asked: Asked) -> Iterator[tuple[Person, DueReason]]:
    """Whose medicines run out within days, by the one that is gone first."""
    for row in facts.refills(asked.connection, asked.on, asked.wanted):
        supplies = [each for each in map(_supply, row.medicines) if each is not None]
        if not supplies:
            continue
        first = min(supplies, key=lambda each: each[0] + timedelta(days=each[1]))
        window = rules.refill_window(asked.general, *first)
        if window.state(asked.on) is not DueState.UPCOMING:
            left = rules.days_left(*first, asked.on)
            yield row.person, due_reason(asked, REFILL, "", "续药", window, days_left=left)


def _supply(medicine: dict[str, object]) -> tuple[date, int] | None:
    dispensed, supplied = medicine.get("dispensed_on"), medicine.get("days_supplied")
    from_day = day(dispensed) if isinstance(dispensed, str) else None
    return (from_day, supplied) if from_day is not None and isinstance(supplied, int) and supplied > 0 else None


def _contracts(asked: Asked) -> Iterator[tuple[Person, DueReason]]:
    until = asked.on + timedelta(days=asked.general.days("contract_renewal_days"))
    for row in facts.contracts_ending(asked.connection, asked.on, asked.wanted, until):
        window = rules.renewal_window(asked.general, row.ends_on)
        yield row.person, due_reason(asked, CONTRACT, "", "签约到期续签", window)


def _person(row: DueRow) -> Person:
    born = row.birth_date.isoformat() if row.birth_date else None
    return Person(
        row.resident_id, row.name, row.sex, born, row.phone, row.household_id, row.village_code, row.village_name,
        row.group_name, row.house_no, row.head_name,
    )  # fmt: skip


def _item(found: _Found, tried: Sequence[Attempt], asked: Asked) -> WorkItem:
    reasons = tuple(sorted(found.reasons, key=lambda each: (FIRST.get(each.kind, len(FIRST)), each.due_date)))
    person, born = found.person, day(found.person.birth_date)
    risks = sorted(set(_risks(reasons, found.followups, asked)), key=lambda each: (-WEIGHT[each.words], each.rule))
    whys = (*risks, *_also(reasons, tried, asked))
    return WorkItem(
        resident_id=person.resident_id,
        name=person.name,
        sex=person.sex or "",
        age=age_on(born, asked.on) if born and born <= asked.on else None,
        phone=person.phone or "",
        village_code=person.village_code or "",
        group_name=person.group_name or "",
        household_id=person.household_id or "",
        house_no=person.house_no or "",
        reasons=reasons,
        due_date=min(each.due_date for each in reasons),
        state=min((each.state for each in reasons), key=STATES.index),
        risk=sum(WEIGHT[words] for words in {each.words for each in risks}),
        last_reading=_last_reading(found),
        programmes=tuple(each.programme for each in found.followups),
        village_name=person.village_name,
        head_name=person.head_name or "",
        whys=whys,
        attempts=tuple(tried),
        enough_attempts=asked.general.attempts,
    )


def _also(reasons: Iterable[DueReason], tried: Sequence[Attempt], asked: Asked) -> Iterator[Why]:
    """What is said but moves nobody up."""
    unreached = days_unreached(tried)
    first_home = any(each.kind == FIRST_VISIT for each in reasons)
    if unreached >= (_NOT_MET if first_home else asked.general.attempts):
        yield Why(NOT_SEEN, "T-03" if first_home else "", unreached)
    if any(each.state is DueState.OVERDUE for each in reasons):
        yield Why(OVERDUE)


def _risks(reasons: Iterable[DueReason], followups: Iterable[DueRow], asked: Asked) -> Iterator[Why]:
    """How much before others, and why in words with the rule's number."""
    for each in reasons:
        if each.kind in ANSWERED_NO:
            yield Why(ANSWERED_NO[each.kind])
        elif each.kind == SLIP:
            yield Why(SLIP_LATE, each.rule) if each.hour < 0 else Why(SLIP_DUE, each.rule, each.hour)
        elif each.kind == RETURN:
            yield Why(RETURNED, each.rule)
        elif each.kind == DISCHARGE:
            yield Why(DISCHARGED, each.rule, (each.due_date - each.opens).days)
        elif each.kind == SENT_DOWN:
            yield Why(TAKEN_DOWN, each.rule, (each.due_date - each.opens).days)
        elif each.kind == FIRST_VISIT:
            yield Why(SOON_AFTER_NOTICE, each.rule, (each.due_date - each.opens).days)
        elif each.kind == REFILL and each.state is DueState.OVERDUE:
            yield Why(NO_MEDICINE)
    for row in followups:
        yield from _verdict_risks(row)


def _verdict_risks(row: DueRow) -> Iterator[Why]:
    """What the newest follow-up found. 1 is the best of hypertension and diabetes and the worst of mental disorders."""
    programme, found = row.programme, row.classification
    if row.proposed_referral == "urgent":
        yield Why(DANGER, _IN_DANGER.get(programme, ""))
    if programme == MENTAL:
        if found == 1:
            yield Why(UNSTABLE, "P-09")
        elif found == 2:
            yield Why(BASICALLY_STABLE, "P-10")
        return
    if programme not in _REFERRED:
        return
    if found == 4:
        yield Why(COMPLICATION, _REFERRED[programme])
    elif found in (2, 3) and row.consecutive >= 2:
        yield Why(IN_A_ROW, _REFERRED[programme], row.consecutive)
    elif found in (2, 3):
        yield Why(UNCONTROLLED if found == 2 else ADVERSE, _RECHECKED[programme])


def _last_reading(found: _Found) -> str:
    """`血压 152/96（8月3日） 血糖 6.4（8月3日）`: the newest known readings in words."""
    pressure = next(
        ((row.sbp, row.dbp, row.pressure_date) for row in found.followups if row.sbp and row.dbp and row.pressure_date),
        found.reading,
    )
    glucose = next((row for row in found.followups if row.fbg), None)
    parts = []
    if pressure:
        parts.append(f"血压 {pressure[0]}/{pressure[1]}（{_month_day(pressure[2])}）")
    if glucose and glucose.fbg_date:
        parts.append(f"血糖 {glucose.fbg}（{_month_day(glucose.fbg_date)}）")
    return " ".join(parts)


def _month_day(on: date) -> str:
    return f"{on.month}月{on.day}日"


def _label(programme: str) -> str:
    return next((option.label for option in PROGRAMME if option.code == programme), programme)
