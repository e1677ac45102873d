"""Nobody is visited after death: visits and a recorded death must agree, whichever was written down first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clinic_app.care.entry import EntryProblem
from clinic_app.records.field import FieldError
from clinic_app.store.queries.visit import DIED, death_of, last_seen
from clinic_app.store.unit_of_work import Unit


def refuse_after_death(unit: Unit, visit: Mapping[str, Any], *, except_visit: str | None = None) -> None:
    """Refuse a visit after the person's death, a second death, and a death before a visit that met the person.

    `visit` holds clean values; `except_visit` is the visit being corrected. A visit on the day of death is possible,
    and a visit that met nobody may lie after it: that is how the death came to be known. Raises EntryProblem.
    """
    resident_id, day = visit.get("resident_id"), visit.get("visit_date")
    if not resident_id or not day:
        return
    death = death_of(unit.connection, resident_id, except_visit=except_visit)
    if visit.get("outcome") != DIED:
        if death is not None and day > death.died_on:
            raise EntryProblem(FieldError("visit_date", _dead_since(death.died_on, death.visit_date)))
        return
    if death is not None:
        raise EntryProblem(FieldError("outcome", f"这位居民已有死亡记录（{death.died_on}），有错更正那一次随访"))
    died_on = visit.get("death_date") or day
    seen = last_seen(unit.connection, resident_id, except_visit=except_visit)
    if seen is not None and seen > died_on:
        words = f"{seen}还有这位居民的随访，死亡日期不能早于它，核对两处日期"
        raise EntryProblem(FieldError("death_date", words))


def refuse_dead(unit: Unit, resident_id: str, name: str, day: str | None) -> None:
    """Refuse anything that needs the living on a day after the death; `name` is the field of the day."""
    death = death_of(unit.connection, resident_id) if day else None
    if death is not None and day and day > death.died_on:
        raise EntryProblem(FieldError(name, _dead_since(death.died_on, death.visit_date)))


def _dead_since(died_on: str, told_on: str) -> str:
    return f"这位居民已于{died_on}死亡（见{told_on}的随访），日期不能晚于死亡日期"
