"""Records of the county as FHIR resources: by id, by search in pages, or all of them; within one snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from clinic_app.county.database import Connection
from clinic_app.county.record_store import RecordStore
from clinic_app.exchange.fhir.capability import KINDS
from clinic_app.exchange.fhir.condition import is_restricted, known_disease
from clinic_app.exchange.fhir.document import document, referral_composition, return_composition
from clinic_app.exchange.fhir.encounter import clinic_encounter, visit_encounter
from clinic_app.exchange.fhir.observation import Measured, observations
from clinic_app.exchange.fhir.organisation import organisation
from clinic_app.exchange.fhir.patient import patient
from clinic_app.exchange.fhir.referral import ReferralSource, pack_readings, referral_resources, slip_patient
from clinic_app.exchange.fhir.values import Resource, fhir_id
from clinic_app.protocol import body as record_body
from clinic_app.records.identifiers import is_id

PAGE = 200
MOST_LOOKED_AT = 1000
ID_LENGTH = 36
SOURCES: Mapping[str, tuple[str, ...]] = {
    "Organization": ("organisation",),
    "Patient": ("resident",),
    "Condition": ("diagnosis", "referral"),
    "Encounter": ("encounter", "referral", "visit"),
    "Observation": ("referral", "visit"),
    "ServiceRequest": ("referral",),
    "Task": ("referral",),
    "Composition": ("referral",),
}
"""Which records a resource is made from, in the order in which a search goes through them."""
EXPORTED = ("organisation", "resident", "diagnosis", "encounter", "visit", "referral")
SECTIONS = ("copd_followup", "diabetes_followup", "health_examination")
"""Sections of a visit that hold measurements of their own."""
Row = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Wanted:
    """What a search asks for; empty means all. `focus` holds record ids, `after` is where the page before ended."""

    kind: str
    patient: str = ""
    ids: tuple[str, ...] | None = None
    matches: Mapping[str, str] = field(default_factory=dict)
    count: int = 50
    after: str = ""


@dataclass(frozen=True)
class Found:
    """One page; `after` is where the next one begins, empty at the end."""

    resources: tuple[Resource, ...]
    after: str = ""


class FhirReader:
    """Reads for everybody, or for one organisation: then only the referrals that it takes part in, with their frozen
    patients and readings; files and visits of residents are not its own. What is restricted is left out unless it may
    be read (`sensitive`)."""

    def __init__(
        self, connection: Connection, county: str, organisation_code: str = "", *, sensitive: bool = False
    ) -> None:
        self.connection = connection
        self.county = county
        self.organisation = organisation_code
        self.sensitive = sensitive
        self._records = RecordStore(connection, county)
        self._makers: Mapping[str, Callable[[Sequence[Row]], Iterator[Resource]]] = {
            "organisation": lambda rows: (organisation(*row) for row in rows),
            "resident": lambda rows: (patient(*row) for row in rows),
            "diagnosis": _diseases,
            "encounter": lambda rows: (clinic_encounter(*row) for row in rows),
            "visit": self._of_visits,
            "referral": self._of_referrals,
        }

    def read(self, kind: str, resource_id: str) -> Resource | None:
        """One resource; None where there is none, or none for this reader."""
        for type_name in self._sources(kind):
            ids = self._record_ids(type_name, kind, resource_id)
            for found in self._made(type_name, self._rows(type_name, ids=ids)):
                if (found["resourceType"], found["id"]) == (kind, resource_id):
                    return found
        return None

    def search(self, wanted: Wanted) -> Found:
        """A page: whole records are taken until there are `count` resources, at most a thousand are looked at."""
        found: dict[str, Resource] = {}
        looked_at = 0
        start, _, after = wanted.after.partition(":")
        for type_name in self._sources(wanted.kind):
            if start and type_name != start:
                continue
            start = ""
            while True:
                size = min(PAGE, wanted.count)
                rows = self._rows(type_name, after=after, limit=size, patient=wanted.patient, ids=wanted.ids)
                for each in self._made(type_name, rows):
                    if each["resourceType"] == wanted.kind and _matches(each, wanted.matches):
                        found[each["id"]] = each
                if len(rows) < size:
                    break
                after, looked_at = rows[-1][0], looked_at + len(rows)
                if len(found) >= wanted.count or looked_at >= MOST_LOOKED_AT:
                    return Found(tuple(found.values()), f"{type_name}:{after}")
            after = ""
        return Found(tuple(found.values()))

    def all(self, kinds: Sequence[str] = KINDS) -> Iterator[Resource]:
        """Every resource of these kinds, record by record."""
        for type_name in EXPORTED:
            after = ""
            while rows := self._rows(type_name, after=after, limit=PAGE):
                yield from (each for each in self._made(type_name, rows) if each["resourceType"] in kinds)
                after = rows[-1][0]

    def slip(self, composition_id: str, base: str, timestamp: str) -> Resource | None:
        """The document of a referral, or of the return slip with this id; None where there is none."""
        for referral_id in self._record_ids("referral", "Composition", composition_id):
            for source in self._referral_sources(self._rows("referral", ids=[referral_id])):
                if composition_id == source.id or composition_id in dict(source.returns):
                    return document(source, base, timestamp, return_id=composition_id, others=self._others(source))
        return None

    def slips_numbered(self, number: str) -> list[str]:
        """The referrals with this number on the slip, with or without its dashes."""
        digits = "".join(each for each in number if each.isascii() and each.isdigit())
        rows = self.connection.execute(
            "SELECT referral_id FROM slip_number WHERE county = %s AND digits = %s ORDER BY referral_id",
            (self.county, digits),
        )
        return [str(row[0]) for row in rows]

    def _others(self, source: ReferralSource) -> list[Resource]:
        codes = {
            str(each)
            for each in (*source.state.senders, *source.state.receivers, source.fields.get("from_org"))
            if each
        }
        found = [organisation(*row) for row in self._rows("organisation", ids=sorted(codes))]
        visit_id = source.fields.get("visit_id")
        if visit_id and not self.organisation:
            found += [visit_encounter(*row) for row in self._rows("visit", ids=[str(visit_id)])]
        return found

    def _sources(self, kind: str) -> tuple[str, ...]:
        if not self.organisation:
            return SOURCES[kind]
        return ("organisation",) if kind == "Organization" else ("referral",)

    def _record_ids(self, type_name: str, kind: str, resource_id: str) -> list[str]:
        """The records that a resource of this id may come from: ours begin with a record's id."""
        if type_name == "organisation":
            return [code for code in self._names if fhir_id(code) == resource_id]
        record_id = resource_id[:ID_LENGTH]
        if not is_id(record_id):
            return []
        if type_name != "referral":
            return [record_id]
        if kind == "Patient":
            query = "SELECT id FROM record WHERE county = %s AND type = 'referral' AND parent_id = %s ORDER BY id DESC"
        else:
            # A return slip's id leads to its referral.
            query = "SELECT parent_id FROM record WHERE county = %s AND type = 'return' AND id = %s"
        rows = self.connection.execute(query.encode(), (self.county, record_id)).fetchall()
        return [*(str(row[0]) for row in rows), record_id]

    def _rows(
        self, type_name: str, *, after: str = "", limit: int = PAGE, patient: str = "", ids: Iterable[str] | None = None
    ) -> list[Row]:
        values: dict[str, Any] = {"county": self.county, "type": type_name, "after": after, "limit": limit}
        conditions = ["r.county = %(county)s AND r.type = %(type)s AND NOT r.void AND r.id > %(after)s"]
        joined = ""
        if self.organisation and type_name != "organisation":
            joined = (
                "JOIN record_party p ON p.county = r.county AND p.type = r.type AND p.id = r.id"
                " AND p.organisation = %(organisation)s"
            )
            values["organisation"] = self.organisation
        if patient:
            conditions.append("r.id = %(patient)s" if type_name == "resident" else "r.parent_id = %(patient)s")
            values["patient"] = patient
        if ids is not None:
            conditions.append("r.id = ANY(%(ids)s)")
            values["ids"] = list(ids)
        query = (
            f"SELECT r.id, r.body FROM record r {joined} WHERE {' AND '.join(conditions)} ORDER BY r.id LIMIT %(limit)s"
        )
        rows = self.connection.execute(query.encode(), values).fetchall()
        return [(str(row[0]), record_body.decode(bytes(row[1])).fields) for row in rows]

    def _made(self, type_name: str, rows: Sequence[Row]) -> Iterator[Resource]:
        made = self._makers[type_name](rows) if rows else iter(())
        return (each for each in made if self.sensitive or not is_restricted(each))

    def _of_visits(self, rows: Sequence[Row]) -> Iterator[Resource]:
        sections = self._children([record_id for record_id, _ in rows], SECTIONS)
        for record_id, fields in rows:
            yield visit_encounter(record_id, fields)
            values = {**{name: each for _, section in sections[record_id] for name, each in section.items()}, **fields}
            at, who = str(fields.get("visit_date") or ""), str(fields.get("resident_id") or "")
            yield from observations(Measured(record_id, who, at, encounter=record_id), values)

    def _of_referrals(self, rows: Sequence[Row]) -> Iterator[Resource]:
        for source in self._referral_sources(rows):
            yield from referral_resources(source)
            yield referral_composition(source)
            yield from (return_composition(source, *each) for each in source.returns)
            if self.organisation:
                yield slip_patient(source)
                yield from pack_readings(source)

    def _referral_sources(self, rows: Sequence[Row]) -> Iterator[ReferralSource]:
        ids = [record_id for record_id, _ in rows]
        self._records.want_events(ids)
        slips = self._children(ids, ("return",))
        for record_id, fields in rows:
            events = self._records.events(record_id)
            yield ReferralSource(record_id, fields, events, tuple(slips[record_id]), self._names)

    def _children(self, ids: Sequence[str], types: Sequence[str]) -> Mapping[str, list[Row]]:
        rows = self.connection.execute(
            "SELECT parent_id, id, body FROM record WHERE county = %s AND type = ANY(%s) AND parent_id = ANY(%s)"
            " AND NOT void ORDER BY id",
            (self.county, list(types), list(ids)),
        )
        found: dict[str, list[Row]] = defaultdict(list)
        for parent_id, record_id, raw in rows:
            found[str(parent_id)].append((str(record_id), record_body.decode(bytes(raw)).fields))
        return found

    @cached_property
    def _names(self) -> dict[str, str]:
        rows = self.connection.execute(
            "SELECT id, body FROM record WHERE county = %s AND type = 'organisation' AND NOT void", (self.county,)
        )
        return {str(row[0]): str(record_body.decode(bytes(row[1])).fields.get("name") or row[0]) for row in rows}


def _diseases(rows: Sequence[Row]) -> Iterator[Resource]:
    return (found for row in rows if (found := known_disease(*row)) is not None)


def _matches(resource: Resource, wanted: Mapping[str, str]) -> bool:
    """Whether the tokens that a search names are the resource's: `status`, and `code` with or without its system."""
    for name, value in wanted.items():
        if name == "status" and resource.get("status") not in value.split(","):
            return False
        if name == "code" and not any(_has_code(resource, each) for each in value.split(",")):
            return False
    return True


def _has_code(resource: Resource, token: str) -> bool:
    system, bar, code = token.rpartition("|")
    return any(
        each.get("code") == code and (not bar or each.get("system", "") == system)
        for each in resource.get("code", {}).get("coding", ())
    )
