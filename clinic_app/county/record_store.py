"""Records as the county has them: to whom they belong, who holds them besides, and how a batch of them is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from clinic_app.county.change_log import copy_rows
from clinic_app.county.database import Connection, Overtaken
from clinic_app.county.record_bodies import Key, RecordBodies, Stored, parent_key
from clinic_app.protocol import body as record_body
from clinic_app.protocol.audience import village_key
from clinic_app.protocol.digest import row_digest
from clinic_app.protocol.referral_events import ReferralState, fold

REFERENCE_PARENT = {"organisation": "parent_code", "staff": "organisation", "department": "organisation"}
WIDENING = ("redirect", "retarget", "hand_over")
"""Steps that bring one more organisation into a referral."""
COLUMNS = "county, type, id, rev, void, parent_id, body, field_revs, village, digest"
TYPES = ["text", "text", "text", "int8", "bool", "text", "bytea", "bytea", "text", "int8"]
# Everything under a record, however deep.
UNDER = (
    "WITH RECURSIVE under AS (SELECT type, id FROM record WHERE county = %(county)s AND parent_id = %(root)s UNION"
    " SELECT r.type, r.id FROM record r JOIN under u ON r.parent_id = u.id WHERE r.county = %(county)s) "
)
HELD_UNDER = UNDER.rstrip() + ", held AS (SELECT type, id FROM under UNION SELECT 'resident', %(root)s) "
SHARE = HELD_UNDER + (
    "INSERT INTO record_party (county, organisation, type, id) SELECT %(county)s, village, type, id FROM held,"
    " unnest(%(villages)s::text[]) AS village ON CONFLICT DO NOTHING"
)
UNSHARE = HELD_UNDER + (
    "DELETE FROM record_party p USING held WHERE p.county = %(county)s AND p.organisation = ANY(%(villages)s)"
    " AND p.type = held.type AND p.id = held.id"
)
VILLAGE_PREFIX = village_key("")
_encoder = msgspec.json.Encoder()


def _parent_id(type_name: str, fields: Mapping[str, Any]) -> str | None:
    """What the children index holds: the placing record, an organisation's parent, a person's organisation."""
    if type_name in REFERENCE_PARENT:
        return fields.get(REFERENCE_PARENT[type_name])
    parent = parent_key(type_name, fields)
    return parent[1] if parent else None


class RecordStore(RecordBodies):
    """The same with whom each record belongs to and who holds it besides, and all of it written at the end."""

    def __init__(self, connection: Connection, county: str) -> None:
        super().__init__(connection, county)
        self._shared: dict[str, frozenset[str]] = {}
        self._trial_shared: dict[str, frozenset[str]] = {}
        self._first_shared: dict[str, frozenset[str]] = {}

    def keep(self) -> None:
        """The open mutation's changes stand."""
        for resident_id, villages in self._trial_shared.items():
            self._first_shared.setdefault(resident_id, self._shared.get(resident_id, frozenset()))
            self._shared[resident_id] = villages
        super().keep()

    def drop(self) -> None:
        """The open mutation's changes never were."""
        super().drop()
        self._trial_shared = {}

    def shared_with(self, key: Key, fields: Mapping[str, Any]) -> frozenset[str]:
        """The villages besides its own that hold a record, because its resident is linked with one of theirs."""
        resident_id = self.resident_of(key, fields)
        if resident_id is None:
            return frozenset()
        if resident_id in self._trial_shared:
            return self._trial_shared[resident_id]
        return self._shared.get(resident_id, frozenset())

    def share(self, resident_id: str, villages: Iterable[str]) -> None:
        """Let these villages besides the own one hold a resident's file, within the open mutation."""
        self._trial_shared[resident_id] = frozenset(villages)

    def links_of(self, residents: Iterable[str]) -> list[tuple[str, str]]:
        """Both ends of every link in force that names one of `residents`."""
        wanted = set(residents)
        rows = self.connection.execute(
            "SELECT id FROM record WHERE county = %(county)s AND type = 'identity_link' AND parent_id = ANY(%(ids)s)"
            " UNION SELECT id FROM record_party WHERE county = %(county)s AND type = 'identity_link'"
            " AND organisation = ANY(%(keys)s)",
            {"county": self.county, "ids": sorted(wanted), "keys": sorted(map(_person_key, wanted))},
        )
        keys = {("identity_link", str(row[0])) for row in rows}
        keys |= {key for key in (*self._known, *self._trial) if key[0] == "identity_link"}
        self.want(keys)
        found = [stored for key in sorted(keys) if (stored := self.get(key)) is not None and not stored.body.void]
        ends = [(str(each.fields.get("resident_id")), str(each.fields.get("canonical_id"))) for each in found]
        return [pair for pair in ends if wanted & set(pair)]

    def referral_state(self, referral_id: str) -> ReferralState:
        """Where a referral stands in this transaction."""
        referral = self.get(("referral", referral_id))
        return fold(referral.fields, self.events(referral_id)) if referral else ReferralState()

    def parties(self, referral_id: str) -> set[str]:
        """Organisations that take part in a referral: every sender and every receiver that it has had."""
        referral = self.get(("referral", referral_id))
        if referral is None:
            return set()
        state = self.referral_state(referral_id)
        return {each for each in (*state.senders, *state.receivers) if each}

    def village_of(self, key: Key, fields: Mapping[str, Any]) -> str | None:
        """The village that a record belongs to, up the chain of what it stands under; None where there is none."""
        if key[0] == "duplicate_candidate":
            return _common_village(fields)
        root = self._place(key, fields)[0]
        stored = self.get(root) if root is not None and root != key else None
        found = fields if root == key else stored.fields if stored else {}
        return str(found["village_code"]) if found.get("village_code") else None

    @property
    def has_moved_files(self) -> bool:
        """Whether whole files go to other villages: what others write under them meanwhile would not go along."""
        shared = any(self._shared[each] != before for each, before in self._first_shared.items())
        return shared or any(
            (stored := self._known[key]) is not None and stored.fields.get("village_code") != village
            for key, village in self._first_village.items()
        )

    def write(self) -> None:
        """Write everything that was kept, and to what it belongs. Raises Overtaken when somebody else changed one of
        the records."""
        created: list[tuple[Key, int, Stored]] = []
        changed: list[tuple[Key, int, Stored]] = []
        for key, before in self._first_rev.items():
            stored = self._known[key]
            assert stored is not None
            (changed if before else created).append((key, before, stored))
        if created:
            copy_rows(
                self.connection, f"record ({COLUMNS})", TYPES, [self._row(key, stored) for key, _, stored in created]
            )
        self._update(changed)
        self._write_deciders([key for key, _, _ in changed if key[0] == "duplicate_candidate"])
        self._write_parties([key for key, _, _ in created])
        self._write_slips([(key[1], stored) for key, _, stored in created if key[0] == "referral"])
        self._move_closures()
        self._place_slips([key for key, _, _ in changed if key[0] == "referral"])
        self._share_closures()

    def _update(self, changed: Sequence[tuple[Key, int, Stored]]) -> None:
        if not changed:
            return
        with self.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE record SET rev = %s, void = %s, parent_id = %s, body = %s, field_revs = %s, village = %s,"
                " digest = %s WHERE county = %s AND type = %s AND id = %s AND rev = %s",
                [(*self._row(key, stored)[3:], self.county, *key, before) for key, before, stored in changed],
            )
            if cursor.rowcount != len(changed):
                raise Overtaken

    def _row(self, key: Key, stored: Stored) -> tuple[object, ...]:
        body = stored.encoded
        revs = _encoder.encode(stored.field_revs)
        village, digest = self.village_of(key, stored.fields), row_digest(key[1], stored.rev, body)
        parent = _parent_id(key[0], stored.fields)
        return (self.county, *key, stored.rev, stored.body.void, parent, body, revs, village, digest)

    def _write_parties(self, created: Sequence[Key]) -> None:
        """Who takes part in the referrals of new records; a redirect or a hand-over gives all that a referral has to
        one more."""
        rows, grown = [], set()
        for key in created:
            stored = self._known[key]
            assert stored is not None
            referral_id = self.referral_of(key, stored.fields)
            parties = self.parties(referral_id) if referral_id else set()
            if key[0] == "duplicate_candidate":
                parties = self.deciders(stored.fields) | set(map(_person_key, people_of(stored.fields)))
            if key[0] == "identity_link":
                parties = {_person_key(str(stored.fields.get("canonical_id")))}
            parties |= set(map(village_key, self.shared_with(key, stored.fields)))
            rows += [(each, *key) for each in sorted(parties)]
            if referral_id and key[0] == "referral_event" and stored.fields.get("event") in WIDENING:
                grown.add(referral_id)
        if rows:
            write_parties(self.connection, self.county, rows)
        for referral_id in sorted(grown):
            self._give_all(referral_id)

    def _write_slips(self, referrals: Sequence[tuple[str, Stored]]) -> None:
        """By which number a person may ask for a referral."""
        rows = [(record_id, slip_digits(stored.fields.get("slip_no"))) for record_id, stored in referrals]
        rows = [row for row in rows if row[1]]
        if rows:
            self.connection.execute(
                "INSERT INTO slip_number (county, referral_id, digits) SELECT %s, * FROM unnest(%s::text[], %s::text[])"
                " ON CONFLICT DO NOTHING",
                (self.county, [row[0] for row in rows], [row[1] for row in rows]),
            )

    def _place_slips(self, referrals: Sequence[Key]) -> None:
        """What stands under a referral that came on paper before its patient belongs to the patient's village."""
        for key in referrals:
            stored = self._known[key]
            village = self.village_of(key, stored.fields) if stored else None
            if village is not None:
                self.connection.execute(
                    UNDER + "UPDATE record SET village = %(village)s FROM under WHERE record.county = %(county)s"
                    " AND record.type = under.type AND record.id = under.id AND record.village IS NULL",
                    {"county": self.county, "root": key[1], "village": village},
                )

    def _write_deciders(self, candidates: Sequence[Key]) -> None:
        """Who looks at a likely duplicate now: its people may have moved."""
        if not candidates:
            return
        self.connection.execute(
            "DELETE FROM record_party WHERE county = %s AND type = 'duplicate_candidate' AND id = ANY(%s)"
            " AND NOT starts_with(organisation, %s)",
            (self.county, [key[1] for key in candidates], _person_key("")),
        )
        self._write_parties(candidates)

    def candidates_of(self, resident_id: str) -> list[Key]:
        """The likely duplicates that a resident is in."""
        rows = self.connection.execute(
            "SELECT id FROM record_party WHERE county = %s AND organisation = %s AND type = 'duplicate_candidate'",
            (self.county, _person_key(resident_id)),
        )
        keys = {("duplicate_candidate", str(row[0])) for row in rows}
        held = {**self._known, **self._trial}
        keys |= {key for key, stored in held.items() if key[0] == "duplicate_candidate" and stored is not None
                 and resident_id in people_of(stored.fields)}  # fmt: skip
        return sorted(keys)

    def _give_all(self, referral_id: str) -> None:
        self.connection.execute(
            UNDER + "INSERT INTO record_party (county, organisation, type, id) SELECT %(county)s, party, type, id FROM"
            " (SELECT type, id FROM under UNION SELECT 'referral', %(root)s) AS held, unnest(%(parties)s::text[])"
            " AS party ON CONFLICT DO NOTHING",
            {"county": self.county, "root": referral_id, "parties": sorted(self.parties(referral_id))},
        )

    def deciders(self, candidate: Mapping[str, Any]) -> set[str]:
        """Who looks at a likely duplicate of two villages: the township that is over them."""
        villages = _villages_of(candidate)
        return self.townships_of(villages) if len(villages) > 1 else set()

    def townships_of(self, villages: Iterable[str]) -> set[str]:
        """The township centres that serve one of `villages`, or are over a clinic that does."""
        rows = self.connection.execute(
            "SELECT id, body FROM record WHERE county = %s AND type = 'organisation' AND NOT void", (self.county,)
        )
        organisations = {row[0]: record_body.decode(bytes(row[1])).fields for row in rows}
        wanted = set(villages)
        serving = {code for code, each in organisations.items() if wanted & set(each.get("villages") or ())}
        serving |= {str(organisations[code].get("parent_code")) for code in serving}
        return {code for code in serving if organisations.get(code, {}).get("kind") == "township_centre"}

    def _move_closures(self) -> None:
        """What stands under a resident who moved belongs to the new village."""
        for key, village in self._first_village.items():
            stored = self._known[key]
            assert stored is not None
            if stored.fields.get("village_code") != village:
                self.connection.execute(
                    UNDER + "UPDATE record SET village = %(village)s FROM under WHERE record.county = %(county)s"
                    " AND record.type = under.type AND record.id = under.id",
                    {"county": self.county, "root": key[1], "village": stored.fields.get("village_code")},
                )

    def _share_closures(self) -> None:
        """What stands under a resident is held by the villages that hold the file, whoever that is now."""
        for resident_id, before in self._first_shared.items():
            now = self._shared[resident_id]
            names = {"county": self.county, "root": resident_id}
            for statement, villages in ((UNSHARE, before - now), (SHARE, now - before)):
                if villages:
                    keys = sorted(map(village_key, villages))
                    self.connection.execute(statement.encode(), {**names, "villages": keys})

    def _read(self, keys: Iterable[Key]) -> None:
        wanted = list(keys)
        self._read_shared(wanted)
        super()._read(wanted)

    def _read_shared(self, keys: Iterable[Key]) -> None:
        residents = [key[1] for key in keys if key[0] == "resident"]
        if not residents:
            return
        rows = self.connection.execute(
            "SELECT id, organisation FROM record_party WHERE county = %s AND type = 'resident' AND id = ANY(%s)"
            " AND organisation >= 'village:' AND organisation < 'village;'",
            (self.county, residents),
        )
        found: dict[str, set[str]] = defaultdict(set)
        for resident_id, key in rows:
            found[resident_id].add(key.removeprefix(VILLAGE_PREFIX))
        for resident_id, villages in found.items():
            self._shared.setdefault(resident_id, frozenset(villages))


