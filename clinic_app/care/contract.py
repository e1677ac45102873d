"""Family-doctor contracts: one in force for a resident at a time, and what was given under it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from clinic_app.care.entry import Entry, EntryProblem, cleaned
from clinic_app.care.resident import known_resident
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import FieldError
from clinic_app.store.queries.identity import files_of
from clinic_app.store.unit_of_work import Unit

CONTRACT, SERVICE = "contract", "contract_service"


def sign(unit: Unit, entry: Entry) -> str:
    """A new contract; refused where its term overlaps that of another one of the same person."""
    known_resident(unit, entry.fields)
    fields = cleaned(CONTRACT, entry.fields)
    if unit.device:
        fields.setdefault("organisation", unit.device.organisation)
    fields.setdefault("doctor", unit.actor.name)
    contract_id = entry.id or unit.new_id()
    _refuse_overlap(unit, contract_id, fields)
    return unit.create(CONTRACT, fields, contract_id)


def change(unit: Unit, entry: Entry) -> str:
    """Another term, an end, a checked signature."""
    assert entry.id
    fields = cleaned(CONTRACT, entry.fields)
    _refuse_overlap(unit, entry.id, {**unit.fields(CONTRACT, entry.id), **fields})
    return unit.patch(CONTRACT, entry.id, fields)


def give(unit: Unit, entry: Entry) -> str:
    """One item of a contract given; it lies in the contract's term."""
    fields = cleaned(SERVICE, entry.fields)
    _check_service(unit, fields)
    return unit.create(SERVICE, fields, entry.id)


def amend_service(unit: Unit, entry: Entry) -> str:
    """A corrected service, held against the contract again."""
    assert entry.id
    fields = cleaned(SERVICE, entry.fields)
    _check_service(unit, {**unit.fields(SERVICE, entry.id), **fields})
    return unit.amend(SERVICE, entry.id, fields, entry.reason or "")


def last_day(fields: Mapping[str, Any]) -> str | None:
    """The last day on which a contract is in force; an ended one ends the day before."""
    ended = fields.get("terminated_on")
    if not ended:
        return fields.get("ends_on")
    before = (date.fromisoformat(ended) - timedelta(days=1)).isoformat()
    return min(before, fields.get("ends_on") or before)


def _refuse_overlap(unit: Unit, contract_id: str, fields: Mapping[str, Any]) -> None:
    begins, ends = fields.get("starts_on"), last_day(fields)
    if not begins or not ends:
        return
    table = RECORD_TYPES[CONTRACT].sql_table
    people = files_of(unit.connection, str(fields.get("resident_id")))
    query = select(table).where(table.c.resident_id.in_(people), table.c.void.is_(False), table.c.id != contract_id)
    for other in unit.connection.execute(query.order_by(table.c.starts_on)).mappings():
        until = last_day(dict(other)) or ""
        if (other["starts_on"] or "") <= ends and begins <= until:
            words = f"这位居民{other['starts_on']}至{until}已有签约协议，期限不能重叠，先解约或改生效日期"
            raise EntryProblem(FieldError("starts_on", words))


def _check_service(unit: Unit, fields: Mapping[str, Any]) -> None:
    contract = unit.fields(CONTRACT, str(fields.get("contract_id") or ""))
    if not contract:
        raise EntryProblem(FieldError("contract_id", "本机没有这份签约协议"))
    given, begins, ends = fields.get("given_on"), contract.get("starts_on"), last_day(contract)
    if given and begins and ends and not begins <= given <= ends:
        raise EntryProblem(FieldError("given_on", f"服务日期不在协议期内（{begins}至{ends}）"))
    visit_id = fields.get("visit_id")
    if visit_id:
        visit = unit.fields("visit", str(visit_id))
        if not visit:
            raise EntryProblem(FieldError("visit_id", "本机没有这次随访"))
        if visit.get("resident_id") not in files_of(unit.connection, contract["resident_id"]):
            raise EntryProblem(FieldError("visit_id", "这次随访是另一位居民的"))
