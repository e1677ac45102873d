"""One person on file twice: say that two files are one person's, take it back, or say that they are not.

A link moves nothing: every record keeps its file, readers follow the link, taking it away is the undo.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from clinic_app.care.entry import EntryProblem
from clinic_app.clock import instant_text
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import FieldError
from clinic_app.records.identity import DIFFERENT, LINKED, OPEN
from clinic_app.store import audit
from clinic_app.store.accounts import Account
from clinic_app.store.database import Database
from clinic_app.store.queries.conflict import with_open_conflicts
from clinic_app.store.queries.identity import CandidateRow, candidate, candidates, files_of, links_of
from clinic_app.store.queries.residents import Reading, ResidentCard, resident_card
from clinic_app.store.second_person import Eyes, require
from clinic_app.store.unit_of_work import Unit, unit_of_work

COUNTED = ("visit", "referral", "chronic_registration", "allergy", "diagnosis")


@dataclass(frozen=True)
class Side:
    """One of two files: what identifies the person, and how much stands in it. `card` is None for a file elsewhere."""

    resident_id: str
    person: Mapping[str, Any]
    counts: Mapping[str, int]
    card: ResidentCard | None


@dataclass(frozen=True)
class Together:
    """How the one page would read after a link: nothing is lost, everything of both files stands on it."""

    counts: Mapping[str, int]
    allergies: tuple[str, ...]
    programmes: tuple[str, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Preview:
    """What a person sees before deciding: both files, and how the one page would read after a link."""

    candidate: CandidateRow
    sides: tuple[Side, ...]
    together: Together

    @property
    def visits_together(self) -> int:
        """Visits of both files."""
        return self.together.counts["visit"]


def decided_duplicates(connection: Connection) -> list[CandidateRow]:
    """Likely duplicates that were decided, the newest first."""
    found = [*candidates(connection, LINKED), *candidates(connection, DIFFERENT)]
    return sorted(found, key=lambda each: each.id, reverse=True)


def open_duplicates(connection: Connection) -> list[CandidateRow]:
    """Likely duplicates that nobody has decided, the newest first."""
    return candidates(connection, OPEN)


def preview(connection: Connection, candidate_id: str, on: date) -> Preview | None:
    """Both files of a likely duplicate; None when the candidate is not on this laptop."""
    found = candidate(connection, candidate_id)
    if found is None:
        return None
    sides = tuple(_side(connection, person, on) for person in found.people)
    return Preview(found, sides, _together(sides))


def _together(sides: Sequence[Side]) -> Together:
    # A card follows links: of files that are linked already, one card speaks for both.
    cards = {side.card.id: side.card for side in sides if side.card}
    readings = sorted((each for card in cards.values() for each in card.readings), key=lambda each: each.visit_date)
    return Together(
        counts={name: sum(side.counts[name] for side in sides) for name in COUNTED},
        allergies=_allergies(cards.values()),
        programmes=_union(each.programme for card in cards.values() for each in card.registrations),
        readings=tuple(reversed(readings)),
    )


def _allergies(cards: Iterable[ResidentCard]) -> tuple[str, ...]:
    """An allergy of one file stands against the other's word that there is none."""
    known = [card.allergies for card in cards if card.allergy_text]
    some = [each.words for each in known if not each.is_none]
    return _union(some or [each.words for each in known])


def _union(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in words if each))


def _side(connection: Connection, person: Mapping[str, Any], on: date) -> Side:
    resident_id = str(person.get("resident_id") or "")
    counts = {name: _count(connection, name, resident_id) for name in COUNTED}
    return Side(resident_id, person, counts, resident_card(connection, resident_id, on))


def _count(connection: Connection, type_name: str, resident_id: str) -> int:
    table = RECORD_TYPES[type_name].sql_table
    query = select(func.count()).where(table.c.resident_id == resident_id, table.c.void.is_(False))
    return int(connection.execute(query).scalar_one())