def write_parties(connection: Connection, county: str, rows: Sequence[tuple[str, str, str]]) -> None:
    """Remember that organisations hold records: rows of organisation, type and id; what is there already stays."""
    connection.execute(
        "INSERT INTO record_party (county, organisation, type, id) SELECT %s, * FROM unnest(%s::text[], %s::text[],"
        " %s::text[]) ON CONFLICT DO NOTHING",
        (county, [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]),
    )


def slip_digits(number: object) -> str:
    """The digits of a slip's number as it is asked for."""
    return "".join(each for each in str(number or "") if each.isascii() and each.isdigit())


def _person_key(resident_id: str) -> str:
    """Under which a link is found by the file that stands for the person (its other end is its parent), and a likely
    duplicate by both files."""
    return f"person:{resident_id}"


def people_of(candidate: Mapping[str, Any]) -> list[str]:
    """Whose files a likely duplicate is about."""
    people = candidate.get("people")
    rows = [each for each in people if isinstance(each, Mapping)] if isinstance(people, list) else []
    return [str(each["resident_id"]) for each in rows if each.get("resident_id")]


def _common_village(fields: Mapping[str, Any]) -> str | None:
    villages = _villages_of(fields)
    return villages.pop() if len(villages) == 1 else None


def _villages_of(fields: Mapping[str, Any]) -> set[str]:
    people = fields.get("people")
    rows = [each for each in people if isinstance(each, Mapping)] if isinstance(people, list) else []
    return {str(each["village_code"]) for each in rows if each.get("village_code")}
