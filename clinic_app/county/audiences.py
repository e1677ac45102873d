"""Who a change is for: the village of its resident, and the parties of its referral; and what a move, a redirect or a
hand-over brings to those who did not have it and takes from those who had.

Whom a record belongs to is the record store's answer: snapshots and digests read the same from its columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clinic_app.county.change_log import PlannedChange
from clinic_app.county.record_bodies import LONGEST_CHAIN, Fields, Key, Stored, parent_key
from clinic_app.county.record_store import RecordStore
from clinic_app.protocol import body as record_body
from clinic_app.protocol.audience import EVERYBODY, organisation_key, village_key
from clinic_app.protocol.body import FROM_PAPER, Body
from clinic_app.records.catalogue import PLACED, RECORD_TYPES
from clinic_app.records.field import Merge

ENTER, EVICT = "enter", "evict"


@dataclass(frozen=True)
class Before:
    """What an audience needs to know of the state before a change: the old village, the parties so far, whether the
    county had a referral from its paper only."""

    village: str | None = None
    referral: str | None = None
    parties: frozenset[str] = frozenset()
    from_paper: bool = False


class Audiences:
    """Answers from the records as the transaction has them."""

    def __init__(self, records: RecordStore) -> None:
        self.records = records

    def before(self, key: Key, stored: Stored | None, after: Body) -> Before:
        """To be asked before the change is put."""
        if key[0] in PLACED:
            return Before(village=stored.fields.get("village_code") if stored else None)
        if key[0] == "referral_event" and stored is None and after.fields.get("referral_id"):
            referral_id = str(after.fields["referral_id"])
            return Before(referral=referral_id, parties=frozenset(self.records.parties(referral_id)))
        return Before(from_paper=key[0] == "referral" and stored is not None and FROM_PAPER in stored.fields)

    def of(self, key: Key) -> tuple[str, ...]:
        """The audience keys of a change that has been put; of a move: the new village alone."""
        stored = self.records.get(key)
        assert stored is not None
        declared = RECORD_TYPES.get(key[0])
        if declared is not None and declared.merge is Merge.REFERENCE:
            return (EVERYBODY,)
        keys = [organisation_key(each) for each in self._organisations(key, stored)]
        village = self.records.village_of(key, stored.fields)
        villages = [*([village] if village else []), *sorted(self.records.shared_with(key, stored.fields))]
        return tuple(dict.fromkeys([*keys, *map(village_key, villages)]))

    def _organisations(self, key: Key, stored: Stored) -> list[str]:
        if key[0] == "duplicate_candidate":
            return sorted(self._townships(stored))
        referral = self.records.referral_of(key, stored.fields)
        return sorted(self.records.parties(referral)) if referral else []

    def _townships(self, candidate: Stored) -> set[str]:
        """Two files of one village are that village's to compare; of two, neither sees the other's."""
        people = candidate.fields.get("people") or []
        villages = {str(each["village_code"]) for each in people if each.get("village_code")}
        return self.records.townships_of(villages) if len(villages) > 1 else set()

    def around(self, key: Key, before: Before, change: PlannedChange) -> list[PlannedChange]:
        """A change that has been put, with what it brings and takes: parents before children, leaving last."""
        entering = self.entering(key, before)
        return [change, *entering, *self.leaving(key, before)] if key[0] in PLACED else [*entering, change]

    def entering(self, key: Key, before: Before) -> list[PlannedChange]:
        """What others must also get: who newly takes part in a referral, the new village after a move."""
        if key[0] in PLACED:
            return self._moved(key, before)
        if before.from_paper:
            return self._completed(key)
        if before.referral is None:
            return []
        added = self.records.parties(before.referral) - before.parties
        if not added:
            return []
        root: Key = ("referral", before.referral)
        referral = self.records.get(root)
        assert referral is not None
        known = [(root, referral), *(each for each in self.records.under(root) if each[0] != key)]
        return [change for each in sorted(added) for change in _entering(known, organisation_key(each))]

    def leaving(self, key: Key, before: Before) -> list[PlannedChange]:
        """After a move, the old village's notice that the resident or household is no longer its own."""
        village = self._new_village(key, before)
        stored = self.records.get(key)
        if village is None or before.village is None or stored is None:
            return []
        if before.village in self.records.shared_with(key, stored.fields):
            return []
        body = record_body.encode(Body(fields={"village_code": village}))
        return [PlannedChange(*key, stored.rev, EVICT, body, (village_key(before.village),))]

    def _moved(self, key: Key, before: Before) -> list[PlannedChange]:
        """After a move, what the new village must also get: everything under the resident or household."""
        village = self._new_village(key, before)
        return _entering(self.records.under(key), village_key(village)) if village else []

    def _completed(self, key: Key) -> list[PlannedChange]:
        """The patient's file may have come after the slip: what stands under the referral is now the village's, too."""
        stored = self.records.get(key)
        village = self.records.village_of(key, stored.fields) if stored else None
        return _entering(self.records.under(key), village_key(village)) if village else []

    def _new_village(self, key: Key, before: Before) -> str | None:
        """Where a resident or household has gone, when it has."""
        stored = self.records.get(key) if key[0] in PLACED else None
        village = stored.fields.get("village_code") if stored else None
        return str(village) if before.village and village and village != before.village else None

    def parties(self, referral_id: str) -> set[str]:
        """Organisations that take part in a referral."""
        return self.records.parties(referral_id)

    def resident_of(self, type_name: str, fields: Fields) -> Stored | None:
        """The resident that a record belongs to, up the chain of what it stands under."""
        above = parent_key(type_name, fields)
        for _ in range(LONGEST_CHAIN):
            if above is None:
                return None
            stored = self.records.get(above)
            if stored is None or above[0] == "resident":
                return stored
            above = parent_key(above[0], stored.fields)
        return None


def _entering(known: Iterable[tuple[Key, Stored]], audience: str) -> list[PlannedChange]:
    return [PlannedChange(*key, stored.rev, ENTER, stored.encoded, (audience,)) for key, stored in known]
