"""What the rules and the county's tables say of a referral while it is being written. They ask and never block."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from PySide6.QtCore import QCoreApplication

from clinic_app.care.referral_terms import OUTSIDE, estimates_for
from clinic_app.clock import LOCAL_ZONE
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.words import listed, short_day
from clinic_app.guidelines.referral_rules import (
    CostEstimate,
    OwnDisease,
    ReferralRules,
    default_referral_rules,
    in_own_list,
    skips_level,
)
from clinic_app.records.field import Option
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.projection import read_body
from clinic_app.store.queries.alliance import BedCount, CareSlot, beds_of, care_slots, own_list
from clinic_app.store.queries.reference import Department, Organisation, departments, organisation, organisations, staff
from clinic_app.store.queries.referral import ReferralRow
from clinic_app.store.queries.residents import ResidentCard, resident_card
from clinic_app.store.queries.results import known_results
from clinic_app.store.queries.visit import visits_of

RESULTS_SINCE = timedelta(days=365)
MOST_TIMES = 60
"""More than two days of a clinic are chosen by typing the day."""
SLOT_KINDS = {"clinic": "clinic", "consultation": "clinic", "examination": "examination"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("refer", text)


@dataclass(frozen=True)
class Advice:
    """The sender's side: its kind, the rules of the day, its own list, the costs by kind of receiver."""

    rules: ReferralRules
    own_kind: str
    own_diseases: Sequence[OwnDisease]
    costs: Mapping[tuple[str, bool], Sequence[CostEstimate]]

    def cost_words(self, target: str, path: str) -> str:
        """One line for each insurance; empty where no table is published."""
        return "\n".join(each.words for each in self.costs.get((target, path == OUTSIDE), ()))

    def skip_words(self, target: str, path: str, urgency: str) -> str:
        """Which levels are passed over; empty where none is."""
        skip = skips_level(self.rules, self.own_kind, target, outside=path == OUTSIDE, urgency=urgency)
        return f"{skip.words}（{skip.rule}）" if skip else ""

    def own_words(self, impression: str, direction: str) -> str:
        """Which diseases of the own list are sent away; only upward they ask for a reason."""
        found = in_own_list(self.own_diseases, impression) if direction != "down" else ()
        if not found:
            return ""
        return _tr("{diseases} 在本机构病种目录里").format(diseases=listed(each.name for each in found))

    def criteria(self, impression: str, direction: str) -> list[Option]:
        """The check-lists of the diseases that the impression names."""
        return [Option(each.code, each.label) for each in self.rules.criteria_for(impression, direction)]

    def proposed(self, impression: str, rules: Sequence[str]) -> list[str]:
        """The criteria that come from these rules; a rule that several share says nothing about which of them it is."""
        listed_here = self.rules.criteria_for(impression)
        cited = Counter(each.rule for each in listed_here)
        return [each.code for each in listed_here if each.rule in rules and cited[each.rule] == 1]


@dataclass(frozen=True)
class Receiver:
    """What the county publishes of the organisation that is chosen."""

    departments: Sequence[Department] = ()
    doctors: Sequence[str] = ()
    phone: str = ""
    slots: Sequence[CareSlot] = ()
    beds: Sequence[BedCount] = ()

    def times(self, department: str, request: str, item: str, day: str, now: datetime) -> list[CareSlot]:
        """The next published times for a request that are not over; of a department (its name) and a day if chosen."""
        kind, code = SLOT_KINDS.get(request, ""), self._code(department)
        local = now.astimezone(LOCAL_ZONE)
        found = (
            each
            for each in self.slots
            if each.kind == kind
            and code in ("", each.department)
            and (not item or each.item in item or item in each.item)
            and day in ("", each.day.isoformat())
            and (each.day, each.starts) > (local.date(), f"{local:%H:%M}")
        )
        return list(islice(found, MOST_TIMES))

    def bed_words(self, department: str, today: date) -> str:
        """心血管内科 3张（今天统计，电话 …）; of all departments where none is chosen."""
        names, code = {each.code: each.name for each in self.departments}, self._code(department)
        found = [each for each in self.beds if code in ("", each.department)]
        return "；".join(_bed_words(each, names.get(each.department, each.department), today) for each in found)

    def phone_words(self, department: str) -> str:
        """心血管内科 0990-1，总机 0990-2: whom to ring, also without a network."""
        found = next((each for each in self.departments if each.name == department and each.phone), None)
        parts = [f"{found.name} {found.phone}"] if found is not None else []
        if self.phone:
            parts.append(_tr("总机 {phone}").format(phone=self.phone))
        return "　".join(parts)

    def _code(self, department: str) -> str:
        return next((each.code for each in self.departments if each.name == department), "")


