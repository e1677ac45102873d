"""Who a change is for: the village of its resident, or the parties of its referral."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clinic_app.county.change_log import PlannedChange
from clinic_app.county.record_store import Fields, Key, RecordStore, Stored, parent_key
from clinic_app.protocol import body as record_body
from clinic_app.protocol.audience import EVERYBODY, organisation_key, referral_audience, village_key
from clinic_app.protocol.body import Body
from clinic_app.protocol.referral_events import fold
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Merge

ENTER = "enter"
LONGEST_CHAIN = 8


@dataclass(frozen=True)
class Before:
    """What an audience needs to know of the state before a change: the old village, the old receiver."""

    village: str | None = None
    referral: str | None = None
    receiver: str = ""


class Audiences:
    """Answers from the records as the transaction has them."""

    def __init__(self, records: RecordStore) -> None:
        self.records = records

    def before(self, key: Key, stored: Stored | None, after: Body) -> Before:
        """To be asked before the change is put."""
        if key[0] in ("resident", "household"):
            return Before(village=stored.fields.get("village_code") if stored else None)
        if key[0] == "referral_event" and stored is None and after.fields.get("referral_id"):
            referral_id = str(after.fields["referral_id"])
            return Before(referral=referral_id, receiver=self.receiver(referral_id))
        return Before()

    def of(self, key: Key, before: Before) -> tuple[str, ...]:
        """The audience keys of a change that has been put."""
        stored = self.records.get(key)
        assert stored is not None
        declared = RECORD_TYPES.get(key[0])
        if declared is not None and declared.merge is Merge.REFERENCE:
            return (EVERYBODY,)
        if key[0] in ("resident", "household"):
            villages = (before.village, stored.fields.get("village_code"))
            return tuple(dict.fromkeys(village_key(str(each)) for each in villages if each))
        referral_id = key[1] if key[0] == "referral" else self._referral_above(key[0], stored.fields)
        if referral_id is not None:
            keys = self._referral_keys(referral_id)
            if before.receiver:
                keys = [*keys, organisation_key(before.receiver)]
            return tuple(dict.fromkeys(keys))
        resident = self.resident_of(key[0], stored.fields)
        return (village_key(str(resident.fields.get("village_code"))),) if resident else ()

    def entering(self, key: Key, before: Before) -> list[PlannedChange]:
        """After a redirect, what the new receiver must also get: the referral and all that happened so far."""
        if key[0] == "resident":
            return self._moved(key, before)
        if before.referral is None:
            return []
        receiver = self.receiver(before.referral)
        if receiver == before.receiver:
            return []
        root: Key = ("referral", before.referral)
        referral = self.records.get(root)
        assert referral is not None
        if receiver in (referral.fields.get("from_org"), referral.fields.get("to_org")):
            return []
        known = [(root, referral), *(each for each in self.records.children(root) if each[0] != key)]
        audience = (organisation_key(receiver),)
        return [
            PlannedChange(*each, stored.rev, ENTER, record_body.encode(stored.body), audience) for each, stored in known
        ]

    def _moved(self, resident: Key, before: Before) -> list[PlannedChange]:
        """After a move, what the new village must also get: everything under the resident."""
        stored = self.records.get(resident)
        village = stored.fields.get("village_code") if stored else None
        if before.village is None or not village or village == before.village:
            return []
        audience = (village_key(str(village)),)
        return [
            PlannedChange(*key, each.rev, ENTER, record_body.encode(each.body), audience)
            for key, each in self._under(resident)
        ]

    def _under(self, parent: Key) -> Iterator[tuple[Key, Stored]]:
        for key, stored in self.records.children(parent):
            yield key, stored
            yield from self._under(key)

    def receiver(self, referral_id: str) -> str:
        """The organisation that a referral is at now."""
        referral = self.records.get(("referral", referral_id))
        return fold(referral.fields, self.records.events(referral_id)).receiver if referral else ""

    def parties(self, referral_id: str) -> set[str]:
        """Organisations that take part in a referral: sender, first receiver, present receiver."""
        referral = self.records.get(("referral", referral_id))
        if referral is None:
            return set()
        named = {referral.fields.get("from_org"), referral.fields.get("to_org"), self.receiver(referral_id)}
        return {str(each) for each in named if each}

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

    def _referral_above(self, type_name: str, fields: Fields) -> str | None:
        above = parent_key(type_name, fields)
        return above[1] if above and above[0] == "referral" else None

    def _referral_keys(self, referral_id: str) -> list[str]:
        """The village is the resident's by the county's records, whatever the slip says."""
        referral = self.records.get(("referral", referral_id))
        assert referral is not None
        resident = self.resident_of("referral", referral.fields)
        village = resident.fields.get("village_code") if resident else None
        return referral_audience({**referral.fields, "village_code": village}, self.receiver(referral_id))
