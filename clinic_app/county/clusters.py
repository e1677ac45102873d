"""Files of one person in several villages: until it is decided where the person lives, each of the villages holds all.

Links make clusters of residents. The record store keeps which villages besides its own hold a file; here it is found
what a link, its undoing or a move brings to a village and takes from it.
"""

from __future__ import annotations

from collections.abc import Iterable

from clinic_app.county.audiences import ENTER, EVICT
from clinic_app.county.change_log import PlannedChange
from clinic_app.county.record_bodies import Key, Stored
from clinic_app.county.record_store import RecordStore
from clinic_app.protocol import body as record_body
from clinic_app.protocol.audience import village_key
from clinic_app.protocol.body import Body

LINK = "identity_link"


def settle(records: RecordStore, key: Key, stored: Stored) -> list[PlannedChange]:
    """Share files anew after a link, or a resident who may be linked, has been put; what villages must get for it,
    parents before children, then the notices to those that no longer hold a file."""
    seeds = (
        [key[1]] if key[0] == "resident" else [str(stored.fields.get(each)) for each in ("resident_id", "canonical_id")]
    )
    entering: list[PlannedChange] = []
    leaving: list[PlannedChange] = []
    for member, villages in _wanted(records, seeds).items():
        root: Key = ("resident", member)
        file = records.get(root)
        assert file is not None
        home, held = file.fields.get("village_code"), records.shared_with(root, file.fields)
        if villages == held:
            continue
        records.share(member, villages)
        for village in sorted(villages - held):
            entering += _file(records, root, file, key, village)
        told = sorted(held - villages - {home})
        leaving += [_evict(member, file, str(home), village) for village in told]
    return [*entering, *leaving]


def _wanted(records: RecordStore, seeds: Iterable[str]) -> dict[str, frozenset[str]]:
    """For everybody who is linked with a seed, however far, and for the seeds: the villages of the others."""
    found: dict[str, frozenset[str]] = {}
    for seed in seeds:
        if seed in found:
            continue
        members = _cluster(records, seed)
        homes = {
            member: str(file.fields.get("village_code") or "")
            for member in sorted(members)
            if (file := records.get(("resident", member))) is not None
        }
        villages = {home for home in homes.values() if home}
        found.update({member: frozenset(villages - {home}) for member, home in homes.items()})
    return found


def _cluster(records: RecordStore, seed: str) -> set[str]:
    members, frontier = {seed}, {seed}
    while frontier:
        ends = {end for pair in records.links_of(frontier) for end in pair}
        frontier = ends - members
        members |= frontier
    return members


def _file(records: RecordStore, root: Key, file: Stored, but: Key, village: str) -> list[PlannedChange]:
    """The whole file of a resident as it stands, for one village; without what is being changed just now."""
    held = [(root, file), *records.under(root)]
    return [
        PlannedChange(*key, stored.rev, ENTER, stored.encoded, (village_key(village),))
        for key, stored in held
        if key != but
    ]


def _evict(member: str, file: Stored, home: str, village: str) -> PlannedChange:
    body = record_body.encode(Body(fields={"village_code": home}))
    return PlannedChange("resident", member, file.rev, EVICT, body, (village_key(village),))