@dataclass(frozen=True)
class Opened:
    """What the page reads before it shows the form; `rules` are the numbers that the visit's reasons name."""

    card: ResidentCard | None
    organisations: Sequence[Organisation]
    reasons: tuple[str, ...]
    urgency: str
    draft: Draft | None
    advice: Advice
    rules: tuple[str, ...] = ()
    results: Sequence[Mapping[str, Any]] = field(default=())


def open_referral_words(rows: Sequence[ReferralRow], today: date) -> str:
    """还有没办完的转诊：演示县人民医院 已接收（11月20日）; a second one is allowed, a doubled one is a pity."""
    if not rows:
        return ""
    told = (
        _tr("{organisation} {state}（{day}）").format(
            organisation=each.to_org_name, state=record_word(each.word), day=short_day(each.referral_date, today)
        )
        for each in rows
    )
    return _tr("还有没办完的转诊：{referrals}").format(referrals=listed(told))


def read_opened(desk: Desk, resident_id: str, draft_key: str) -> Opened:
    """Everything of the person, the directory and the tables, in the reading pool."""
    today = desk.today
    with desk.database.shown() as connection:
        reasons, urgency = _verdict(connection, resident_id)
        known = organisations(connection)
        return Opened(
            resident_card(connection, resident_id, today),
            known,
            tuple(dict.fromkeys(map(_plain, reasons))),
            urgency,
            load_draft(desk.database, draft_key),
            _advice(connection, desk.device.kind if desk.device else "village_clinic", today),
            tuple(dict.fromkeys(number for each in reasons for number in _numbers(each))),
            known_results(connection, resident_id, today - RESULTS_SINCE),
        )


def read_receiver(connection: Any, *, code: str, today: date, until: date) -> Receiver:
    """The departments, doctors, phones, published times and free beds of an organisation."""
    found = organisation(connection, code)
    return Receiver(
        departments(connection, code),
        tuple(dict.fromkeys(each.name for each in staff(connection, code) if each.name)),
        (found.phone if found else None) or "",
        care_slots(connection, code, today, until),
        beds_of(connection, code),
    )


def _advice(connection: Any, own_kind: str, today: date) -> Advice:
    kinds = ("village_clinic", "township_centre", "county_hospital")
    costs = {
        (kind, outside): estimates_for(connection, kind, today, outside=outside)
        for kind in kinds
        for outside in (False, True)
    }
    return Advice(default_referral_rules(today), own_kind, own_list(connection, own_kind), costs)


def _bed_words(bed: BedCount, name: str, today: date) -> str:
    words = _tr("{name} {free}张（{day}统计{phone}）")
    phone = _tr("，电话 {phone}").format(phone=bed.phone) if bed.phone else ""
    return words.format(name=name, free=bed.free, day=short_day(bed.counted_on, today), phone=phone)


def _verdict(connection: Any, resident_id: str) -> tuple[list[str], str]:
    """Why the rules of the last visit proposed a referral, with their numbers, and how urgent they found it."""
    reasons: list[str] = []
    urgency = "routine"
    for visit in visits_of(connection, resident_id, 1):
        for part in visit.parts:
            stored = read_body(connection, part.section, part.section_id)
            fields: Mapping[str, Any] = stored[0].fields if stored else {}
            if fields.get("proposed_referral") in ("routine", "urgent"):
                reasons += [each for each in fields.get("reasons") or () if _speaks_of_referral(each)]
                urgency = "urgent" if fields["proposed_referral"] == "urgent" else urgency
    return reasons, urgency


def _speaks_of_referral(reason: str) -> bool:
    return "转诊" in reason and not reason.startswith(("转诊后", "紧急转诊后"))


NUMBER = re.compile(r"[（(]([A-Z]+-\d+)[）)]$")


def _plain(reason: str) -> str:
    """A reason without its rule's number."""
    return NUMBER.sub("", reason)


def _numbers(reason: str) -> list[str]:
    return NUMBER.findall(reason)
