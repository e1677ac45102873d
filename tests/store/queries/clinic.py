"""A small clinic written straight into the tables, as a sync leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from clinic_app.protocol.body import Body
from clinic_app.records.identifiers import new_id
from clinic_app.store.projection import write_body
from tests.conftest import NOW

FIRST, SECOND = "990101001001", "990101001002"


class Clinic:
    """Writes records through the projection, the way the unit of work and the applier do."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def write(
        self, type_name: str, record_id: str | None = None, void: bool = False, rev: int = 1, **fields: Any
    ) -> str:
        """One record; returns its id."""
        record_id = record_id or new_id(NOW)
        write_body(self.connection, type_name, record_id, Body(fields=fields, void=void), 1)
        return record_id

    def village(self, code: str = FIRST, name: str = "演示甲村") -> str:
        return self.write("village", code, code=code, name=name)

    def household(self, **fields: Any) -> str:
        return self.write("household", **{"village_code": FIRST, "group_name": "3组", "house_no": "12号", **fields})

    def resident(self, name: str = "王甲子", *, void: bool = False, record_id: str | None = None, **fields: Any) -> str:
        known: Mapping[str, Any] = {"sex": "2", "birth_date": "1958-03-07", "village_code": FIRST}
        return self.write("resident", record_id, void, **{**known, "name": name, **fields})

    def register(self, resident_id: str, programme: str = "hypertension", on: str = "2026-01-05", **more: Any) -> str:
        return self.write(
            "chronic_registration", resident_id=resident_id, programme=programme, registered_on=on, **more
        )

    def visit(self, resident_id: str, day: str, *, void: bool = False, **fields: Any) -> str:
        return self.write("visit", None, void, resident_id=resident_id, visit_date=day, visit_mode="2", **fields)

    def followup(
        self, resident_id: str, day: str, classification: str | None = "1", programme: str = "hypertension",
        section: Mapping[str, Any] | None = None, **fields: Any,
    ) -> tuple[str, str]:  # fmt: skip
        """A visit with a section; returns both ids."""
        visit_id = self.visit(resident_id, day, **fields)
        judged = {"classification": classification} if classification else {}
        section_id = self.write(f"{programme}_followup", visit_id=visit_id, **judged, **dict(section or {}))
        return visit_id, section_id