def link(
    database: Database,
    resident_id: str,
    canonical_id: str,
    reason: str,
    candidate_id: str = "",
    *,
    second: Account | None = None,
) -> str:
    """Say that two files are one person's; `canonical_id` is the file that stands for both. Returns the link's id.

    `second` confirmed it, at a township or hospital with two people. Raises SecondPersonNeeded, and EntryProblem for a
    file that is not on this laptop, files that are linked already, or no reason.
    """
    reason = _reason(reason)
    seen = require(database, second)
    with unit_of_work(database) as unit:
        found = candidate(unit.connection, candidate_id) if candidate_id else None
        known = {resident_id, canonical_id} <= set(found.resident_ids if found else ())
        if not unit.fields("resident", canonical_id) or not (unit.fields("resident", resident_id) or known):
            raise EntryProblem(FieldError("canonical_id", "两份档案有一份不在本机，没有关联，同步后再试"))
        if resident_id in files_of(unit.connection, canonical_id):
            raise EntryProblem(FieldError("resident_id", "两份档案已经关联为同一人"))
        if with_open_conflicts(unit.connection, [resident_id, canonical_id]):
            raise EntryProblem(FieldError("resident_id", "有一份档案的冲突还没处理，没有关联，先到“冲突处理”选定"))
        link_id = unit.create(
            "identity_link", {"resident_id": resident_id, "canonical_id": canonical_id, "reason": reason}
        )
        if found is not None:
            _decide(unit, found, LINKED, reason)
        told = None if seen.eyes is Eyes.VILLAGE else seen.words
        audit.note_in(unit.connection, database, "merge", f"resident:{canonical_id}", detail=told)
    return link_id


def unlink(database: Database, link_id: str, reason: str) -> None:
    """Take a link back: both files stand for themselves again, as before. Raises EntryProblem."""
    reason = _reason(reason)
    with unit_of_work(database) as unit:
        fields = unit.fields("identity_link", link_id)
        if not fields:
            raise EntryProblem(FieldError("id", "没有这条关联，或已经取消"))
        unit.void("identity_link", link_id, reason)
        audit.note_in(unit.connection, database, "unmerge", f"resident:{fields.get('canonical_id')}")
        pair = {fields.get("resident_id"), fields.get("canonical_id")}
        for found in candidates(unit.connection, LINKED):
            if set(found.resident_ids) == pair:
                unit.reopen("duplicate_candidate", found.id, {"state": OPEN}, reason)


def different(database: Database, candidate_id: str, reason: str) -> None:
    """Say that two files are of different people; the pair is not brought up again. Raises EntryProblem."""
    reason = _reason(reason)
    with unit_of_work(database) as unit:
        found = candidate(unit.connection, candidate_id)
        if found is None or found.state != OPEN:
            raise EntryProblem(FieldError("id", "没有这条疑似重复，或已经处理过"))
        _decide(unit, found, DIFFERENT, reason)


def undecide(database: Database, candidate_id: str, reason: str) -> None:
    """Take a decision back, whichever it was: a link goes, and the pair waits for a person again.

    Raises EntryProblem.
    """
    reason = _reason(reason)
    with unit_of_work(database) as unit:
        found = candidate(unit.connection, candidate_id)
        if found is None or found.state == OPEN:
            raise EntryProblem(FieldError("id", "没有这条疑似重复，或还没有处理"))
        for each in links_of(unit.connection, found.resident_ids[0]):
            if {each.resident_id, each.canonical_id} == set(found.resident_ids):
                unit.void("identity_link", each.id, reason)
                audit.note_in(unit.connection, database, "unmerge", f"resident:{each.canonical_id}")
        unit.reopen("duplicate_candidate", found.id, {"state": OPEN}, reason)


def _decide(unit: Unit, found: CandidateRow, state: str, reason: str) -> None:
    decision = {"by": unit.actor.account, "at": instant_text(unit.clock.now()), "reason": reason}
    unit.resolve("duplicate_candidate", found.id, {"state": state, "decision": decision}, reason)


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise EntryProblem(FieldError("reason", "写明依据后再保存"))
    return reason
