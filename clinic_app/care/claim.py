"""A resident has come to live in an own village: claimed after the county has named the person.

The claim is one save, made before the file is here; the next sync brings the file, and the old village is told.
"""

from __future__ import annotations

from sqlalchemy import select

from clinic_app.care.entry import EntryProblem
from clinic_app.records.field import FieldError
from clinic_app.store.database import Actor, Database
from clinic_app.store.local_tables import outbox, outbox_row
from clinic_app.store.looked_up import LookedUp, recall
from clinic_app.store.overlay import SETTLED
from clinic_app.store.unit_of_work import InvalidRecord, Unit, unit_of_work

ASK_FIRST = "先用证件号码和姓名查到这位居民（7天内），再办迁入；没有保存"


def claim(database: Database, resident_id: str, village: str, reason: str, *, actor: Actor | None = None) -> str:
    """Bring a person who was looked up over to an own village; returns the save's mid.

    Raises EntryProblem: nobody looked up, a village of others, no reason, a claim that is under way, or a person who
    is in the village already. Then nothing is saved.
    """
    with unit_of_work(database, actor) as unit:
        found = recall(unit.connection, resident_id, unit.clock.now())
        if found is None:
            raise EntryProblem(FieldError("id", ASK_FIRST))
        _require_own_village(unit, village)
        _require_news(unit, found, village)
        if not reason.strip():
            raise EntryProblem(FieldError("reason", "写明原因后再保存"))
        try:
            unit.claim(resident_id, {"village_code": village}, reason.strip())
        except InvalidRecord as problem:
            raise EntryProblem(*problem.errors) from None
    assert unit.saved
    return unit.saved.mid


def _require_own_village(unit: Unit, village: str) -> None:
    own = unit.device.scope.villages if unit.device else ()
    if village not in own:
        raise EntryProblem(FieldError("village_code", "这个村不是本单位负责的村，没有保存"))


def _require_news(unit: Unit, found: LookedUp, village: str) -> None:
    here = unit.fields("resident", found.resident_id).get("village_code") or found.village_code
    if here == village:
        raise EntryProblem(FieldError("village_code", "这位居民已经在这个村，不用迁入"))
    under_way = (
        select(outbox.c.line)
        .join(outbox_row, outbox_row.c.mid == outbox.c.mid)
        .where(outbox_row.c.type == "resident", outbox_row.c.id == found.resident_id)
        .where(outbox.c.passed.is_(False), outbox.c.state.not_in(SETTLED))
    )
    if not unit.body("resident", found.resident_id) and unit.connection.execute(under_way).first():
        raise EntryProblem(FieldError("id", "这位居民的迁入已经保存，同步后档案就到本机"))
