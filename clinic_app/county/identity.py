"""The same person registered twice: found by a keyed hash of the identity number, never by the number itself.

The number refuses no push: two files with one number make a likely duplicate that a person decides. Only when number,
name, birth date and sex all agree does the county link them itself; a person can take that back.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import secrets
import uuid
from collections.abc import Iterable, Mapping

from clinic_app.county.change_log import copy_rows
from clinic_app.county.database import Connection
from clinic_app.county.record_bodies import Fields, Key
from clinic_app.county.record_store import RecordStore
from clinic_app.protocol.body import Body
from clinic_app.protocol.referral_events import SERVER
from clinic_app.records import identity_number
from clinic_app.records.identity import DIFFERENT, LINKED, OPEN
from clinic_app.records.resident import RESIDENT_CARD

NAMESPACE = uuid.UUID("4c1d7f56-1f6a-4a55-9d43-6f2c0f1f8a21")
KEY_KIND = "person"
SAME_NUMBER, SAME_PERSON = "证件号码相同", "证件号码、姓名、出生日期和性别都相同"
NO_LONGER = "证件号码已不再相同"
AGREEING = ("name", "birth_date", "sex")


def pair_id(kind: str, one: str, other: str) -> str:
    """The one id of what concerns two files, whichever was first."""
    return str(uuid.uuid5(NAMESPACE, ":".join((kind, *sorted((one, other))))))


def person_key(secret: bytes, fields: Mapping[str, object]) -> bytes | None:
    """HMAC-SHA256 over type and number of an identity document; None without a number. 15 digits count as their 18."""
    plain = plain_number(fields)
    return hmac.new(secret, plain.encode("utf-8", "surrogatepass"), hashlib.sha256).digest() if plain else None


def plain_number(fields: Mapping[str, object]) -> str:
    """Type and number of an identity document in the one writing of it; empty without a number."""
    number = fields.get("id_no")
    if not isinstance(number, str) or not number:
        return ""
    kind = str(fields.get("id_type") or RESIDENT_CARD)
    plain = identity_number.normalise(number)
    if kind == RESIDENT_CARD:
        with contextlib.suppress(ValueError):
            plain = identity_number.parse(number).number
    return f"{kind}\n{plain}"


class Identities:
    """Person keys as one transaction has them. `keep` or `drop` end each mutation's part, as in the record store."""

    def __init__(self, connection: Connection, county: str, records: RecordStore, now: str) -> None:
        self.connection = connection
        self.county = county
        self.records = records
        self.now = now
        self._secret: bytes | None = None
        self._holders: dict[bytes, set[str]] = {}
        self._kept: dict[str, bytes | None] = {}
        self._trial: dict[str, bytes | None] = {}

    def want(self, residents: Iterable[Mapping[str, object]]) -> None:
        """Read in one query who holds the numbers that a batch brings."""
        keys = {key for fields in residents if fields.get("id_no") and (key := person_key(self.secret, fields))}
        missing = [key for key in keys if key not in self._holders]
        if not missing:
            return
        self._holders.update({key: set() for key in missing})
        rows = self.connection.execute(
            "SELECT key, resident_id FROM person_key WHERE county = %s AND key = ANY(%s)", (self.county, missing)
        )
        for key, resident_id in rows:
            self._holders[bytes(key)].add(resident_id)

    def noticed(self, resident_id: str, before: Fields | None, after: Fields, *, void: bool) -> list[tuple[Key, Body]]:
        """What a changed resident's number brings: likely duplicates, links where everything agrees, and the end of
        what nobody has decided and is no longer likely. `before` is None for a file that was not in force."""
        if not after.get("id_no") and not (before or {}).get("id_no"):
            return []
        key = None if void else person_key(self.secret, after)
        was = person_key(self.secret, before) if before else None
        if key == was and before is not None:
            return []
        self._trial[resident_id] = key
        self.want(fields for fields in (before, after) if fields)
        parted = sorted(self._present_holders(was) - {resident_id}) if was else []
        met = sorted(self._present_holders(key) - {resident_id}) if key else []
        ended = [each for other in parted for each in self._part(resident_id, other)]
        return [*ended, *(each for other in met for each in self._pair(resident_id, after, other))]

    def _present_holders(self, key: bytes) -> set[str]:
        moved = {**self._kept, **self._trial}
        stored = {each for each in self._holders.get(key, ()) if moved.get(each, key) == key}
        return stored | {each for each, held in moved.items() if held == key}

    def _pair(self, resident_id: str, fields: Fields, other_id: str) -> list[tuple[Key, Body]]:
        other = self.records.get(("resident", other_id))
        candidate = _candidate(resident_id, other_id)
        known = self.records.get(candidate)
        # What a person has decided is never brought up again; what the county itself has ended, it may.
        if other is None or other.body.void or (known is not None and not _is_ended(known.fields)):
            return []
        first, second = sorted((resident_id, other_id))
        people = {resident_id: fields, other_id: other.fields}
        link: Key = ("identity_link", pair_id("link", resident_id, other_id))
        # A link that was taken back once is a person's to make again.
        agree = self.records.get(link) is None
        agree = agree and all(fields.get(name) and fields.get(name) == other.fields.get(name) for name in AGREEING)
        found: Fields = {
            "people": [_person(each, people[each]) for each in (first, second)],
            "why": SAME_PERSON if agree else SAME_NUMBER,
            "state": LINKED if agree else OPEN,
        }
        if not agree:
            return [(candidate, Body(found, SERVER, self.now))]
        found["decision"] = {"by": SERVER, "at": self.now, "reason": SAME_PERSON}
        ends = {"resident_id": second, "canonical_id": first, "reason": SAME_PERSON}
        return [(candidate, Body(found, SERVER, self.now)), (link, Body(ends, SERVER, self.now))]

    def _part(self, resident_id: str, other_id: str) -> list[tuple[Key, Body]]:
        """The number that two files shared was corrected, or one of them withdrawn, before anybody had decided."""
        candidate = _candidate(resident_id, other_id)
        known = self.records.get(candidate)
        if known is None or known.fields.get("state") != OPEN:
            return []
        decision = {"by": SERVER, "at": self.now, "reason": NO_LONGER}
        return [(candidate, Body({**known.fields, "state": DIFFERENT, "decision": decision}, SERVER, self.now))]

    def moved(self, resident_id: str, village: object) -> list[tuple[Key, Body]]:
        """The likely duplicates of somebody who has moved, which others look at from now on."""
        found = []
        for key in self.records.candidates_of(resident_id):
            known = self.records.get(key)
            assert known is not None
            people = [
                {**each, "village_code": village} if each.get("resident_id") == resident_id else each
                for each in known.fields.get("people") or ()
            ]
            found.append((key, Body({**known.fields, "people": people}, known.body.author, known.body.authored_at)))
        return found

    def unlinked(self, one: str, other: str) -> list[tuple[Key, Body]]:
        """A link was taken back: whether two files are one person's is a person's to decide again."""
        key = _candidate(one, other)
        known = self.records.get(key)
        if known is None or known.fields.get("state") != LINKED:
            return []
        return [(key, Body({**known.fields, "state": OPEN}, SERVER, self.now))]

    def overtaken(self) -> bool:
        """Whether another transaction has written down somebody with one of this one's numbers meanwhile."""
        keys = sorted({key for key in self._kept.values() if key is not None})
        if not keys:
            return False
        rows = self.connection.execute(
            "SELECT key, resident_id FROM person_key WHERE county = %s AND key = ANY(%s)", (self.county, keys)
        )
        return any(each[1] not in self._kept and each[1] not in self._holders[bytes(each[0])] for each in rows)

    def keep(self) -> None:
        """The open mutation's numbers stand."""
        self._kept.update(self._trial)
        self.drop()

    def drop(self) -> None:
        """The open mutation's numbers never were."""
        self._trial = {}

    def write(self) -> None:
        """Write the keys of everybody whose number changed."""
        if not self._kept:
            return
        self.connection.execute(
            "DELETE FROM person_key WHERE county = %s AND resident_id = ANY(%s)", (self.county, list(self._kept))
        )
        rows = [(self.county, key, resident_id) for resident_id, key in self._kept.items() if key is not None]
        copy_rows(self.connection, "person_key (county, key, resident_id)", ["text", "bytea", "text"], rows)

    @property
    def secret(self) -> bytes:
        """The county's own key for person keys, made at first use."""
        if self._secret is None:
            self._secret = _secret(self.connection, self.county)
        return self._secret


def _secret(connection: Connection, county: str) -> bytes:
    query = "SELECT private_key FROM county_key WHERE county = %s AND kind = %s ORDER BY created_at LIMIT 1"
    row = connection.execute(query, (county, KEY_KIND)).fetchone()
    if row is None:
        connection.execute(
            "INSERT INTO county_key (county, kind, id, public_key, private_key, created_at)"
            " VALUES (%s, %s, 'first', '', %s, now()) ON CONFLICT DO NOTHING",
            (county, KEY_KIND, secrets.token_bytes(32)),
        )
        row = connection.execute(query, (county, KEY_KIND)).fetchone()
    assert row is not None
    return bytes(row[0])


def _candidate(one: str, other: str) -> Key:
    return "duplicate_candidate", pair_id("candidate", one, other)


def _is_ended(candidate: Fields) -> bool:
    decision = candidate.get("decision")
    return candidate.get("state") == DIFFERENT and isinstance(decision, Mapping) and decision.get("by") == SERVER


def _person(resident_id: str, fields: Fields) -> Fields:
    named = {name: fields.get(name) for name in ("name", "sex", "birth_date", "village_code")}
    return {"resident_id": resident_id, **{name: value for name, value in named.items() if value is not None}}
